// Moves the focus to the summary of problems when a page has one, or to what is asked.
document.querySelector(".problem, .asked")?.focus();
