// Copies a text of the page (last year's, or that of another field) into the field. The button
// is hidden in the HTML and appears only here.
// A text area keeps what was typed and gets the copy at its end; in a one-line field the copy
// replaces the text, and Ctrl+Z brings it back.
// <button type="button" hidden data-copy-from="ID of the text" data-copy-to="ID of the field">

/** Inserts as if typed, so that the browser's own undo still works; setRangeText where that is refused. */
function insert(field, text) {
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function copy(source, field) {
  const text = source.value ?? source.textContent;
  field.focus();
  if (field.tagName === "TEXTAREA") {
    field.setSelectionRange(field.value.length, field.value.length);
    insert(field, field.value.trim() ? `\n${text}` : text);
  } else {
    field.select();
    insert(field, text);
  }
}

function attach(button) {
  const source = document.getElementById(button.dataset.copyFrom);
  const field = document.getElementById(button.dataset.copyTo);
  if (!source || !field) return;
  button.addEventListener("click", () => copy(source, field));
  button.hidden = false;
}

document.querySelectorAll("[data-copy-from]").forEach(attach);
