"""How often one address may ask without a login."""

from django.conf import settings
from django.core.cache import caches
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle

from sakado_dx.organization.backends import client_address, network_of


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
        """The person's machine, behind our own proxy too. Of IPv6 the network: whoever has one
        address there has all of its 2**64, and would be counted anew under each."""
        address = client_address(request)
        return network_of(address) if address else "unknown"
