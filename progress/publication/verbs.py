"""The verbs of publication: publish, unpublish, withhold, and the year's days around it (README: 締め、版、正誤)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from progress.judging.completeness import Missing
from progress.models import ProgressReport, Publication, ReviewYear, YearChange
from progress.publication import pages
from progress.publication.content import (
    PUBLICATIONS,
    WHOLE,
    WITHHELD_CHOICES,
    PublicReport,
    content_of,
)
from progress.publication.public_names import against_words, public_words
from progress.publication.shared import hidden_in, still_shown, withholds_results
from progress.reading.edition import Edition
from progress.reading.years import edition_of
from progress.workflow.record import allowed, secretary, write
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed, needed
from progress.workflow.table import Verb
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

# The days of a year that usually come after its work, in their order.
AFTERWARDS = ("assembly_on", "accounts_on", "publish_on")


def publish(
    report: ProgressReport, *, by: User | Standing, version: int, door: str = Door.PAGE
) -> ProgressReport:
    """Write a new edition of what citizens see. It shows from the year's 公表日 on.

    Raises NotAllowed where something is still in the way, or the same content is published.
    """
    standing = allowed(report, Verb.PUBLISH, by=by, version=version)
    if refusal := pages.refusal(report, is_approved=pages.is_approved(report)):
        raise NotAllowed(refusal)
    last = pages.last_edition(report)
    edition, words = edition_of(report), public_words(report.year, standing.day)
    if refusal := against_words(edition, words):
        raise NotAllowed(refusal)
    content = pages.next_edition(report, edition, last, standing.day, hidden_in(report), words)
    is_public = last is not None and last.withdrawn_at is None
    if is_public and content_of(last) == content:
        raise NotAllowed("同じ内容が既に公表されています。")
    cause = "内容の更新" if is_public else "公表"

    def also():
        write_publication(report, standing.user, content, cause)
        if withholds_results(report.withheld):
            hide_elsewhere(report, edition, standing.user)

    return write(report, Verb.PUBLISH, standing, door=door, changes={}, also=also)


def write_publication(
    report: ProgressReport, by: User, content: PublicReport, cause: str, at: datetime | None = None
) -> None:
    """A new edition, inside the transaction of a verb or of a correction confirmed `at`."""
    editions = report.publications.order_by("-edition").values_list("edition", flat=True)
    Publication.objects.create(
        report=report,
        edition=(editions.first() or 0) + 1,
        content=PUBLICATIONS.encode(content),
        cause=cause[:200],
        published_on=pages.shown_from(report.year, timezone.localdate()),
        by=by,
        at=at or timezone.now(),
    )


def hide_elsewhere(
    report: ProgressReport, edition: Edition, by: User, why: str = "を公表しない"
) -> None:
    """Inside the transaction of a verb: a new edition, without them, of each other publication of
    the year that shows results of the report, which withholds them or is taken back."""
    cause = f"「{edition.plan.code}」と共通の成果指標{why}"
    for publication, content in still_shown(report, edition):
        write_publication(publication.report, by, content, cause)


def unpublish(
    report: ProgressReport,
    *,
    by: User | Standing,
    version: int,
    reason: str,
    door: str = Door.PAGE,
) -> ProgressReport:
    """Take a report back from the public, with its results under other measures; its editions stay
    for staff."""
    standing = allowed(report, Verb.UNPUBLISH, by=by, version=version)
    in_force = report.publications.in_force()
    if not in_force.exists():
        raise NotAllowed("この報告は公表されていません。")
    reason = needed(reason, "公表を取り下げる理由を入力してください。")

    def also():
        in_force.update(withdrawn_at=timezone.now())
        hide_elsewhere(report, edition_of(report), standing.user, "の公表を取り下げた")

    return write(report, Verb.UNPUBLISH, standing, reason=reason, door=door, changes={}, also=also)


def withhold(
    report: ProgressReport,
    *,
    by: User | Standing,
    version: int,
    withheld: Mapping[str, str],
    door: str = Door.PAGE,
) -> ProgressReport:
    """Set what is 公表しない: field -> reason, all that shall hold from now on.

    What is published already stays until the next edition; a whole measure is withheld only
    after its publication was taken back. Where none is in force, results that another measure
    shares are taken out of its publication at once. Raises Incomplete for a field without a reason.
    """
    standing = allowed(report, Verb.WITHHOLD, by=by, version=version)
    unknown = set(withheld) - set(WITHHELD_CHOICES)
    if unknown:
        raise ValueError(f"not a field of a publication: {sorted(unknown)}")
    reasons = {name: reason.strip() for name, reason in withheld.items()}
    if missing := [name for name, reason in reasons.items() if not reason]:
        labels = WITHHELD_CHOICES
        raise Incomplete(
            [Missing(name, f"「{labels[name]}」を公表しない理由が必要です。") for name in missing]
        )
    if WHOLE in reasons and report.publications.in_force().exists():
        raise NotAllowed("公表中の施策です。先に公表を取り下げてください。")
    return _keep_withheld(report, standing, reasons, door)


def _keep_withheld(
    report: ProgressReport, standing: Standing, reasons: dict[str, str], door: str
) -> ProgressReport:
    if reasons == report.withheld:
        return report
    labels = WITHHELD_CHOICES

    def also():
        if withholds_results(reasons) and not report.publications.in_force().exists():
            hide_elsewhere(report, edition_of(report), standing.user)

    told = "\n".join(f"{labels[name]}：{reason}" for name, reason in reasons.items())
    return write(
        report,
        Verb.WITHHOLD,
        standing,
        reason=told or "すべての項目を公表する",
        door=door,
        changes={"withheld": reasons},
        also=also,
    )


def set_days(
    year: ReviewYear,
    *,
    by: User | Standing,
    days: Mapping[str, date | None],
    reason: str,
    as_read: str | None = None,
    door: str = Door.PAGE,
) -> ReviewYear:
    """Set the 議会報告日, the 決算認定日 and the 公表日, before which nothing of the year is public
    (`days` by the columns AFTERWARDS, all or some); in a closed year too.

    The days that stand already are no change and leave no record. `as_read` is the
    `read_mark_of` the year that a form was read with: Conflict where another changed it since.
    """
    standing = secretary(by, "公表日などを決められるのは事務局です。")
    reason = needed(reason, "日を決める（変える）理由を入力してください。")
    if unknown := set(days) - set(AFTERWARDS):
        raise ValueError(f"not a day that may be set afterwards: {sorted(unknown)}")
    with acting(standing.user, door, reason):
        stored = ReviewYear.objects.select_for_update().get(pk=year.pk)
        changed = [
            name for name in AFTERWARDS if name in days and getattr(stored, name) != days[name]
        ]
        if changed and as_read not in (None, read_mark_of(stored)):
            raise Conflict(stored)
        if changed:
            ReviewYear.objects.filter(pk=year.pk).update(**{name: days[name] for name in changed})
            labels = "、".join(
                str(ReviewYear._meta.get_field(name).verbose_name) for name in changed
            )
            YearChange.objects.create(
                year=year,
                verb=YearChange.Verb.CHANGE,
                by=standing.user,
                reason=f"{labels}：{reason}",
                at=timezone.now(),
            )
    for name, day in days.items():
        setattr(year, name, day)
    return year


def read_mark_of(year: ReviewYear) -> str:
    """Of the days that a form was read with."""
    return year.read_mark(AFTERWARDS)
