// Moves the focus to the summary of problems when a page has one.
document.querySelector(".problem")?.focus();
