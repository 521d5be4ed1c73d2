"""New editions of what is published, after a correction: the corrected piece and nothing else."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from progress.models import Correction, ProgressReport, Publication, ReviewYear
from progress.publication import pages
from progress.publication.content import (
    Opinion,
    PublicReport,
    content_of,
    field_of,
    hiding,
    hiding_results,
    with_indicator,
    with_name,
)
from progress.publication.public_names import named, public_words
from progress.publication.shared import hidden_in
from progress.publication.verbs import write_publication
from progress.reading.codec import word_of
from progress.reading.edition import Edition, Word
from progress.reading.live_editions import erratum
from progress.reading.places import decided_part, indicator_of
from sakado_dx.organization.models import User


def republish(
    correction: Correction, years: Iterable[tuple[ReviewYear, dict[int, Edition]]], by: User
) -> None:
    """Inside the correction's transaction: a new edition of each publication that shows the
    place. What is withheld, or has no place in a publication, makes none."""
    cause = f"{correction.get_kind_display()}：{correction.label}"
    indicator_id = indicator_of(correction.place)
    if indicator_id is None:
        _republish_field(correction, cause, by)
        return
    for year, editions in years:
        publications = Publication.objects.in_force().newest().filter(report__in=editions)
        publications = list(publications.select_related("report__year"))
        words = public_words(year, timezone.localdate()) if publications else None
        for each in publications:
            shown, edition = content_of(each), named(editions[each.report_id], words)
            content = _with_result(each, shown, edition, indicator_id, correction)
            _write(each.report, shown, content, cause, by, correction.confirmed_at)


def republish_name(correction: Correction, report_ids: Collection[int], by: User) -> None:
    """The same of a text of the plan, which these reports of its year hold."""
    cause = f"{correction.get_kind_display()}：{correction.label}"
    publications = Publication.objects.in_force().newest().filter(report__in=report_ids)
    for each in publications.select_related("report__year").order_by("report_id"):
        shown = content_of(each)
        content = with_name(shown, correction.place, correction.before, correction.after)
        if content is not shown:
            content = _with_line(content, correction)
            _write(each.report, shown, content, cause, by, correction.confirmed_at)


def _with_result(
    publication: Publication,
    shown: PublicReport,
    edition: Edition,
    indicator_id: int,
    correction: Correction,
) -> PublicReport:
    """The edition with the figure as it is now; where results were withheld since, here or under
    another measure, without."""
    report = publication.report
    changed = with_indicator(shown, edition, indicator_id)
    if changed == shown:
        return shown
    if indicator_id in hidden_in(report):
        return hiding_results(shown, [indicator_id])
    if "results" in report.withheld:
        return hiding(shown, "results")
    return _with_line(changed, correction) if report.pk == correction.report_id else changed


def _republish_field(correction: Correction, cause: str, by: User) -> None:
    report = correction.report
    current, field = pages.in_force(report), _field(correction)
    if current is None or not field:
        return
    shown = content_of(current)
    if not shown.shows(field) or not pages.shows_mark_of(shown, correction):
        return  # what was corrected is not what citizens see
    if field in report.withheld:
        content = hiding(shown, field)
    else:
        value = _shown(shown, correction, field)
        content = _with_line(replace(shown, **{field: value}), correction)
    _write(report, shown, content, cause, by, correction.confirmed_at)


def _shown(
    shown: PublicReport, correction: Correction, field: str
) -> Word | str | tuple[Opinion, ...]:
    """The corrected value as a publication holds it."""
    after = correction.after
    if field == "opinions":
        decision_id, _ = decided_part(correction.place)
        meeting = correction.report.decisions.select_related("meeting").get(pk=decision_id).meeting
        key = (meeting.kind, meeting.held_on)
        return tuple(
            replace(each, opinion=after) if (each.body, each.held_on) == key else each
            for each in shown.opinions
        )
    if field in ("progress", "outlook"):
        return word_of(after)
    return after or (correction.report.done if field == "public_text" else "")


def _field(correction: Correction) -> str:
    """The published field of the place; what was done stands for a blank 公表用の記載."""
    if correction.place == "done" and not correction.report.public_text.strip():
        return "public_text"
    return field_of(correction.place)


def _with_line(content: PublicReport, correction: Correction) -> PublicReport:
    return replace(content, errata=(*content.errata, erratum(correction)))


def _write(
    report: ProgressReport,
    shown: PublicReport,
    content: PublicReport,
    cause: str,
    by: User,
    at: datetime,
) -> None:
    if content != shown:
        write_publication(report, by, content, cause, at)
