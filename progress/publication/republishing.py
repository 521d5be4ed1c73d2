"""New editions of what is published, after a correction: the corrected piece and nothing else."""

from collections.abc import Iterable
from datetime import datetime

from progress.editions.content import erratum
from progress.models import Correction, ProgressReport, Publication, ReviewYear
from progress.publication import content as publication_content
from progress.publication.verbs import write_publication
from progress.reading.codec import Json
from progress.reading.places import indicator_of
from sakado_dx.organization.models import User


def republish(
    correction: Correction, contents: Iterable[tuple[ReviewYear, dict[int, Json]]], by: User
) -> None:
    """Inside the correction's transaction: a new edition of each publication that shows the
    place. What is withheld, or has no place in a publication, makes none."""
    cause = f"{correction.get_kind_display()}：{correction.label}"
    indicator_id = indicator_of(correction.place)
    if indicator_id is None:
        _republish_field(correction, cause, by)
        return
    for _, of_year in contents:
        publications = Publication.objects.in_force().newest().filter(report__in=of_year)
        for each in publications.select_related("report__year"):
            content = _with_result(each, of_year[each.report_id], indicator_id, correction)
            _write(each.report, each, content, cause, by, correction.confirmed_at)


def _with_result(
    publication: Publication, content: Json, indicator_id: int, correction: Correction
) -> Json:
    """The edition with the figure as it is now; where results were withheld since, without."""
    shown, report = publication.content, publication.report
    changed = publication_content.with_indicator(shown, content, indicator_id)
    if changed == shown:
        return shown
    if "results" in report.withheld:
        return publication_content.hiding(shown, "results")
    return _with_line(changed, correction) if report.pk == correction.report_id else changed


def _republish_field(correction: Correction, cause: str, by: User) -> None:
    report = correction.report
    current, field = publication_content.in_force(report), _field(correction)
    if current is None or not field or not publication_content.shows(current.content, field):
        return
    if field in report.withheld:
        content = publication_content.hiding(current.content, field)
    else:
        content = _with_line(current.content | {field: _shown(correction, field)}, correction)
    _write(report, current, content, cause, by, correction.confirmed_at)


def _shown(correction: Correction, field: str) -> Json | str:
    """The corrected value as a publication holds it."""
    after = correction.after
    if field in ("progress", "outlook"):
        return {name: after[name] for name in ("word", "meaning")}
    return after or (correction.report.done if field == "public_text" else "")


def _field(correction: Correction) -> str:
    """The published field of the place; what was done stands for a blank 公表用の記載."""
    if correction.place == "done" and not correction.report.public_text.strip():
        return "public_text"
    return publication_content.field_of(correction.place)


def _with_line(content: Json, correction: Correction) -> Json:
    return content | {"errata": [*content["errata"], erratum(correction)]}


def _write(
    report: ProgressReport,
    current: Publication,
    content: Json,
    cause: str,
    by: User,
    at: datetime,
) -> None:
    if content != current.content:
        write_publication(report, by, content, cause, at)
