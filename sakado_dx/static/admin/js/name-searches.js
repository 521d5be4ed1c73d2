// The search boxes that the admin puts in place of long selections take the name of the selection.
const name = (select) => {
  const box = select.nextElementSibling;
  const label = select.getAttribute("aria-label") ?? select.labels[0]?.textContent.replace(/[:：]\s*$/, "");
  if (!label || !box?.classList.contains("select2")) return;
  box
    .querySelectorAll(".select2-selection, .select2-selection__rendered, .select2-search__field")
    .forEach((each) => each.setAttribute("aria-label", label.trim()));
};

const nameAll = () => document.querySelectorAll("select.admin-autocomplete").forEach(name);

// They are made when all scripts are there, and anew with each row that is added.
new MutationObserver(nameAll).observe(document.documentElement, { childList: true, subtree: true });
