// Copies a text of the page to the clipboard. The button is hidden in the HTML and appears only
// here; without it the text can be selected in its field.
// <button type="button" hidden data-copy-text="ID of the field"> <span role="status" data-copied>

async function copy(field) {
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy"); // over http there is no clipboard
  }
}

function attach(button) {
  const field = document.getElementById(button.dataset.copyText);
  const said = button.parentElement.querySelector("[data-copied]");
  if (!field) return;
  button.addEventListener("click", async () => {
    const done = await copy(field);
    said.textContent = done ? "コピーしました。" : "コピーできませんでした。文を選択してコピーしてください。";
  });
  button.hidden = false;
}

document.querySelectorAll("[data-copy-text]").forEach(attach);
