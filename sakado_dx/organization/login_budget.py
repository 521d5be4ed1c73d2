"""How many logins may fail from one address, over all login IDs, before any password is hashed.

A hash takes as long as ten pages, on purpose: whoever sends wrong logins one after another would
keep the machine from everybody. Counted by each process for itself: an attack writes nothing.

A whole city hall may stand behind one address. So a browser in which a person has logged in before
is known by a cookie, and that person may log in there even if the address has used up its budget;
what fails then is stopped by user and address (axes).
"""

import time
import unicodedata

from django.conf import settings
from django.core import signing
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from sakado_dx.organization.backends import client_address, network_of

WINDOW = 5 * 60  # seconds
COOKIE = "known_here"
SALT = "organization.login_budget"
KEPT_SECONDS = 400 * 24 * 60 * 60  # as long as browsers keep any
MOST_PEOPLE = 8  # who share one browser


def seconds_to_wait(request: HttpRequest) -> int:
    """Until this address may try again; 0 where it may now."""
    most = settings.LOGIN_FAILURES_AN_ADDRESS
    if not most or caches["throttle"].get(_key(request), 0) < most:
        return 0
    return WINDOW - int(time.time()) % WINDOW


def refusal(seconds: int) -> str:
    """Said alike whichever login IDs were tried."""
    return (
        "この接続元からのログインの失敗が続いたため、初めて使うブラウザーからのログインを"
        f"{-(-seconds // 60)}分間止めています。時間をおいて、もう一度ログインしてください。"
    )


def spend(request: HttpRequest) -> None:
    """Count an attempt before it is tried, so that many at once are not more than may be."""
    cache, key = caches["throttle"], _key(request)
    cache.add(key, 0, WINDOW)
    cache.incr(key)


def give_back(request: HttpRequest) -> None:
    """The attempt did not fail, or hashed nothing."""
    cache, key = caches["throttle"], _key(request)
    if cache.get(key, 0) > 0:
        cache.decr(key)


def is_known(request: HttpRequest, username: str) -> bool:
    """Whether this person has logged in with this browser before."""
    return _mark(username) in _people(request)


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Know the person in this browser from now on; the cookie is sent to the login page alone."""
    marks = [_mark(username), *_people(request)]
    response.set_cookie(
        COOKIE,
        signing.dumps(list(dict.fromkeys(marks))[:MOST_PEOPLE], salt=SALT),
        max_age=KEPT_SECONDS,
        path=reverse(settings.LOGIN_URL),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _people(request: HttpRequest) -> list[str]:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return []


def _mark(username: str) -> str:
    """Of the login ID, which the browser need not know."""
    typed = unicodedata.normalize("NFKC", username).strip()
    return salted_hmac(SALT, typed).hexdigest()[:20]


def _key(request: HttpRequest) -> str:
    address = client_address(request)
    return f"login:{network_of(address) if address else ''}:{int(time.time()) // WINDOW}"
