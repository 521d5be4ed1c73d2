// Ticks all boxes of a name in the button's form, or takes all ticks away where all are there.
// The button is hidden in the HTML and appears only here: without it each box is ticked by hand.
// <button type="button" hidden data-tick-all="NAME of the boxes">

function boxesOf(button) {
  const boxes = button.form.querySelectorAll("input[type=checkbox]");
  return [...boxes].filter((box) => box.name === button.dataset.tickAll);
}

function say(button) {
  const isFull = boxesOf(button).every((box) => box.checked);
  button.dataset.words ??= button.textContent;
  button.textContent = isFull ? "すべての選択を外す" : button.dataset.words;
  return isFull;
}

function attach(button) {
  if (!button.form || boxesOf(button).length < 2) return;
  button.addEventListener("click", () => {
    const isFull = say(button);
    for (const box of boxesOf(button)) box.checked = !isFull;
    say(button);
  });
  button.form.addEventListener("change", () => say(button));
  button.hidden = false;
  say(button);
}

document.querySelectorAll("[data-tick-all]").forEach(attach);
