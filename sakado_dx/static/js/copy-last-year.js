// Copies last year's text into the field. The button is hidden in the HTML and appears only here.
// A second press brings back what stood in the field before, so that nothing typed is lost.
// <button type="button" hidden data-copy-from="ID of the text" data-copy-to="ID of the field">

const UNDO_LABEL = "写した記載を取り消す";

function write(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function attach(button) {
  const source = document.getElementById(button.dataset.copyFrom);
  const field = document.getElementById(button.dataset.copyTo);
  if (!source || !field) return;
  const label = button.firstChild;
  const copyLabel = label.textContent;
  let before = null;

  const reset = () => {
    before = null;
    label.textContent = copyLabel;
  };

  button.addEventListener("click", () => {
    if (before !== null) {
      write(field, before);
      reset();
    } else {
      const typed = field.value;
      write(field, source.textContent);
      before = typed;
      label.textContent = UNDO_LABEL;
    }
    field.focus();
  });
  // Typing after the copy makes the copied text one's own: the button then copies anew.
  field.addEventListener("keydown", (event) => {
    if (before !== null && event.key !== "Tab" && event.key !== "Shift") reset();
  });
  button.hidden = false;
}

document.querySelectorAll("[data-copy-from]").forEach(attach);
