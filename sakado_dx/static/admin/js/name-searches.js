// The search boxes that the admin puts in place of long selections take the name of the selection.
const name = (select) => {
  const box = select.nextElementSibling;
  const label = select.getAttribute("aria-label") ?? select.labels[0]?.textContent.replace(/[:：]\s*$/, "");
  if (!label || !box?.classList.contains("select2")) return;
  box
    .querySelectorAll(".select2-selection, .select2-search__field")
    .forEach((each) => each.setAttribute("aria-label", label.trim()));
};

const nameAll = () => document.querySelectorAll("select.admin-autocomplete").forEach(name);

window.addEventListener("load", nameAll);
document.addEventListener("formset:added", () => setTimeout(nameAll));
