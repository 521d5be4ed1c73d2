// The entry form of a report (form[data-entry]). Without this module every field is there, the foot
// says what was answered at the last save, and the server leads back to what was saved.

const form = document.querySelector("form[data-entry]");

/** [data-reason-of=name]: the reason, shown where the chosen word needs one or it holds a text. */
function showReason(part) {
  const chosen = form.querySelector(`input[name="${part.dataset.reasonOf}"]:checked`);
  const isNeeded = Boolean(chosen?.hasAttribute("data-needs-reason"));
  const field = part.querySelector("textarea");
  part.toggleAttribute("data-needed", isNeeded);
  part.hidden = !isNeeded && !field.value && field.getAttribute("aria-invalid") !== "true";
}

/** Whether something is typed or chosen in a part; 集計中 and the like are an answer, 確定 is none. */
function isFilled(part) {
  return [...part.querySelectorAll("input, textarea, select")].some((each) => {
    if (each.type === "radio") return each.checked && each.value !== "";
    if (each.type === "checkbox" || each.type === "hidden") return false;
    return each.value.trim() !== "";
  }) || Boolean(part.parentElement.querySelector("select[name$='-status']")?.value);
}

/** [data-question] holds parts [data-needed]; it is answered where each of them is filled. */
function countAnswers(said) {
  const parts = [...form.querySelectorAll("[data-question]")]
    .map((question) => [...question.querySelectorAll("[data-needed]")])
    .filter((needed) => needed.length);
  const done = parts.filter((needed) => needed.every(isFilled)).length;
  said.textContent = `${parts.length}つのうち${done}つ入力済み`;
}

function follow() {
  form.querySelectorAll("[data-reason-of]").forEach(showReason);
  document.querySelectorAll("[data-answered]").forEach(countAnswers);
}

/** A save leads back to the same place on the page. */
const PLACE = `place:${location.pathname}`;

function keepPlace() {
  sessionStorage.setItem(PLACE, String(window.scrollY));
}

/** What the address names may lie in the fold, also where the place is taken instead of the hash. */
function openFold() {
  const fold = document.getElementById(location.hash.slice(1))?.closest("details");
  if (fold) fold.open = true;
}

function takePlace() {
  const place = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  if (place === null || document.querySelector("[role=alert][autofocus], #conflict")) return; // what was refused stands at the head
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  window.scrollTo({ top: Number(place), behavior: "instant" });
}

/** <button hidden data-choose="ID of the radio button"> */
function attachChoice(button) {
  const choice = document.getElementById(button.dataset.choose);
  if (!choice) return;
  button.addEventListener("click", () => {
    choice.checked = true;
    choice.focus();
    choice.dispatchEvent(new Event("input", { bubbles: true }));
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  });
  button.hidden = false;
}

if (form) {
  form.addEventListener("input", follow);
  form.addEventListener("change", follow);
  form.addEventListener("submit", (event) => event.submitter?.name === "save" && keepPlace());
  form.querySelectorAll("[data-choose]").forEach(attachChoice);
  follow();
  openFold();
  takePlace();
}
