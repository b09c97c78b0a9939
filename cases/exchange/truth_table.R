# Builds the truth table again from calibrated.csv, in base R, and compares it with truth_table.csv.
# Run it in the folder of the package, or from anywhere: Rscript truth_table.R
# It ends with an error when the two tables are not the same.

here <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
if (length(here) == 1) setwd(dirname(normalizePath(here)))

read_table <- function(name) {
  read.csv(name, colClasses = "character", check.names = FALSE, encoding = "UTF-8", na.strings = "")
}

settings <- read_table("settings.csv")
setting <- function(name) settings$value[settings$setting == name]
outcome <- setting("outcome")
conditions <- setting("condition")
inclusion_cut <- as.numeric(setting("inclusion_cut"))
frequency_cut <- as.numeric(setting("frequency_cut"))

matrix_of_cases <- read_table("calibrated.csv")
degrees <- vapply(matrix_of_cases[c(conditions, outcome)], as.numeric, numeric(nrow(matrix_of_cases)))
degrees <- matrix(degrees, ncol = length(conditions) + 1, dimnames = list(NULL, c(conditions, outcome)))

# Missing-value policy: a case with anything missing is left out, and so is one that is neither in nor out.
is_complete <- !apply(is.na(degrees), 1, any)
is_ambiguous <- apply(degrees[, conditions, drop = FALSE] == 0.5, 1, any)
used <- is_complete & !is_ambiguous
x <- degrees[used, conditions, drop = FALSE]
y <- degrees[used, outcome]
cases <- matrix_of_cases$case[used]
cat(nrow(matrix_of_cases), "cases,", sum(used), "in the truth table\n")

# One row for each way in which the conditions can be there or not, the first condition first.
count <- length(conditions)
numbers <- seq_len(2^count)
present <- matrix(0, length(numbers), count, dimnames = list(NULL, conditions))
for (place in seq_len(count)) present[, place] <- (numbers - 1) %/% 2^(count - place) %% 2

row_of <- function(number) {
  wanted <- present[number, ]
  inside <- rep(1, nrow(x))
  for (place in seq_len(count)) {
    degree <- if (wanted[place] == 1) x[, place] else 1 - x[, place]
    inside <- pmin(inside, degree)
  }
  members <- cases[inside > 0.5]
  both <- sum(pmin(inside, y, 1 - y))
  inclusion <- if (sum(inside) > 0) sum(pmin(inside, y)) / sum(inside) else NA
  rest <- sum(inside) - both
  pri <- if (rest > 0) (sum(pmin(inside, y)) - both) / rest else NA
  is_remainder <- length(members) < frequency_cut || is.na(inclusion)
  # A hair's breadth below the cut is the cut: sums of decimals are not exact.
  result <- if (is_remainder) "?" else if (inclusion >= inclusion_cut - 1e-9) "1" else "0"
  data.frame(
    row = number, t(wanted), outcome = result, n = length(members), inclusion = inclusion, pri = pri,
    cases = paste(members, collapse = "; "), check.names = FALSE
  )
}
rebuilt <- do.call(rbind, lapply(numbers, row_of))

shown <- rebuilt
shown$inclusion <- round(shown$inclusion, 3)
shown$pri <- round(shown$pri, 3)
print(shown, row.names = FALSE)

# The comparison with the file of the package.
given <- read_table("truth_table.csv")
given$cases[is.na(given$cases)] <- ""
near <- function(name) {
  a <- rebuilt[[name]]
  b <- as.numeric(given[[name]])
  identical(is.na(a), is.na(b)) && all(abs(a - b) < 0.0011, na.rm = TRUE)
}
same <- c(
  rows = identical(as.integer(given$row), as.integer(rebuilt$row)),
  conditions = all(vapply(conditions, function(name) all(as.numeric(given[[name]]) == present[, name]), TRUE)),
  outcome = identical(given$outcome, as.character(rebuilt$outcome)),
  n = all(as.integer(given$n) == rebuilt$n),
  inclusion = near("inclusion"),
  pri = near("pri"),
  cases = identical(given$cases, as.character(rebuilt$cases))
)
cat("\n")
for (name in names(same)) cat(sprintf("%-11s %s\n", name, if (same[[name]]) "the same" else "NOT THE SAME"))
if (!all(same)) stop("The truth table of the package is not the one that follows from its matrix.")
cat("\nThe truth table that R built is the same as truth_table.csv.\n")
