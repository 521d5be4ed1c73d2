"""Nothing typed is lost when a login or a CSRF token has expired, without JavaScript too.

A form worth keeping takes one line in its template and one in its view:

    {% load keeping %} … <form method="post">{% csrf_token %}{% keep_form %}
    form = SendBackForm(kept_data(request))        # the GET

`{% keep_form url %}` names the page of the form where it is shown again, with its errors, at
an address that takes POST only. `kept_data` is None on all but the one GET that brings the
text back, and it tells the person with a message that nothing is saved yet. A view asks for it
only where it shows the form: what no view takes (the report was handed in meanwhile, or is
another division's by now) KeptTextMiddleware shows to copy.

What happens between: the form holds its signed user and page. If its POST comes without a
login, the answer is the login page, which carries the fields on; after the login of the same
user they lie in his session, and he is sent to the form's page. If the POST fails the CSRF
check although he is logged in (a login in another tab changes the token), they go there at
once. Another user gets none of it, and nothing is saved by itself.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.core.signing import BadSignature, Signer
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString

from sakado_dx.organization import sessions
from sakado_dx.organization.models import User

OWNER_FIELD = "signed_user"
FILES_FIELD = "chosen_files"
CARRIED = "kept."
NOT_TYPED = {"csrfmiddlewaretoken", OWNER_FIELD, FILES_FIELD}
IN_SESSION = "kept_forms"
# What a form sends besides what somebody typed.
NO_TEXTS = {
    "version", "item", "replacing", "place", "check", "save", "record", "everybody", "as_read",
    "unsent_window", "unchanged", "take_note",
}  # fmt: skip
NO_TEXT = re.compile(
    r"(version|unsent_seen|asked)-\d+|choice:.*|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS"
)
LATER = "kept"  # in the query of the address that shows the page in spite of a kept text
# A year's report with all its texts is a tenth of this; Django takes 1000 fields in a POST.
MOST_CHARACTERS = 200_000
MOST_FIELDS = 900
MOST_PAGES = 5
KEPT_SECONDS = 60 * 60


def owner_field(user: User, page: str) -> SafeString:
    """The hidden field that says whose form this is, and on which page it stands."""
    signed = _signer().sign(f"{user.pk}:{page}")
    return format_html('<input type="hidden" name="{}" value="{}">', OWNER_FIELD, signed)


@dataclass(frozen=True)
class Typed:
    """What somebody typed into a form: whose it is, its page, fields, names of chosen files."""

    owner_id: int
    page: str
    fields: dict[str, list[str]]
    files: list[str]

    @classmethod
    def read(cls, post: QueryDict, files: list[str]) -> "Typed | None":
        """The content of a form with an owner; None where it has none, or a forged one."""
        try:
            owner, page = _signer().unsign(post.get(OWNER_FIELD, "")).split(":", 1)
        except (BadSignature, ValueError):
            return None
        if not _is_own_page(page):
            return None
        fields = {name: values for name, values in post.lists() if name not in NOT_TYPED}
        return cls(int(owner), page, fields, files)

    @property
    def too_much(self) -> bool:
        """Whether this is more than any form of the portal sends."""
        values = [value for values in self.fields.values() for value in values]
        characters = sum(map(len, values)) + sum(map(len, self.fields))
        return len(values) + len(self.files) > MOST_FIELDS or characters > MOST_CHARACTERS

    @property
    def texts(self) -> list[str]:
        """What stood in the fields, blanks and the form's own marks left out."""
        return [
            value
            for name, values in self.fields.items()
            if name not in NO_TEXTS and not NO_TEXT.fullmatch(name)
            for value in values
            if value.strip()
        ]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The hidden fields, as (name, value), with which the login page carries it on."""
        if self.too_much:
            return []
        owner = _signer().sign(f"{self.owner_id}:{self.page}")
        rows = [(OWNER_FIELD, owner), *((FILES_FIELD, name) for name in self.files)]
        rows += [(name, value) for name, values in self.fields.items() for value in values]
        return [(CARRIED + name, value) for name, value in rows]

    def belongs_to(self, user: User | AnonymousUser) -> bool:
        return user.pk == self.owner_id

    def keep(self, session: SessionBase) -> None:
        """Put it into its owner's session, until the form's page takes it."""
        if self.too_much:
            return
        kept = session.get(IN_SESSION, {})
        kept.pop(self.page, None)
        kept[self.page] = {
            "fields": self.fields,
            "files": self.files,
            "until": timezone.now().timestamp() + KEPT_SECONDS,
        }
        session[IN_SESSION] = dict(list(kept.items())[-MOST_PAGES:])
        sessions.need(session)


def typed_in(request: HttpRequest) -> Typed | None:
    """What a POST to any page but the login holds for its owner."""
    if request.method != "POST" or OWNER_FIELD not in request.POST:
        return None
    files = [file.name for _, each in request.FILES.lists() for file in each]
    return Typed.read(request.POST, files)


def carried_in(request: HttpRequest) -> Typed | None:
    """What the login page carries on for its owner."""
    if request.method != "POST" or CARRIED + OWNER_FIELD not in request.POST:
        return None
    post = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if name.startswith(CARRIED):
            post.setlist(name.removeprefix(CARRIED), values)
    return Typed.read(post, post.getlist(FILES_FIELD))


def kept_data(request: HttpRequest, of: BaseForm | None = None) -> QueryDict | None:
    """The text that came back to this page after a login, for a bound form; else None.

    Where a page has several forms, `of` is the one that asks, still empty. The text stays for
    an hour or until the form is sent, so that a reload does not lose it.
    """
    entry = _kept_entry(request)
    if entry is None or (of is not None and not _names_of(of) & set(entry["fields"])):
        return None
    request.kept_is_taken = True
    messages.warning(request, _notice(entry["files"]))
    data = QueryDict(mutable=True)
    for name, values in entry["fields"].items():
        data.setlist(name, values)
    return data


def _names_of(form: BaseForm) -> set[str]:
    return {field.html_name for field in form}


def untaken(request: HttpRequest) -> Typed | None:
    """The text that came back to this page, where its view had no form for it."""
    entry = _kept_entry(request)
    if entry is None or LATER in request.GET or getattr(request, "kept_is_taken", False):
        return None
    typed = Typed(request.user.pk, request.path, entry["fields"], entry["files"])
    return typed if typed.texts else None


def _kept_entry(request: HttpRequest) -> dict | None:
    """What is kept for this page, while it is."""
    if request.method != "GET":
        return None
    kept = request.session.get(IN_SESSION, {})
    entry = next((kept[page] for page in kept if urlsplit(page).path == request.path), None)
    return entry if entry and entry["until"] >= timezone.now().timestamp() else None


def forget_sent(request: HttpRequest) -> None:
    """Drop what was kept for a form that its owner now sends again."""
    if request.method != "POST" or IN_SESSION not in request.session:
        return
    typed = typed_in(request)
    if typed and typed.belongs_to(request.user):
        kept = request.session[IN_SESSION]
        here = urlsplit(typed.page).path
        request.session[IN_SESSION] = {
            page: entry for page, entry in kept.items() if urlsplit(page).path != here
        }


def _notice(files: list[str]) -> str:
    notice = (
        "入力していた内容を元に戻しました。まだ保存されていません。確かめてから保存してください。"
    )
    if files:
        names = "」「".join(files)
        notice += f"ファイル「{names}」は戻せません。もう一度選んでください。"
    return notice


def _is_own_page(page: str) -> bool:
    """Whether this is a path of this portal, and nothing a browser takes for more."""
    return page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)


def _signer() -> Signer:
    return Signer(salt="organization.keeping")
