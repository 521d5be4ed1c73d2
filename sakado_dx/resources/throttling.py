"""How often one address may ask without a login."""

from django.conf import settings
from django.core.cache import caches
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle

from sakado_dx.organization.backends import client_address


class ByAddress(AnonRateThrottle):
    """So many requests a minute from one machine, counted by each process for itself.

    Not in the database, where reading must write nothing, nor among the charts, which must not
    be pushed out by it.
    """

    @property
    def cache(self):
        return caches["throttle"]

    def get_rate(self) -> str | None:
        most = settings.API_REQUESTS_A_MINUTE
        return f"{most}/min" if most else None

    def get_ident(self, request: Request) -> str:
        """The person's machine, behind our own proxy too."""
        return client_address(request) or "unknown"
