// Tools for Markdown: buttons that put marks around the selection, and offers after [[ and [@.
// Text goes in by the browser's own command, so that undo takes it back.
{
  const words = document.currentScript.dataset;
  const live = document.getElementById("live");
  const OPEN = /\[(?:(\[)|(?:@[\w-]+; ?)*@)([^[\]|;\n]*)$/;

  const put = (area, text, from, to) => {
    area.focus();
    area.setSelectionRange(from, to);
    document.execCommand("insertText", false, text);
  };

  const mark = (area, { before = "", after = "", line }) => {
    const { selectionStart: from, selectionEnd: to, value } = area;
    if (line) {
      const start = value.slice(0, from).lastIndexOf("\n") + 1;
      put(area, value.slice(start, to).replace(/^/gm, line), start, to);
    } else {
      put(area, before + value.slice(from, to) + after, from, to);
      area.setSelectionRange(from + before.length, to + before.length);
    }
  };

  const keys = (form) =>
    [...form.querySelectorAll('[name$=".key"]')]
      .filter((input) => input.value)
      .map(({ name, value }) => [value, form.elements[name.replace(/key$/, "title")].value]);

  for (const area of document.querySelectorAll("[data-markdown]")) {
    const [tools, list] = document.getElementById("writing-tools").content.cloneNode(true).children;
    let [turn, chosen, end, typed] = [0, 0];

    area.before(tools);
    area.after(list);
    list.id = `${area.id}-offers`;
    area.setAttribute("aria-controls", list.id);

    const choose = (index) => {
      const options = [...list.children];
      chosen = (index + options.length) % options.length;
      options.forEach((option, at) => option.setAttribute("aria-selected", at === chosen));
      area.setAttribute("aria-activedescendant", options[chosen].id);
    };
    const offer = (rows = []) => {
      list.hidden = !rows.length;
      area.removeAttribute("aria-activedescendant");
      list.replaceChildren(
        ...rows.map(([text, title], at) => {
          const option = document.createElement("li");
          option.role = "option";
          option.id = `${list.id}-${at}`;
          option.dataset.text = text;
          option.textContent = title ? `${text}: ${title}` : text;
          return option;
        }),
      );
      if (!rows.length) return;
      choose(0);
      live.textContent = words.offers.replace("#", rows.length);
    };
    const take = (option) => {
      const at = area.selectionStart;
      put(area, option.dataset.text + end, at - typed.length, at);
      offer();
    };

    tools.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) mark(area, button.dataset);
    });
    area.addEventListener("input", async () => {
      const mine = ++turn;
      const found = area.value.slice(0, area.selectionStart).match(OPEN);
      let rows = [];
      if (found) {
        [, , typed] = found;
        end = found[1] ? "]]" : "]";
        const begin = typed.toLowerCase();
        if (!found[1]) rows = keys(area.form).filter((row) => row.join(" ").toLowerCase().includes(begin)).slice(0, 8);
        else if (begin) {
          const answer = await fetch(`${words.names}?q=${encodeURIComponent(begin)}`).catch(() => null);
          rows = answer?.ok ? (await answer.json()).names : [];
        }
      }
      if (mine === turn) offer(rows);
    });
    area.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown") choose(chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen - 1);
      else if (event.key === "Enter") take(list.children[chosen]);
      else if (event.key === "Escape") offer();
      else return;
      event.preventDefault();
    });
    area.addEventListener("blur", () => offer());
    list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the text keeps the focus
      if (event.target.dataset.text) take(event.target);
    });
  }
}
