"""A browser as plain as can be: one connection, cookies, and forms as they stand on a page."""

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.bench.counting import HEADER

TIMEOUT_SECONDS = 120


class UnexpectedAnswer(Exception):
    """A page did not answer as it should: what was measured then would mean nothing."""


@dataclass(frozen=True)
class Answer:
    """An answer, how long it took until its last byte (ms), and its SQL statements."""

    status: int
    body: bytes
    milliseconds: float
    statements: int
    location: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Browser:
    """Keeps its connection and its cookies, as the browser of one person does."""

    def __init__(self, port: int):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
        self._port = port
        self._cookies: dict[str, str] = {}

    def get(self, url: str, expect: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
        return self._ask("GET", url, None, expect, headers or {})

    def post(self, url: str, fields: dict[str, str], expect: int = 302) -> Answer:
        return self._ask("POST", url, urlencode(fields).encode(), expect, {})

    def sign_in(self, url: str, login: str, password: str) -> None:
        """Through the login page, its CSRF token included."""
        fields = form_fields(self.get(url).body) | {"username": login, "password": password}
        self.post(url, fields)

    @property
    def cookies(self) -> dict[str, str]:
        """Those of its login."""
        return dict(self._cookies)

    def take_cookies(self, cookies: dict[str, str]) -> None:
        """Those of a login that was made elsewhere."""
        self._cookies |= cookies

    def close(self) -> None:
        self._connection.close()

    def _ask(
        self, method: str, url: str, body: bytes | None, expect: int, more: Mapping[str, str]
    ) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, **more}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://127.0.0.1:{self._port}"
        started = time.perf_counter()
        response = self._response(method, url, body, headers)
        content = response.read()
        milliseconds = (time.perf_counter() - started) * 1000
        self._keep_cookies(response)
        if expect and response.status != expect:  # 0: whatever comes
            raise UnexpectedAnswer(
                f"{method} {url} の応答が {response.status} でした（{expect} のはずです）。"
            )
        statements = int(response.headers.get(HEADER, 0))
        location = response.headers.get("Location", "")
        return Answer(
            response.status, content, milliseconds, statements, location, response.headers
        )

    def _response(self, method, url, body, headers) -> http.client.HTTPResponse:
        """Once more on a fresh connection where the server has closed an idle one."""
        try:
            self._connection.request(method, url, body, headers)
            return self._connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            if method != "GET":
                raise  # a POST may have been carried out
            self._connection.close()
            self._connection.request(method, url, body, headers)
            return self._connection.getresponse()

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self._cookies[name] = morsel.value


class _Form(HTMLParser):
    """Collects the fields of a page as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._text = self._select = ""

    def handle_starttag(self, tag, attrs) -> None:
        given = dict(attrs)
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "input" and name and kind not in ("submit", "button", "file"):
            if kind not in ("radio", "checkbox") or "checked" in given:
                self.fields[name] = given.get("value") or ""
        elif tag == "textarea":
            self._text = name
            self.fields[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and (self._select not in self.fields or "selected" in given):
            self.fields[self._select] = given.get("value") or ""

    def handle_endtag(self, tag) -> None:
        if tag == "textarea":
            self._text = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data) -> None:
        if self._text:
            self.fields[self._text] += data.removeprefix("\n")


def form_fields(page: bytes) -> dict[str, str]:
    """Names and values of all fields on a page, of all its forms together."""
    form = _Form()
    form.feed(page.decode())
    return form.fields
