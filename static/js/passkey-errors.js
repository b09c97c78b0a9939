// Says in the page, and to screen readers, when the browser did not give a passkey.
{
  const { message } = document.currentScript.dataset;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const live = document.getElementById("live");
    live.textContent = message;
    live.className = "wrap msg error";
  });
}
