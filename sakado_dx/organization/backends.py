"""Who may log in, and what today's roles allow in the Django admin."""

import logging
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from sakado_dx import event_log
from sakado_dx.organization.access import person_in_session, remembered_standing
from sakado_dx.organization.models import User
from sakado_dx.organization.rights import permissions_of

SHUT_OUT = "本番環境では、サンプル利用者はログインできません。"


class RolesBackend(ModelBackend):
    """Login by ID and password; rights by today's roles, never by stored permissions."""

    def authenticate(self, request, username=None, password=None, **kwargs) -> User | None:
        """The user of ID and password. In production no sample user: their password is printed
        for all to read."""
        user = super().authenticate(request, username, password, **kwargs)
        if user is None or not is_shut_out(user):
            return user
        event_log.record("sample_login_refused", level=logging.ERROR, user=user.pk, why=SHUT_OUT)
        return None

    def get_user(self, user_id) -> User | None:
        """The user of a session; one that a sample user has from before is over, too."""
        user = person_in_session(user_id)
        may_go_on = user is not None and self.user_can_authenticate(user) and not is_shut_out(user)
        return user if may_go_on else None

    def get_user_permissions(self, user_obj, obj=None) -> frozenset[str]:
        return self.get_all_permissions(user_obj, obj)

    def get_group_permissions(self, user_obj, obj=None) -> frozenset[str]:
        return frozenset()

    def get_all_permissions(self, user_obj, obj=None) -> frozenset[str]:
        """All permissions of today; a disabled user, or a stranger, has none."""
        if not user_obj.is_active or user_obj.is_anonymous:
            return frozenset()
        return permissions_of(remembered_standing(user_obj).city_roles)

    def has_module_perms(self, user_obj, app_label: str) -> bool:
        prefix = f"{app_label}."
        return any(name.startswith(prefix) for name in self.get_all_permissions(user_obj))


def is_shut_out(user: User) -> bool:
    """Whether this is one of the demonstration's people, in production."""
    return settings.PRODUCTION and user.is_sample


def client_address(request: HttpRequest) -> str | None:
    """The address of the person's machine; None where none is known.

    Behind our own proxy it is the last one of X-Forwarded-For, which the proxy wrote; what
    stands before it anybody may have written.
    """
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.TLS_PROXY else ""
    for text in (forwarded.split(",")[-1].strip(), request.META.get("REMOTE_ADDR", "")):
        try:
            return str(ip_address(text))
        except ValueError:
            continue
    return None


def network_of(address: str) -> str:
    """An IPv4 address itself, also one that is written as IPv6; of another the /64 around it."""
    found = ip_address(address)
    if found.version == 4:
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((int(found), 64), strict=False))
