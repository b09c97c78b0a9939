// Says in the page, and to screen readers, when the browser did not give a passkey.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const live = document.getElementById("live");
  live.textContent = document.querySelector("script[data-no-passkey]").dataset.noPasskey;
  live.className = "wrap msg error";
});
