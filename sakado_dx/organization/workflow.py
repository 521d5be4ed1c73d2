"""What changes logins: a one-time link is issued, and used."""

from axes.utils import reset as forgive_failures
from django.db.models import Max
from django.utils import timezone

from sakado_dx import event_log
from sakado_dx.organization.models import User
from sakado_dx.organization.password_links import PasswordLink, hash_of, new_code
from sakado_dx.organization.powers.verbs import tell_of_link, tell_of_password
from sakado_dx.records.acting import Door, acting


class LinkSpent(Exception):
    """The link was used, or ran out, before this use of it."""


class IssuedMeanwhile(Exception):
    """The user got another link after the one that the form knows of."""


def issue_link(
    user: User, *, by: User | None, after: int | None = None
) -> tuple[PasswordLink, str]:
    """A new link and its code, which is shown once and stored nowhere.

    Earlier links of the same user end: what lies about on paper opens nothing any more.
    `after` is the newest link (0: none) when the form was read; raises IssuedMeanwhile where
    there is a newer one.
    """
    code = new_code()
    issuer = by or "manage.py make_administrator"
    with acting(issuer, Door.ADMIN if by else Door.COMMAND):
        # Of two issues at once one waits, and counts the time from then on.
        User.objects.select_for_update().get(pk=user.pk)
        if after not in (None, newest_link(user)):
            raise IssuedMeanwhile
        now = timezone.now()
        earlier = PasswordLink.objects.filter(user=user, used_at__isnull=True, expires_at__gt=now)
        earlier.update(expires_at=now)
        link = PasswordLink.objects.create(
            user=user,
            issued_by=by,
            issued_at=now,
            code_hash=hash_of(code),
            expires_at=now + PasswordLink.lifetime(),
        )
        if by != user:
            tell_of_link(user, by=issuer)
    event_log.record("password_link_issued", user=user.pk, by=by.pk if by else None)
    return link, code


def newest_link(user: User) -> int:
    """The number of the user's newest link; 0 where there never was one."""
    return PasswordLink.objects.filter(user=user).aggregate(last=Max("pk"))["last"] or 0


def change_password(user: User, password: str) -> bool:
    """Set a user's own password if the one that was checked still stands; whether it did.

    The conditional UPDATE decides between two forms at once; `user` then has what is stored.
    """
    checked = user.password
    user.set_password(password)  # takes its time, so before the transaction
    with acting(user, Door.PAGE, "本人によるパスワードの変更"):
        as_checked = User.objects.filter(pk=user.pk, password=checked)
        changed = bool(as_checked.update(password=user.password))
    if not changed:
        user.refresh_from_db(fields=["password"])
    return changed


def use_link(link: PasswordLink, password: str) -> User:
    """Set the password, once; raises LinkSpent. All sessions of the user end with it.

    The conditional UPDATE decides between two who use the same link at the same moment. Its
    conditions stand on the row itself: PostgreSQL would not ask a joined row once more.
    """
    now, user = timezone.now(), link.user
    unspent = PasswordLink.objects.filter(pk=link.pk, used_at__isnull=True, expires_at__gt=now)
    user.set_password(password)  # takes its time, so before the transaction
    with acting(user, Door.PAGE, "ログイン用リンクによるパスワードの設定"):
        if not unspent.update(used_at=now):
            raise LinkSpent
        user.save(update_fields=["password"])
        if link.issued_by_id != user.pk:
            tell_of_password(user, issued_by=link.issued_by)
    forgive_failures(username=user.username)
    event_log.record("password_link_used", user=user.pk)
    return user
