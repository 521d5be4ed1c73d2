// Takes rows and columns copied in a spreadsheet: from the cell that has the focus to the right and
// downwards. A blank cell of the copy is skipped, so that it never empties what was typed.
// <table data-paste-rows> … <tr data-row> … <div data-cell><input></div>

/** Rows of cells from what spreadsheets put on the clipboard: tabs, line ends, quoted texts. */
export function readRows(text) {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    const row = rows[rows.length - 1];
    const isStart = row[row.length - 1] === "";
    if (quoted && char === '"' && text[at + 1] === '"') {
      row[row.length - 1] += char;
      at += 1;
    } else if (char === '"' && (quoted || isStart)) {
      quoted = !quoted;
    } else if (!quoted && char === "\t") {
      row.push("");
    } else if (!quoted && char === "\n") {
      rows.push([""]);
    } else if (char !== "\r") {
      row[row.length - 1] += char;
    }
  }
  const last = rows[rows.length - 1];
  if (last.length === 1 && last[0] === "") rows.pop();
  return rows;
}

function fieldOf(cell) {
  return cell.querySelector("input, textarea");
}

/** The table's fields as a sheet would have them: one line for each figure of a row. */
function linesOf(table) {
  const lines = [];
  for (const row of table.querySelectorAll("[data-row]")) {
    const [figures, ...others] = [...row.cells].slice(1).map((cell) => [...cell.querySelectorAll("[data-cell]")].map(fieldOf));
    const height = Math.max(figures.length, 1);
    for (let at = 0; at < height; at += 1) {
      lines.push([figures[at], ...others.map((own) => (at === 0 ? own[0] : undefined))]);
    }
  }
  return lines;
}

function placeOf(lines, field) {
  for (let line = 0; line < lines.length; line += 1) {
    const column = lines[line].indexOf(field);
    if (column >= 0) return [line, column];
  }
  return null;
}

function fill(lines, [line, column], rows) {
  let filled = 0;
  rows.forEach((row, down) => {
    row.forEach((text, right) => {
      const field = lines[line + down]?.[column + right];
      if (!field || text.trim() === "") return;
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      filled += 1;
    });
  });
  return filled;
}

function attach(table) {
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  table.before(said);
  table.addEventListener("paste", (event) => {
    const rows = readRows(event.clipboardData.getData("text/plain"));
    if (rows.length < 2 && (rows[0] ?? []).length < 2) return;
    const lines = linesOf(table);
    const place = placeOf(lines, event.target);
    if (!place) return;
    event.preventDefault();
    said.textContent = `${fill(lines, place, rows)}個の欄に貼り付けました。まだ保存していません。`;
  });
}

document.querySelectorAll("[data-paste-rows]").forEach(attach);
