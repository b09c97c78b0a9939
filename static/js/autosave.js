// Keeps a draft while somebody writes: two seconds after the last key, and every twenty while it changes.
// The page has a button that does the same.
for (const form of document.querySelectorAll("form[data-autosave-url]")) {
  const status = form.querySelector("[data-autosave-status]");
  const copyKey = `copy:${location.pathname}`;
  let changed = false;
  let saving = false;
  let sending = false;
  let timer;

  const keepCopy = () => {
    try {
      localStorage.setItem(copyKey, JSON.stringify([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken")));
    } catch {
      // No room or no storage: the next save will try the server again.
    }
  };

  const save = async () => {
    if (!changed || saving || sending) return;
    saving = true;
    changed = false;
    const body = new FormData(form);
    body.set("act", "autosave");
    try {
      const answer = await fetch(form.dataset.autosaveUrl, { method: "POST", body, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const kept = await answer.json();
      status.textContent = kept.status;
      form.dataset.autosaveUrl = kept.autosave;
      form.action = kept.url;
      history.replaceState(history.state, "", kept.url);
      localStorage.removeItem(copyKey);
    } catch {
      changed = true;
      keepCopy();
      status.textContent = form.dataset.autosaveFailed ?? "";
    } finally {
      saving = false;
    }
  };

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, 2000);
  });
  form.addEventListener("submit", () => {
    sending = true;
    clearTimeout(timer);
  });
  setInterval(save, 20000);
}
