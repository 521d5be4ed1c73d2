"""Typing into every field of the entry form, and what of it is there afterwards."""

from playwright.sync_api import Locator, Page, expect

TWO_SECONDS = 2_000
PROGRESS = "遅れ"  # shows the field of its reason

# Each control of the form that takes words or a choice, in its order.
FIELDS = (
    "#entry :is(textarea, select, input:not([type=hidden], [type=file], [type=submit]))"
    ":not([name=csrfmiddlewaretoken])"
)
READ = """all => Object.fromEntries(all
  .filter(each => !["radio", "checkbox"].includes(each.type) || each.checked)
  .map(each => [each.name, each.value]))"""
# Radio buttons: the last of each name. A list: its last line.
TYPE = """(all, progress) => {
  const type = (each, event) => each.dispatchEvent(new Event(event, { bubbles: true }));
  for (const each of all) {
    if (each.type === "checkbox" || each.dataset.copy) continue;
    if (each.type === "radio") {
      const isProgress = each.name === "progress";
      if (isProgress && !each.labels[0].textContent.trim().startsWith(progress)) continue;
      each.checked = true;
      type(each, "change");
    } else if (each.tagName === "SELECT") {
      each.selectedIndex = each.options.length - 1;
      type(each, "change");
    } else {
      each.value = `${each.name}に打った文`;
      type(each, "input");
    }
  }
}"""


def field(page: Page, name: str) -> Locator:
    """The field of the entry form; a result's by the end of its name."""
    return page.locator(f'#entry [name$="{name}"]').first


def unfold(page: Page) -> None:
    for each in page.locator("form details").all():
        each.evaluate("each => { each.open = true; }")


def typed_of(page: Page) -> dict[str, str]:
    """What stands in each field now, by its name."""
    return page.locator(FIELDS).evaluate_all(READ)


def type_everywhere(page: Page) -> dict[str, str]:
    """Type into every field of the form, and wait as long as a letter may be lost."""
    unfold(page)
    page.locator(FIELDS).evaluate_all(TYPE, PROGRESS)
    typed = typed_of(page)
    assert {"progress", "progress_reason", "done", "outlook"} <= typed.keys()
    page.wait_for_timeout(TWO_SECONDS)
    return typed


def must_have(page: Page, typed: dict[str, str]) -> None:
    unfold(page)
    assert typed_of(page) == typed
    expect(page.get_by_role("region", name="未送信の入力")).to_contain_text("戻しました")
