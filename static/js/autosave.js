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
  const typed = (form) => [...new FormData(form)].filter(([name, value]) => !["csrfmiddlewaretoken", "form_key", "form_seen"].includes(name) && typeof value === "string");

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
    let leaving = false;
    let running = null; // the save under way; whatever else sends the form waits for it
    let timer;

    // From here on the page writes into this draft, and says which state of it it knows.
    const goOn = (kept) => {
      storage.drop(copyKey());
      form.dataset.autosaveUrl = kept.autosave;
      form.setAttribute("action", kept.url);
      form.elements.form_key.value = kept.key;
      form.elements.form_seen.value = kept.seen;
      history.replaceState(history.state, "", kept.url);
      status.textContent = kept.status;
    };

    const keepHere = (why) => {
      changed = true;
      const isCopied = storage.set(copyKey(), { at: Date.now(), fields: typed(form) });
      status.textContent = [why, isCopied ? words.failed : words.lost].filter(Boolean).join(" ");
    };

    const send = async () => {
      const body = new FormData(form);
      for (const { name } of form.querySelectorAll("[type=file]")) body.delete(name); // a button uploads it
      body.set("act", "autosave");
      try {
        // A redirect means that the session ended: what was typed must not be taken for kept.
        const answer = await fetch(form.dataset.autosaveUrl, {
          method: "POST",
          body,
          redirect: "error",
          signal: AbortSignal.timeout(15000),
        });
        const kept = await answer.json().catch(() => ({}));
        if (answer.ok && kept.url) goOn(kept);
        else keepHere(kept.status);
      } catch {
        keepHere();
      }
    };

    const save = async () => {
      if (!changed || running || leaving) return;
      changed = false;
      running = send();
      await running;
      running = null;
    };

    offerCopy(form, status);
    form.addEventListener("input", () => {
      changed = true;
      clearTimeout(timer);
      timer = setTimeout(save, 2000);
    });
    form.addEventListener("submit", async (event) => {
      clearTimeout(timer);
      if (!running) {
        leaving = true;
        return;
      }
      event.preventDefault();
      await running;
      form.requestSubmit(event.submitter);
    });
    addEventListener("pageshow", () => {
      leaving = false;
    });

    // The preview is asked for by htmx, and keeps the draft as well.
    form.addEventListener("htmx:confirm", async (event) => {
      if (event.target.name !== "act") return; // the preview of one text keeps nothing
      event.preventDefault();
      clearTimeout(timer);
      await running;
      changed = false;
      event.detail.issueRequest(true);
    });
    form.addEventListener("draft-kept", (event) => goOn(event.detail));
    for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) form.addEventListener(failure, (event) => event.target.name === "act" && keepHere());
    setInterval(save, 20000);
  }
}
