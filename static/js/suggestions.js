// Completes what is typed into the fields of the search: titles, tags and words of published cases.
document.addEventListener("DOMContentLoaded", () => {
  const { suggestions } = document.querySelector("[data-suggestions]")?.dataset ?? {};
  if (!suggestions) return;
  let waiting = 0;
  let asked = null;
  const offer = async (field) => {
    asked?.abort();
    asked = new AbortController();
    try {
      const query = new URLSearchParams({ q: field.value });
      const answer = await fetch(`${suggestions}?${query}`, { signal: asked.signal });
      if (!answer.ok) return;
      const [, found] = await answer.json();
      field.list.replaceChildren(...found.map((text) => new Option("", text)));
    } catch {
      // Without an answer the field is a field.
    }
  };
  for (const [number, field] of document.querySelectorAll("input[type=search][name=q]").entries()) {
    const list = document.createElement("datalist");
    list.id = `suggestions-${number}`;
    field.after(list);
    field.setAttribute("list", list.id);
    field.autocomplete = "off";
    field.addEventListener("input", (event) => {
      clearTimeout(waiting);
      // What was chosen from the list needs no more offers.
      if (event.isComposing || !event.inputType || field.value.trim().length < 2) return;
      waiting = setTimeout(offer, 150, field);
    });
  }
});
