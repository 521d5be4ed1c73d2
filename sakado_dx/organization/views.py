"""Login, logout, and one's own password."""

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from sakado_dx.organization.forms import LoginForm


def next_page(request: HttpRequest) -> str:
    """Where to go after the login: a page of this portal, else the home page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None, require_https=request.is_secure()
    )
    return wanted if safe else resolve_url(settings.LOGIN_REDIRECT_URL)


@login_not_required
@never_cache
@sensitive_post_parameters()
def login(request: HttpRequest) -> HttpResponse:
    """Ask for login ID and password; who is logged in already goes on."""
    if request.user.is_authenticated and request.method != "POST":
        return HttpResponseRedirect(next_page(request))
    form = LoginForm(request, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        auth.login(request, form.get_user())
        return HttpResponseRedirect(next_page(request))
    context = {"page_title": "ログイン", "form": form, "next": next_page(request)}
    return render(request, "registration/login.html", context)


@login_not_required
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session; again, or after it has expired, does no harm."""
    auth.logout(request)
    messages.success(request, "ログアウトしました。")
    return redirect("organization:login")


@never_cache
@sensitive_post_parameters()
def password_change(request: HttpRequest) -> HttpResponse:
    """Let a person choose a new password; all other sessions of his end with it."""
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        auth.update_session_auth_hash(request, form.user)
        messages.success(request, "パスワードを変えました。ほかの端末のログインは終わりました。")
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"page_title": "パスワードの変更", "form": form}
    return render(request, "registration/password_change.html", context)
