// Outlines the other patches of the case under the pointer or the focus.
const mark = (event, on) => {
  const patch = event.target.closest?.(".patch[data-case]");
  if (!patch) return;
  for (const other of document.querySelectorAll(`.patch[data-case="${CSS.escape(patch.dataset.case)}"]`)) {
    other.classList.toggle("same", on);
  }
};
for (const [type, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  document.addEventListener(type, (event) => mark(event, on));
}
