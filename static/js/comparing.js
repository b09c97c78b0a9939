// The scripts of pages that compare cases. When static files are collected the pieces are put in the place of
// this text (config/staticfiles.py); on a machine of a developer the browser fetches each piece.
for (const piece of [
  "./theme.js",
  "../django_htmx/htmx-2.min.js",
  "./same-case.js",
  "./suggestions.js",
]) {
  document.write(`<script src="${new URL(piece, document.currentScript.src)}"></script>`);
}
