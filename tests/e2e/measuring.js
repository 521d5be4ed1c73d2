// What a page's layout breaks at the width it has now, one sentence each. `screen` is false on paper.
({ screen }) => {
  const MOST_LINES = 12, LEAST_EMS = 5, LEAST_GAP = 8;
  const found = [];
  const main = document.querySelector("main");
  const style = (each) => getComputedStyle(each);
  const words = (each) => each.innerText.trim().replace(/\s+/g, " ");
  const named = (each) =>
    `<${each.tagName.toLowerCase()}${each.className ? " ." + each.className : ""}> 「${words(each).slice(0, 24)}」`;
  const hidden = new Set([...main.querySelectorAll("thead")].filter((each) => style(each).clipPath !== "none"));
  const seen = (each) => each.checkVisibility({ visibilityProperty: true }) && each.getBoundingClientRect().width > 1
    && !hidden.has(each.closest("thead"));
  const leading = (each) => parseFloat(style(each).lineHeight) || 1.5 * parseFloat(style(each).fontSize);

  // Cells and rows
  for (const cell of main.querySelectorAll("th, td")) {
    if (style(cell).display !== "table-cell" || !seen(cell) || !words(cell)) continue;
    const ems = cell.getBoundingClientRect().width / parseFloat(style(cell).fontSize);
    if (ems < LEAST_EMS - 0.05) found.push(`cell of ${ems.toFixed(1)}em: ${named(cell)}`);
  }
  for (const row of main.querySelectorAll("tr")) {
    if (!seen(row)) continue;
    const parts = style(row).display === "table-row" ? [...row.cells] : [];
    for (const cell of parts.slice(0, 1)) {
      const lines = row.getBoundingClientRect().height / Math.min(...parts.map(leading));
      if (lines > MOST_LINES + 0.5) found.push(`row of ${lines.toFixed(0)} lines: ${named(row)}`);
    }
  }

  // Boxes that touch
  const clear = (colour) => colour === "rgba(0, 0, 0, 0)" || colour === "rgb(255, 255, 255)";
  const boxed = (each) => {
    const its = style(each);
    if (its.display.startsWith("inline")) return false;
    const edges = ["Top", "Right", "Bottom", "Left"].every((side) =>
      parseFloat(its[`border${side}Width`]) > 0 && its[`border${side}Style`] !== "none"
      && !clear(its[`border${side}Color`]));
    return edges || !clear(its.backgroundColor) || its.backgroundImage !== "none";
  };
  const LOOSE = "table, thead, tbody, tfoot, tr, td, th, p, dt, dd, label, span, summary, figure *";
  for (const box of main.querySelectorAll("*")) {
    const next = box.nextElementSibling;
    if (!next || !seen(box) || !seen(next) || !boxed(box) || !boxed(next)) continue;
    if (box.matches(LOOSE) && !box.matches("table") || next.matches(LOOSE) && !next.matches("table")) continue;
    const [a, b] = [box.getBoundingClientRect(), next.getBoundingClientRect()];
    const gap = Math.max(b.top - a.bottom, b.left - a.right, a.top - b.bottom, a.left - b.right);
    if (gap < LEAST_GAP - 0.5) found.push(`${gap.toFixed(0)} px between ${named(box)} and ${named(next)}`);
  }
  // A heading and what follows it
  const bare = (text) => text.replace(/※必須|（任意）/g, "").replace(/\s+/g, "");
  const heads = [...main.querySelectorAll("h1, h2, h3, h4, label, legend, caption, summary, th, dt")].filter(seen);
  heads.forEach((head, place) => {
    const under = heads[place + 1];
    if (/^H\d$/.test(head.tagName) && under && !head.contains(under) && bare(words(head)) === bare(words(under)))
      found.push(`said twice: ${named(head)} ${named(under)}`);
  });
  if (!screen) return found;

  // Controls cut off, or touching what they act on
  const acts = [...main.querySelectorAll("button, .button, input[type=submit]")].filter((each) =>
    seen(each) && style(each).backgroundColor === "rgb(0, 23, 193)");
  if (acts.length > 1) found.push(`${acts.length} primary buttons: ${acts.map(words).join("、").slice(0, 80)}`);

  // Jump targets
  const padding = parseFloat(style(document.documentElement).scrollPaddingTop) || 0;
  const targets = new Set([...document.querySelectorAll("main a[href*='#']")]
    .filter((link) => new URL(link.href).pathname === location.pathname)
    .map((link) => document.getElementById(decodeURIComponent(new URL(link.href).hash.slice(1)))));
  for (const target of targets) {
    if (!target || target === main) continue;
    const room = padding + parseFloat(style(target).scrollMarginTop);
    const label = target.labels?.[0];
    const needed = label ? target.getBoundingClientRect().top - label.getBoundingClientRect().top : 8;
    if (room < needed) found.push(`a jump hides the label: ${target.tagName} #${target.id} ${room} of ${needed}`);
  }
  return found;
}
