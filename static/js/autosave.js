// Keeps a draft while somebody writes: two seconds after the last key, and every twenty while it changes.
// What the server does not take is kept in this browser, and offered back when the form is opened again.
// The form has a button that saves as well; this script is only the forgetful person's friend.
{
  const words = document.currentScript.dataset;
  const PREFIX = `copy:${words.person}:`;
  const A_WEEK = 7 * 24 * 3600 * 1000;

  const storage = {
    get(key) {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        localStorage.setItem(key, JSON.stringify(value));
        return true;
      } catch {
        return false; // no room, or storage is switched off
      }
    },
    drop(key) {
      try {
        localStorage.removeItem(key);
      } catch {
        // Storage is switched off: there is nothing to drop.
      }
    },
    keys() {
      try {
        return Object.keys(localStorage);
      } catch {
        return [];
      }
    },
  };

  const copyKey = () => `${PREFIX}${location.pathname}`;
  const typed = (form) => [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && name !== "form_key" && typeof value === "string");

  const putBack = (form, fields) => {
    for (const name of new Set(fields.map(([each]) => each))) {
      const values = fields.filter(([each]) => each === name).map(([, value]) => value);
      for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
        else control.value = values[0];
      }
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const offerCopy = (form, status) => {
    const copy = storage.get(copyKey());
    if (!copy) return;
    if (JSON.stringify(copy.fields) === JSON.stringify(typed(form))) {
      storage.drop(copyKey());
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn s";
    button.textContent = words.restore;
    button.addEventListener("click", () => {
      putBack(form, copy.fields);
      form.querySelector("input:not([type=hidden]), textarea, select").focus();
      button.remove();
    });
    status.textContent = words.found;
    status.after(" ", button, " ");
  };

  for (const key of storage.keys()) {
    if (key.startsWith("copy:") && Date.now() - (storage.get(key)?.at ?? 0) > A_WEEK) storage.drop(key);
  }

  for (const form of document.querySelectorAll("form[data-autosave-url]")) {
    const status = form.querySelector("[data-autosave-status]");
    let changed = false;
    let busy = false;
    let timer;

    const save = async () => {
      if (!changed || busy) return;
      busy = true;
      changed = false;
      const body = new FormData(form);
      body.set("act", "autosave");
      try {
        // A redirect means that the session ended: what was typed must not be taken for kept.
        const answer = await fetch(form.dataset.autosaveUrl, { method: "POST", body, redirect: "error" });
        if (!answer.ok) throw new Error(String(answer.status));
        const kept = await answer.json();
        storage.drop(copyKey());
        form.dataset.autosaveUrl = kept.autosave;
        form.setAttribute("action", kept.url);
        history.replaceState(history.state, "", kept.url);
        status.textContent = kept.status;
      } catch {
        changed = true;
        status.textContent = storage.set(copyKey(), { at: Date.now(), fields: typed(form) }) ? words.failed : words.lost;
      } finally {
        busy = false;
      }
    };

    offerCopy(form, status);
    form.addEventListener("input", () => {
      changed = true;
      clearTimeout(timer);
      timer = setTimeout(save, 2000);
    });
    form.addEventListener("submit", () => {
      busy = true;
      clearTimeout(timer);
    });
    setInterval(save, 20000);
  }
}
