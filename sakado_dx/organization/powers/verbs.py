"""What gives, confirms and tells of powers."""

from copy import copy

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from sakado_dx import event_log
from sakado_dx.fiscal import format_date
from sakado_dx.organization.models import CityRole, PowerNotice, User
from sakado_dx.records import mail
from sakado_dx.records.acting import Door, acting


class NotApproved(Exception):
    """A role that this person may not confirm, or that needs it no more; a sentence."""


def approve(role: CityRole, *, by: User) -> None:
    """A second person's yes to a role. Raises NotApproved: for who gave it or got it, and where it
    waits no more; of two at once one is stored."""
    if refusal := role.why_not_approved_by(by):
        raise NotApproved(refusal)
    own = CityRole.objects.in_force().filter(user=by, role__in=CityRole.MAY_APPROVE)
    if not own.filter(rests_from=None).exists():
        raise NotApproved("あなたの役割が承認されるまでは、ほかの人の役割を承認できません。")
    today = timezone.localdate()
    with acting(by, Door.PAGE, f"全庁の役割の承認（{role}）"):
        waiting = CityRole.objects.waiting().filter(pk=role.pk)
        if not waiting.update(approved_by=by, approved_on=today, rests_from=None):
            raise NotApproved("この役割は、もう承認を待っていません。")
    event_log.record("role_approved", user=role.user_id, by=by.pk)


def tell_of_roles(*, by: User) -> None:
    """Tell of each role for the whole city that this person has given and of which nobody was told
    yet, inside the transaction that has stored it; 1 query where there is none."""
    given = CityRole.objects.filter(given_by=by, notice=None, given_on=timezone.localdate())
    for role in given.select_related("user").order_by("pk"):
        tell_of_role(role, by=by)


def tell_of_role(role: CityRole, *, by: User | str) -> None:
    """Tell of one role, as it is stored."""
    waits = "、二人目の承認を待っています" if role.rests_from else ""
    detail = f"{role.get_role_display()}（{format_date(role.first_day)}から{waits}）"
    kind = PowerNotice.Kind.ROLE
    _tell(PowerNotice(kind=kind, user=role.user, by_name=str(by), detail=detail, role=role))


def tell_of_link(user: User, *, by: User | str) -> None:
    """That somebody else made a link with which the person's password can be set."""
    _tell(PowerNotice(kind=PowerNotice.Kind.LINK, user=user, by_name=str(by)))


def tell_of_password(user: User, *, issued_by: User | None) -> None:
    """That the person's password was set by a link that somebody else had made."""
    issuer = f"{issued_by}さんが" if issued_by else "コマンドで"
    detail = f"{issuer}発行したリンクによるもの"
    _tell(
        PowerNotice(
            kind=PowerNotice.Kind.PASSWORD, user=user, by_name="リンクを使った人", detail=detail
        )
    )


def tell_of_account(user: User, *, was_active: bool, old_email: str, by: User) -> None:
    """That a closed account is open again, or that its mails go elsewhere from now on, inside the
    transaction that has stored it; the old address is told of the new one too. 0 queries where
    neither is so."""
    if user.is_active and not was_active:
        _tell(PowerNotice(kind=PowerNotice.Kind.OPENED, user=user, by_name=str(by)))
    if user.email != old_email:
        detail = "このお知らせの後のメールは、新しいアドレスに届く"
        kind = PowerNotice.Kind.MAIL
        notice = PowerNotice(kind=kind, user=user, by_name=str(by), detail=detail)
        _tell(notice, old_email)


def see(user: User) -> int:
    """The person has seen what he was told; how many notices it was."""
    with acting(user, Door.PAGE, "権限のお知らせの確認"):
        return PowerNotice.objects.unseen_by(user).update(seen_at=timezone.now())


def _tell(notice: PowerNotice, old_email: str = "") -> None:
    """Store it, and write to the person (at the old address too, where there is one) and to all
    secretaries, once to each."""
    notice.save()
    in_office = CityRole.objects.in_force().filter(role=CityRole.Role.SECRETARIAT)
    to = Q(pk=notice.user_id) | Q(pk__in=in_office.values("user"))
    subject = f"{notice.get_kind_display()}：{notice.user}"
    body = "\n".join(
        [
            f"{notice.by_name}により、次のことが行われました。",
            "",
            f"対象の人：{notice.user}（{notice.user.username}）",
            f"内容：{notice.get_kind_display()}{'　' if notice.detail else ''}{notice.detail}",
            "",
            "身に覚えがないときは、すぐにシステム管理者に知らせてください。",
            mail.link(reverse("organization:power_notices")),
        ]
    )
    people = User.objects.filter(to, is_active=True).order_by("pk")
    drafts = [mail.Draft(each, [f"power:{notice.pk}"], subject, body) for each in people]
    if old_email:
        there = copy(notice.user)
        there.email = old_email
        drafts.append(mail.Draft(there, [f"power:{notice.pk}:before"], subject, body))
    mail.post(drafts)
