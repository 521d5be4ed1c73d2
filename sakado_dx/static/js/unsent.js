// Keeps on the server what is typed into a form and not sent yet (progress/README.md), so that
// neither F5 nor a closed window loses it. Without this module the form works as ever.
// <form data-unsent="URL" data-unsent-user="7" data-unsent-read="done=1a2b3c4d" [data-unsent-typed="done issues"]>
// data-unsent-read: a mark of each stored value, sent back with what replaces it.
// data-unsent-typed: the fields that hold what was sent and not stored; they are kept at once,
// where nothing newer is.
// [data-unsent-status], in the form or else anywhere on the page, says when it was last kept.
// [data-unsent-of]: whose field it is, where several have its label.
// The attribute may stand on any part of a form, each row of a table for example.

import { describe, fieldsOf, initialOf, put, valueOf, valuesOf } from "./unsent-fields.js";

const WAIT = 1200; // ms from the first letter that is not kept; with the way there less than 2 s
const PATIENCE = 10_000; // ms for an answer
const PAUSES = [2_000, 4_000, 8_000, 15_000]; // ms between attempts
const MOST_AT_ONCE = 150_000; // bytes
const MOST_LEAVING = 58_000; // a browser drops more than 64 KB in silence when a page is left
const LOST_RIGHT = "この画面を書く権限がなくなったため、保管できません。入力を控えてください。";
const LOGGED_OUT = "ログインの期限が切れたため、保管できません。別のタブでログインすると、続けて保管します。";
const UNREACHED = "つながらないため、まだ保管できません。入力はこの画面に残っています。";

// All forms of a page are one window: what it sent last of a field stands.
let ours = newWindow();
let number = 0;
let submitted = null;
const keepers = [];

function newWindow() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
}

const sizeOf = (text) => new TextEncoder().encode(text).length;

class Keeper {
  constructor(area) {
    this.area = area;
    this.form = area.closest("form");
    this.marks = new Map((area.dataset.unsentRead || "").split(" ").map((pair) => pair.split("=")));
    this.token = this.form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    this.kept = valuesOf(area, initialOf);
    this.late = new Set((area.dataset.unsentTyped ?? "").split(" ").filter(Boolean));
    this.late.forEach((name) => this.kept.delete(name));
    this.noted = new Map(); // what was seen last of a field that is not kept, and since when
    this.tooLong = new Map(); // texts that no save takes
    this.newer = new Map(); // notices of newer texts of another window
    this.leaving = new Map(); // texts on their way while the page is left
    this.failures = 0;
    this.hasSent = this.isSending = this.isOver = false;
    for (const event of ["input", "change"]) area.addEventListener(event, () => this.look());
    area.addEventListener("focusout", () => this.send());
    area.addEventListener("keydown", stayInField);
    this.look();
  }

  /** The names of the fields whose text the server does not have. */
  get changed() {
    return [...valuesOf(this.area, valueOf)]
      .filter(([name, text]) => text !== this.kept.get(name))
      .map(([name]) => name);
  }

  get isAllKept() {
    return this.changed.length === 0 && this.newer.size === 0;
  }

  /** Notes what is new, and plans to send it; typing on does not put that off. */
  look() {
    if (submitted === this.form) submitted = null;
    const values = valuesOf(this.area, valueOf);
    for (const name of this.changed) {
      const text = values.get(name);
      if (this.noted.get(name)?.text === text) continue;
      this.noted.set(name, { text, at: performance.now(), number: ++number, late: this.late.delete(name) });
      this.forgetNewer(name);
    }
    if (this.sendable.length) this.plan(WAIT);
  }

  get sendable() {
    return this.changed.filter((name) => this.tooLong.get(name) !== this.noted.get(name)?.text);
  }

  plan(wait) {
    if (!this.timer && !this.isSending && !this.isOver) this.timer = setTimeout(() => this.send(), wait);
  }

  /** One message of the fields that fit into it: [body, texts by name]. */
  message(names, most) {
    const fields = {}, texts = new Map();
    let size = 200;
    for (const name of names) {
      const { text, at, number, late } = this.noted.get(name) ?? {};
      if (text === undefined) continue;
      const age = Math.round(performance.now() - at);
      const read = this.marks.get(name) ?? "";
      const field = { text, age, number, read, late, ...describe(this.area, name) };
      size += sizeOf(JSON.stringify({ [name]: field }));
      if (size > most && (texts.size || most === MOST_LEAVING)) continue;
      fields[name] = field;
      texts.set(name, text);
    }
    const user = Number(this.area.dataset.unsentUser);
    return [JSON.stringify({ user, window: ours, fields }), texts];
  }

  async send() {
    clearTimeout(this.timer);
    this.timer = null;
    const names = this.sendable;
    if (!names.length || this.isSending || this.isOver || submitted === this.form) return;
    this.isSending = true;
    const [body, texts] = this.message(names, MOST_AT_ONCE);
    let pause = WAIT;
    try {
      pause = await this.answered(await this.post(body), texts);
    } catch {
      this.say(UNREACHED);
      pause = this.nextPause();
    }
    this.isSending = false;
    if (this.sendable.length) this.plan(pause);
  }

