"""Divisions, users, their places and roles, in the Django admin.

Administrators write, with a reason; the secretariat looks at divisions (rights.py). Everything
is dated and ends on a day; only what has not begun yet may be taken out again.
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.debug import sensitive_variables

from sakado_dx import event_log
from sakado_dx.organization import workflow
from sakado_dx.organization.admin_choices import KnownChoices
from sakado_dx.organization.admin_dates import EraDates
from sakado_dx.organization.admin_forms import DatedFormSet, DivisionForm, UserForm
from sakado_dx.organization.admin_reasons import NEEDED, REASON, ReasonActionForm, WithReason
from sakado_dx.organization.admin_rows import Rows
from sakado_dx.organization.admin_sheets import PeopleSheets
from sakado_dx.organization.importers.divisions import DivisionResource
from sakado_dx.organization.importers.places import CityRoleResource, MembershipResource
from sakado_dx.organization.importers.staff import LeftUnheld, held_staff, refuse_unheld
from sakado_dx.organization.importers.users import UserResource
from sakado_dx.organization.models import CityRole, Division, Membership, PasswordLink, User
from sakado_dx.organization.powers.verbs import tell_of_account, tell_of_roles
from sakado_dx.organization.unsent_verbs import clear_ended
from sakado_dx.records.acting import Door, acting


@admin.register(Division)
class DivisionAdmin(KnownChoices, EraDates, WithReason, PeopleSheets, admin.ModelAdmin):
    resource_classes = [DivisionResource]
    form = DivisionForm
    list_display = ["name", "reading", "kind", "parent", "first_day", "last_day", "follows"]
    list_filter = ["kind", ("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["name", "reading"]
    autocomplete_fields = ["parent", "successors"]
    fieldsets = [
        (None, {"fields": ["name", "reading", "kind", "parent", "order", "is_secretariat"]}),
        ("期間と引継ぎ", {"fields": ["first_day", "last_day", "successors"]}),
        ("市民向けの連絡先", {"fields": ["telephone", "email"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("successors")

    @admin.display(description="引継ぎ先")
    def follows(self, division: Division) -> str:
        return "、".join(each.name for each in division.successors.all())


class DatedInline(Rows):
    """Rows with a first and a last day; nobody changes his own."""

    formset = DatedFormSet

    def _may_touch(self, request: HttpRequest, user: User | None) -> bool:
        return user is None or user.pk != request.user.pk

    def has_add_permission(self, request, obj=None) -> bool:
        return super().has_add_permission(request, obj) and self._may_touch(request, obj)

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)


class MembershipInline(DatedInline):
    model = Membership
    autocomplete_fields = ["division"]


class CityRoleInline(DatedInline):
    model = CityRole
    fk_name = "user"


class PasswordLinkInline(Rows):
    """What links were issued, by whom, and whether they were used: nothing happens unseen."""

    model = PasswordLink
    fk_name = "user"
    fields = readonly_fields = ["issued_at", "issued_by", "expires_at", "used_at"]

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(User)
class UserAdmin(EraDates, WithReason, PeopleSheets, admin.ModelAdmin):
    resource_classes = [UserResource, MembershipResource, CityRoleResource]
    form = UserForm
    list_display = ["name", "username", "reading", "places", "roles", "is_active", "last_login"]
    list_filter = [
        "is_active",
        ("city_roles__role", admin.ChoicesFieldListFilter),
        ("memberships__division", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["username", "name", "reading"]
    fields = ["username", "name", "reading", "email", "is_active", "last_login"]
    readonly_fields = ["last_login"]
    inlines = [MembershipInline, CityRoleInline, PasswordLinkInline]
    actions = ["disable"]
    action_form = ReasonActionForm
    change_form_template = "organization/user_change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("memberships__division", "city_roles")

    @admin.display(description="いまの所属")
    def places(self, user: User) -> str:
        return "、".join(
            f"{each.division.name}（{each.get_role_display()}）"
            for each in user.memberships.all()
            if each.is_in_force()
        )

    @admin.display(description="いまの全庁の役割")
    def roles(self, user: User) -> str:
        return "、".join(
            each.get_role_display() for each in user.city_roles.all() if each.is_in_force()
        )

    def get_form(self, request: HttpRequest, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.is_own = obj is not None and obj.pk == request.user.pk
        return form

    def save_model(self, request: HttpRequest, obj: User, form, change: bool) -> None:
        """A new user has no password until the one-time link is used."""
        request.staff_before = held_staff()
        if not change:
            obj.set_unusable_password()
        was = form.initial
        super().save_model(request, obj, form, change)
        if change:
            before = {"was_active": was["is_active"], "old_email": was["email"]}
            tell_of_account(obj, **before, by=request.user)

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        refuse_unheld(request.staff_before)
        tell_of_roles(by=request.user)
        clear_ended([form.instance])
        if any(formset.has_changed() for formset in formsets):
            event_log.record("rights_changed", user=form.instance.pk, by=request.user.pk)

    @admin.action(description="選んだ利用者を無効にする", permissions=["change"])
    def disable(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Close accounts at once, with a reason; nobody closes his own."""
        reason = request.POST.get(REASON, "").strip()
        if not reason:
            messages.error(request, f"だれも無効にしていません。{NEEDED}")
            return
        users = list(queryset.filter(is_active=True).exclude(pk=request.user.pk))
        try:
            with acting(request.user, Door.ADMIN, reason):
                self._disable(request, users)
        except LeftUnheld as refusal:
            messages.error(request, f"だれも無効にしていません。{refusal}")
            return
        for user in users:
            event_log.record("user_disabled", user=user.pk, by=request.user.pk)
        messages.success(request, f"{len(users)}人を無効にしました。ログイン中の画面も使えません。")

    def _disable(self, request: HttpRequest, users: list[User]) -> None:
        before = held_staff()
        for user in users:
            user.is_active = False
            user.save(update_fields=["is_active"])
            self.log_change(request, user, "無効にした")
        refuse_unheld(before)
        clear_ended(users)

    def get_urls(self) -> list:
        page = path(
            "<int:pk>/password-link/",
            self.admin_site.admin_view(self.password_link),
            name="organization_user_password_link",
        )
        return [page, *super().get_urls()]

    @sensitive_variables("code")
    def password_link(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask first; the POST makes the link and shows it, this once, to be printed."""
        if not request.user.has_perm("organization.add_passwordlink"):
            raise PermissionDenied
        user = get_object_or_404(User, pk=pk)
        refusal = _why_no_link(user, request.user)
        back = reverse("admin:organization_user_change", args=[pk])
        if request.method == "POST" and refusal:
            messages.error(request, refusal)
            return redirect(back)
        context = {
            "person": user,
            "refusal": refusal,
            "page_title": f"ログイン用リンクの発行（{user}）",
            "breadcrumbs": [
                ("管理", reverse("admin:index")),
                (str(user), back),
                ("ログイン用リンクの発行", None),
            ],
        }
        if request.method == "POST":
            context |= self._issue(request, user)
        context["newest"] = workflow.newest_link(user)
        status = 409 if context.get("is_repeat") else 200
        return render(request, "organization/password_link.html", context, status=status)

    @sensitive_variables("code")
    def _issue(self, request: HttpRequest, user: User) -> dict:
        """The new link for its page; none where one was issued since the form was read."""
        after = request.POST.get("after", "")
        try:
            link, code = workflow.issue_link(user, by=request.user, after=_number(after))
        except workflow.IssuedMeanwhile:
            return {"is_repeat": True}
        self.log_change(request, user, "ログイン用リンクを発行した")
        return {"link": link, "address": PasswordLink.address_of(code)}


def _number(text: str) -> int | None:
    """The number of a link as the form was given it; None for a broken one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _why_no_link(user: User, by: User) -> str:
    """Why this user gets no link from this administrator; empty where he does."""
    if user.pk == by.pk:
        return "自分のリンクは発行できません。「パスワードの変更」を使ってください。"
    if not user.is_active:
        return "無効の利用者にはリンクを発行できません。先に有効にしてください。"
    return ""
