"""What a browser would send back of a page's forms, if nobody typed anything."""

from html.parser import HTMLParser

NOT_SENT = {"submit", "button", "file", "image", "reset"}


def _is_sent(given: dict[str, str | None]) -> bool:
    kind = given.get("type")
    return kind not in NOT_SENT and (kind not in ("checkbox", "radio") or "checked" in given)


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self._keep(self._select, given.get("value"))
        elif tag == "textarea":
            self._textarea = name
            self._keep(name, "")
        elif tag == "input" and _is_sent(given):
            ticked = given.get("type") in ("checkbox", "radio")
            self._keep(name, given.get("value", "on" if ticked else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.found[self._textarea] = [data.removeprefix("\n")]

    def _keep(self, name: str, value: str | None) -> None:
        if name and "__prefix__" not in name:
            self.found.setdefault(name, []).append(value or "")


def fields_of(page: str) -> dict[str, list[str]]:
    """Name and values of each field of a page, as they stand there."""
    reader = _Fields()
    reader.feed(page)
    return reader.found
