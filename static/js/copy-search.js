// The search of a copy that needs no server. The scripts after this one add the rows of the index; then the
// cases that have every word of the question are listed, those with a word in the title first.
globalThis.patchworkCopy = {
  rows: [],

  add(rows) {
    this.rows.push(...rows);
  },
};

{
  const MOST = 100;

  const folded = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const wordsOf = (text) => folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];

  const hasAll = (text, asked) => asked.every((word) => ` ${text}`.includes(` ${word}`));

  const found = (asked) => {
    const rows = patchworkCopy.rows.filter(([, , , , words]) => hasAll(words, asked));
    const inTitle = ([, title]) => hasAll(wordsOf(title).join(" "), asked);
    return [...rows.filter(inTitle), ...rows.filter((row) => !inTitle(row))];
  };

  const item = ([file, title, summary, language]) => {
    const link = Object.assign(document.createElement("a"), { href: file, textContent: title, lang: language });
    const heading = document.createElement("h2");
    const text = Object.assign(document.createElement("p"), { textContent: summary, lang: language, dir: "auto" });
    const row = document.createElement("li");
    heading.append(link);
    row.append(heading, text);
    return row;
  };

  const said = (box, number) => {
    if (number === 0) return box.dataset.none;
    if (number === 1) return box.dataset.one;
    return (number > MOST ? box.dataset.first : box.dataset.many).replace("%n", number);
  };

  document.addEventListener("DOMContentLoaded", () => {
    const question = new URLSearchParams(location.search).get("q") ?? "";
    const asked = wordsOf(question);
    for (const field of document.querySelectorAll('input[name="q"]')) field.value = question;
    document.querySelector("[data-copy-plain]").hidden = true;
    if (asked.length === 0) return;
    const rows = found(asked);
    const box = document.querySelector("[data-copy-found]");
    box.textContent = said(box, rows.length);
    document.querySelector("[data-copy-list]").append(...rows.slice(0, MOST).map(item));
  });
}
