// The scripts of pages of accounts: the theme, and passkeys. When static files are collected the pieces are put in
// the place of this text (config/staticfiles.py); on a machine of a developer the browser fetches each piece.
for (const piece of [
  "./theme.js",
  "../mfa/js/webauthn-json.js",
  "../mfa/js/webauthn.js",
  "./passkey-errors.js",
  "../account/js/onload.js",
]) {
  document.write(`<script src="${new URL(piece, document.currentScript.src)}"></script>`);
}
