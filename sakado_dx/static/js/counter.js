// Says how many characters are left. Without this module the page still names the limit in words.
// <p id="x_counter" data-counter-for="x" data-counter-max="500">500文字以内</p>

/** Characters as the server counts them: code points, a line break being one, as texts are stored. */
function countCharacters(text) {
  return [...text.replace(/\r\n|\r/g, "\n")].length;
}

function describe(left) {
  return left < 0 ? `${-left}文字多すぎます` : `あと${left}文字入力できます`;
}

function attach(counter) {
  const field = document.getElementById(counter.dataset.counterFor);
  const max = Number(counter.dataset.counterMax);
  if (!field || !max) return;
  const update = () => {
    const left = max - countCharacters(field.value);
    counter.textContent = describe(left);
    counter.classList.toggle("counter--over", left < 0);
  };
  const described = field.getAttribute("aria-describedby");
  field.setAttribute("aria-describedby", [described, counter.id].filter(Boolean).join(" "));
  field.addEventListener("input", update);
  update();
}

document.querySelectorAll("[data-counter-for]").forEach(attach);
