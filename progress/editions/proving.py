"""What a backup keeps of closed years, to be compared after the way back (sakado_dx/backup/)."""

from progress.editions.exporting import year_file
from progress.models import ReviewYear
from sakado_dx import fiscal


def closed_years() -> dict[str, bytes]:
    """The CSV of the newest edition of each closed year, by a file name; the same to the byte for
    the same database."""
    closed = ReviewYear.objects.filter(closed_at__isnull=False).select_related("plan")
    return {
        f"{fiscal.label_short(year.fiscal_year)}-{year.pk}.csv": year_file(year, "csv")[1]
        for year in closed.order_by("pk")
    }
