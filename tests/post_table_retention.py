"""The POSTs by which a closed year is disposed of."""

from datetime import date
from typing import Any

from django.utils import timezone

from progress.models import Correction, FollowUp, Retention, ReviewYear
from progress.retention.disposal_verbs import propose_disposal
from tests.post_lines import Post
from tests.progress.conftest import World


def expired(city: World) -> None:
    """The year is closed, and its 満了日 has passed."""
    now, by = timezone.now(), city.people["secretariat"]
    Correction.objects.waiting().update(dropped_at=now)
    FollowUp.objects.update(state=FollowUp.State.ACCEPTED)
    ReviewYear.objects.filter(pk=city.year.pk).update(closed_at=now)
    settings = {"document_class": "総務", "term": "years", "keep_years": 1}
    Retention.objects.create(year=city.year, starts_on=date(2000, 4, 1), by=by, at=now, **settings)


def proposed(city: World) -> dict[str, Any]:
    expired(city)
    year = ReviewYear.objects.select_related("plan").get(pk=city.year.pk)
    by = city.people["second_secretariat"]
    return {"disposal": propose_disposal(year, by=by, kind="discard", reason="満了").pk}


RETENTION = [
    Post(
        "/years/{year}/disposal/",
        "secretariat",
        lambda stage: {"kind": "discard", "reason": "満了"},
        prepare=expired,
    ),
    Post(
        "/disposals/{disposal}/decide/",
        "secretariat",
        lambda stage: {"document_number": "情政第9号"},
        prepare=proposed,
    ),
    Post("/disposals/{disposal}/drop/", "secretariat", prepare=proposed),
]
