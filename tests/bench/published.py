"""What citizens see of an enlarged plan: the newest full year, published in bulk."""

from django.utils import timezone

from measures.models import Plan
from progress.models import Publication, ReviewYear
from progress.publication.content import PUBLICATIONS, Contact, public_report
from progress.reading.years import editions_in
from sakado_dx.organization.models import User


def publish_year(plan: Plan, by: User) -> None:
    """The year before the last, whose reports are all handed in; its 公表日 is today."""
    year = ReviewYear.objects.select_related("plan").get(
        plan=plan, fiscal_year=plan.last_fiscal_year - 1
    )
    now = timezone.now()
    ReviewYear.objects.filter(pk=year.pk).update(publish_on=timezone.localdate(now))
    made = (
        Publication(
            report_id=report, edition=1, cause="公表", published_on=timezone.localdate(now),
            by=by, at=now, content=PUBLICATIONS.encode(
                public_report(edition, withheld=(), contact=Contact())
            ),
        )
        for report, edition in editions_in(year).items()
    )  # fmt: skip
    Publication.objects.bulk_create(made, batch_size=500)
