// Light, dark or as the system says. Without this script the system decides.
const KEY = "theme";
const root = document.documentElement;

function apply(theme) {
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  else delete root.dataset.theme;
}

function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is switched off: the system decides
  }
}

apply(kept());

document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("[data-theme-switch]");
  if (!box) return;
  box.hidden = false;
  const show = () => {
    for (const button of box.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === (kept() ?? "")));
    }
  };
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    try {
      localStorage.setItem(KEY, button.value);
    } catch {
      // The choice then lasts for this page only.
    }
    apply(button.value);
    show();
  });
  show();
});
