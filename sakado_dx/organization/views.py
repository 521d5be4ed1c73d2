"""Login, logout, one's own password, and what is said when a form's token has expired."""

import copy
import logging
from http import HTTPStatus

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from sakado_dx import event_log
from sakado_dx.organization import login_budget, sessions, workflow
from sakado_dx.organization.access import place_not_required
from sakado_dx.organization.forms import LinkPasswordForm, LoginForm, PasswordChangeForm
from sakado_dx.organization.keeping import Typed, carried_in, typed_in
from sakado_dx.organization.models import PasswordLink


def next_page(request: HttpRequest) -> str:
    """Where to go after the login: a page of this portal, else the home page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None, require_https=request.is_secure()
    )
    return wanted if safe else resolve_url(settings.LOGIN_REDIRECT_URL)


def login_page(
    request: HttpRequest,
    *,
    form: LoginForm | None = None,
    typed: Typed | None = None,
    notice: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The login page; `typed` is carried on, so that its owner finds it again."""
    context = {
        "page_title": "ログイン",
        "form": form or LoginForm(request),
        "typed": typed,
        "notice": notice,
        "next": next_page(request),
    }
    return render(request, "registration/login.html", context, status=status)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    """Ask for login ID and password; who is logged in already goes on."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(next_page(request))
        return login_page(request)
    typed, username = carried_in(request), request.POST.get("username", "")
    seconds = login_budget.seconds_to_wait(request)
    if seconds and not login_budget.is_known(request, username):
        return _over_budget(request, seconds, typed)
    login_budget.spend(request)
    asking = _without_texts(request)
    form = LoginForm(asking, request.POST)
    if not form.is_valid():
        return _refused(request, asking, form, typed)
    login_budget.give_back(request)
    auth.login(request, form.get_user())
    sessions.begin(request.session)
    sessions.need(request.session)
    event_log.record("login", user=form.get_user().pk)
    response = HttpResponseRedirect(_page_after_login(request, typed))
    login_budget.remember(request, response, username)
    return response


def _over_budget(request: HttpRequest, seconds: int, typed: Typed | None) -> HttpResponse:
    """The login page again, with what it carries; no password was looked at."""
    notice = login_budget.refusal(seconds)
    status = HTTPStatus.TOO_MANY_REQUESTS
    response = login_page(request, typed=typed, notice=notice, status=status)
    response["Retry-After"] = str(seconds)
    return response


def _refused(
    request: HttpRequest, asking: HttpRequest, form: LoginForm, typed: Typed | None
) -> HttpResponse:
    """The login page again; from the failure on that locks, without a word on the password."""
    if "__all__" not in form.errors:
        login_budget.give_back(request)
    else:
        event_log.record(
            "login_refused", level=logging.WARNING, locked=getattr(asking, "axes_locked_out", None)
        )
    if getattr(asking, "axes_locked_out", False):
        status = HTTPStatus.TOO_MANY_REQUESTS
        response = login_page(request, typed=typed, notice=_locked_notice(), status=status)
        response["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
        return response
    return login_page(request, form=form, typed=typed)


def _without_texts(request: HttpRequest) -> HttpRequest:
    """The same request without its fields: axes stores those of a failed login."""
    asking = copy.copy(request)
    asking.POST = QueryDict()
    return asking


def _locked_notice() -> str:
    """Said alike of a login ID that exists and of one that does not."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return (
        f"続けて{settings.AXES_FAILURE_LIMIT}回入れなかったため、このログインIDは、"
        f"この端末からは{minutes}分間ログインできません。時間をおいてやり直してください。"
    )


def _page_after_login(request: HttpRequest, typed: Typed | None) -> str:
    """The page of the form that was kept for this user, else the one asked for."""
    if not typed:
        return next_page(request)
    if typed.belongs_to(request.user):
        typed.keep(request.session)
        return typed.page
    messages.warning(request, "入力されていた内容は別の利用者のものなので、引き継いでいません。")
    return resolve_url(settings.LOGIN_REDIRECT_URL)


@login_not_required
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session; again, or after it has expired, does no harm."""
    auth.logout(request)
    messages.success(request, "ログアウトしました。")
    return redirect(settings.LOGIN_URL)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a POST whose token is not the browser's; what was typed is kept for its owner."""
    status = HTTPStatus.FORBIDDEN
    from_login = request.path == resolve_url(settings.LOGIN_URL)
    typed = carried_in(request) if from_login else typed_in(request)
    if not request.user.is_authenticated and (typed or from_login):
        notice = "画面が古くなっていたため、ログインできませんでした。もう一度入力してください。"
        return login_page(request, typed=typed, notice=notice if from_login else "", status=status)
    own = typed is not None and typed.belongs_to(request.user)
    if own and not typed.too_much:
        typed.keep(request.session)
        return redirect(typed.page)
    if from_login and not typed:
        return redirect(next_page(request))
    someone_else = typed is not None and not own
    context = {"page_title": "画面が古くなっています", "someone_else": someone_else}
    return render(request, "organization/csrf_failure.html", context, status=status)


def no_place(request: HttpRequest) -> HttpResponse:
    """Answer who has moved on, or has not begun yet: a login alone opens nothing.

    404, as everything that one may not know of, with a page that says why.
    """
    context = {"page_title": "いまの所属が登録されていません"}
    return render(request, "organization/no_place.html", context, status=HTTPStatus.NOT_FOUND)


@place_not_required
@never_cache
@sensitive_post_parameters()
def password_change(request: HttpRequest) -> HttpResponse:
    """Let a person choose a new password; all other sessions of his end with it."""
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid() and _changed(form):
        auth.update_session_auth_hash(request, form.user)
        messages.success(request, "パスワードを変えました。ほかの端末のログインは終わりました。")
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"page_title": "パスワードの変更", "form": form}
    return render(request, "registration/password_change.html", context)


def _changed(form: PasswordChangeForm) -> bool:
    """Change the password; of two forms at once the second finds its own done, or is refused."""
    password = form.cleaned_data["new_password1"]
    if workflow.change_password(form.user, password):
        event_log.record("password_changed", user=form.user.pk)
    elif not form.user.check_password(password):
        form.add_error("old_password", form.error_messages["password_incorrect"])
    return not form.errors


@login_not_required
@never_cache
@sensitive_post_parameters()
def link_use(request: HttpRequest, code: str) -> HttpResponse:
    """Let who holds a one-time link set the password; the link is spent by the POST alone."""
    link = PasswordLink.objects.of_code(code)
    if link is None:
        return _link_gone(request)
    form = LinkPasswordForm(link.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.use_link(link, form.cleaned_data["new_password1"])
        except workflow.LinkSpent:
            return _link_gone(request)
        auth.logout(request)
        messages.success(
            request, "パスワードを決めました。新しいパスワードでログインしてください。"
        )
        return redirect(settings.LOGIN_URL)
    context = {"page_title": "パスワードの設定", "form": form, "link": link}
    return render(request, "organization/link_use.html", context)


def _link_gone(request: HttpRequest) -> HttpResponse:
    """Said alike of a link that was used, has expired, or never was."""
    context = {"page_title": "このリンクは使えません"}
    return render(request, "organization/link_gone.html", context, status=HTTPStatus.GONE)
