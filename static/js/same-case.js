// Outlines the other patches of the case under the pointer or the focus.
{
  const mark = (event, isOn) => {
    const patch = event.target.closest?.(".patch[data-case]");
    if (!patch) return;
    for (const other of document.querySelectorAll(`.patch[data-case="${CSS.escape(patch.dataset.case)}"]`)) {
      other.classList.toggle("same", isOn);
    }
  };
  for (const [type, isOn] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(type, (event) => mark(event, isOn));
  }
}
