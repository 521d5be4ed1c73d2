// What stands in the fields of a form, by their names, as the form would send it.

const NO_TEXT = ["hidden", "file", "password", "submit", "button", "image", "reset", "fieldset", "output"];

/** The fields of a form, or of a part of it, that somebody fills in. */
export function fieldsOf(area) {
  const all = area.elements ?? area.querySelectorAll("input, textarea, select");
  return [...all].filter(({ name, type }) => name && !NO_TEXT.includes(type) && !name.startsWith("choice:"));
}

const isTicked = (type) => type === "checkbox" || type === "radio";

/** What one element adds to its field's text now; null for nothing. */
export function valueOf(field) {
  if (isTicked(field.type)) return field.checked ? field.value : null;
  if (field.tagName === "SELECT") return [...field.selectedOptions].map((each) => each.value).join("\n");
  return field.value;
}

/** The same as the server gave it: a browser may have filled the field in since. */
export function initialOf(field) {
  if (isTicked(field.type)) return field.defaultChecked ? field.value : null;
  if (field.tagName !== "SELECT") return field.defaultValue;
  const chosen = [...field.options].filter((each) => each.defaultSelected);
  const shown = chosen.length || field.multiple ? chosen : [...field.options].slice(0, 1);
  return shown.map((each) => each.value).join("\n");
}

/** The text of each field by its name; of several boxes of one name a line for each ticked one. */
export function valuesOf(area, pick) {
  const values = new Map();
  for (const field of fieldsOf(area)) {
    const text = pick(field), before = values.get(field.name);
    if (text === null) values.set(field.name, before ?? "");
    else values.set(field.name, before ? `${before}\n${text}` : text);
  }
  return values;
}

/** A field's label, and the words of what is chosen, where that is not what the form sends. */
export function describe(area, name) {
  const fields = fieldsOf(area).filter((each) => each.name === name);
  if (!fields.length) return { label: "", shown: "" };
  const title = isTicked(fields[0].type) && fields[0].closest("fieldset")?.querySelector("legend");
  const own = wordsOf(title || fields[0].labels[0]);
  const of = fields[0].closest("[data-unsent-of]")?.dataset.unsentOf;
  const chosen = fields.flatMap((each) =>
    each.tagName === "SELECT" ? [...each.selectedOptions] : isTicked(each.type) && each.checked ? [each.labels[0]] : [],
  );
  return { label: of ? `${of}：${own}` : own, shown: chosen.map(wordsOf).join("、") };
}

function wordsOf(element) {
  return (element?.textContent ?? "").replace("※必須", "").trim();
}

/** Puts a text into a field, as if it was typed. */
export function put(area, name, text) {
  const fields = fieldsOf(area).filter((each) => each.name === name);
  const lines = text.split("\n");
  for (const field of fields) {
    if (isTicked(field.type)) field.checked = lines.includes(field.value);
    else if (field.tagName === "SELECT") [...field.options].forEach((each) => (each.selected = lines.includes(each.value)));
    else field.value = text;
  }
  fields[0]?.dispatchEvent(new Event("input", { bubbles: true }));
}