  post(body, more = { signal: AbortSignal.timeout(PATIENCE) }) {
    this.hasSent = true;
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token };
    return fetch(this.area.dataset.unsent, { method: "POST", headers, body, redirect: "error", ...more });
  }

  nextPause() {
    return PAUSES[Math.min(this.failures++, PAUSES.length - 1)];
  }

  /** What to do after an answer; how long to wait for the next message. */
  async answered(answer, texts) {
    if (answer.status === 200) return this.take(await answer.json(), texts);
    if (answer.status === 401) this.say(LOGGED_OUT);
    else if (answer.status === 403) return this.renewToken();
    else if (answer.status === 404 || answer.status === 409) this.end(await sentenceOf(answer, LOST_RIGHT));
    else this.say(await sentenceOf(answer, UNREACHED));
    return this.nextPause();
  }

  take(told, texts) {
    this.failures = 0;
    if (told.was_sent) {
      if (submitted !== this.form) ours = newWindow();
      return 0;
    }
    for (const [name, text] of texts) {
      if (told.too_long.includes(name)) this.tooLong.set(name, text);
      else this.kept.set(name, text);
      if (told.newer[name]) this.showNewer(name, told.newer[name]);
    }
    const labels = told.too_long.map((name) => `「${describe(this.area, name).label}」`).join("");
    const limit = told.most.toLocaleString("ja-JP");
    this.say(labels ? `${labels}は${limit}文字を超えているため、保管できません。` : told.said);
    return WAIT;
  }

  /** A login in another tab has changed the token; or the right to write is gone. */
  async renewToken() {
    const answer = await fetch(this.area.dataset.unsent, { cache: "no-store", redirect: "error" });
    if (answer.status === 401) this.say(LOGGED_OUT);
    else if (!answer.ok) this.end(LOST_RIGHT);
    else this.token = (await answer.json()).token;
    return answer.ok && this.failures++ === 0 ? 0 : this.nextPause();
  }

  end(sentence) {
    this.isOver = true;
    this.say(sentence);
  }

  /** The page may go at any moment: sends what is not kept, in a message that outlives it. */
  leave() {
    if (submitted === this.form) return;
    const values = valuesOf(this.area, valueOf);
    const names = this.sendable.filter((name) => this.leaving.get(name) !== values.get(name));
    names.sort((one, other) => this.noted.get(other).number - this.noted.get(one).number);
    const [body, texts] = this.message(names, MOST_LEAVING);
    if (!texts.size || this.isOver) return;
    for (const [name, text] of texts) this.leaving.set(name, text);
    this.post(body, { keepalive: true })
      .then((answer) => (answer.ok ? answer.json().then((told) => this.take(told, texts)) : null))
      .catch(() => {})
      .finally(() => texts.forEach((_, name) => this.leaving.delete(name)));
  }

  say(sentence) {
    const place = this.area.querySelector("[data-unsent-status]") ?? document.querySelector("[data-unsent-status]");
    if (place && place.textContent !== sentence) place.textContent = sentence;
  }

  /** Another window of the same person has newer text in this field: shows it beside. */
  showNewer(name, newer) {
    this.forgetNewer(name);
    const field = fieldsOf(this.area).find((each) => each.name === name);
    const box = document.createElement("div");
    box.className = "notice notice--warning";
    const words = document.createElement("p");
    words.textContent = `別の画面で${newer.at}に、この項目の新しい内容が入力されています。そちらを保管しています。この欄に続けて書くと、この画面の内容を保管します。`;
    const text = document.createElement("p");
    text.className = "preserve-lines";
    text.textContent = newer.words || "（空欄）";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--secondary button--small";
    button.textContent = "新しい内容をこの欄に入れる";
    button.addEventListener("click", () => put(this.area, name, newer.text));
    box.append(words, text, button);
    (field.closest(".field") ?? field).after(box);
    this.newer.set(name, box);
  }

  forgetNewer(name) {
    this.newer.get(name)?.remove();
    this.newer.delete(name);
  }
}

async function sentenceOf(answer, otherwise) {
  try {
    return (await answer.json()).sentence || otherwise;
  } catch {
    return otherwise;
  }
}

/** Enter in a one-line field would send the form, or leave it. */
function stayInField(event) {
  const { target, key, isComposing } = event;
  const isLine = target.tagName === "INPUT" && !["submit", "button", "image", "reset", "file"].includes(target.type);
  if (key === "Enter" && isLine && !isComposing) event.preventDefault();
}

/** The form takes its window along: what arrives late from it is not kept any more. */
function sendAlong(form) {
  form.addEventListener("submit", () => {
    keepers.forEach((keeper) => keeper.leave());
    submitted = form;
  });
  form.addEventListener("formdata", (event) => {
    if (keepers.some((keeper) => keeper.hasSent)) event.formData.set("unsent_window", ours);
  });
}

function discard(form) {
  form.addEventListener("submit", () => keepers.forEach((keeper) => (keeper.isOver = keeper.isDiscarded = true)));
  form.addEventListener("formdata", (event) => event.formData.set("unsent_window", ours));
}

document.querySelectorAll("[data-unsent]").forEach((area) => keepers.push(new Keeper(area)));
new Set(keepers.map((keeper) => keeper.form)).forEach(sendAlong);
document.querySelectorAll("[data-unsent-discard]").forEach(discard);

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") keepers.forEach((keeper) => keeper.leave());
  else keepers.forEach((keeper) => keeper.send());
});
window.addEventListener("pagehide", () => keepers.forEach((keeper) => keeper.leave()));
window.addEventListener("online", () => keepers.forEach((keeper) => keeper.send()));
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  submitted = null;
  ours = newWindow();
  keepers.forEach((keeper) => keeper.look());
});
window.addEventListener("beforeunload", (event) => {
  keepers.forEach((keeper) => keeper.leave());
  const left = keepers.some((each) => each.form !== submitted && !each.isDiscarded && !each.isAllKept);
  if (left) event.preventDefault();
});
