"""What the permission rules need from the database: heads, authors, who may confirm."""

from collections.abc import Callable, Collection, Iterable
from datetime import date

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from measures.models import MeasureDivision
from progress.models import Contribution, Correction, EvidenceFile, ProgressReport, StatusChange
from progress.rights import predicates
from sakado_dx.organization.access import HEADING_ROLES, Standing
from sakado_dx.organization.members import holders
from sakado_dx.organization.models import CityRole, Division, Membership, User
from sakado_dx.prepared import prepared
from sakado_dx.records.acting import Door


def _heads(report: ProgressReport, day: date) -> QuerySet[Membership]:
    """Of the lead division, or of the one that alone took over from it."""
    lead = report.lead_division(day)
    heads = Membership.objects.in_force(day).filter(role__in=HEADING_ROLES, user__is_active=True)
    return heads.filter(division__in=_heirs(lead, day)) if lead else heads.none()


def _heirs(division: Division, day: date) -> list[int]:
    """The division's id, and after its end those of the sole successor, and of his; a query
    each. A division that was split hands nothing over by itself (sakado_dx/README: 組織と権限)."""
    found = [division.pk]
    while not division.is_in_force(day):
        following = list(division.successors.all())
        if len(following) != 1 or following[0].pk in found:
            break
        division = following[0]
        found.append(division.pk)
    return found


def content_readable_by(standing: Standing) -> Q:
    """`may_read_content` as a condition on the reports of a query."""
    if standing.is_secretariat:
        return Q(pk__isnull=False)
    states = list(ProgressReport.COUNTED_STATES) if standing.is_staff else []
    if standing.is_council or standing.is_executive:
        states.append(ProgressReport.State.SUBMITTED)
    own = _own_divisions(standing)
    asked = Contribution.objects.filter(division__in=own).order_by()
    owned = Q(measure__in=_owned_measures(standing))
    return Q(state__in=states) | owned | Q(pk__in=asked.values("report"))


def decisions_readable_by(standing: Standing) -> Q:
    """`may_read_decision` as a condition on the decisions of a query."""
    if standing.is_secretariat:
        return Q(pk__isnull=False)
    settled = Q(meeting__settled_at__isnull=False)
    if predicates.may_read_meetings(standing):
        return settled | Q(shown_at__isnull=False)
    states = [ProgressReport.State.EVALUATED] if standing.is_staff else []
    owned = Q(report__measure__in=_owned_measures(standing))
    return settled & (Q(report__state__in=states) | owned)


def follow_ups_readable_by(standing: Standing) -> Q:
    """`may_read_follow_up` as a condition on the follow-ups of a query."""
    if standing.is_secretariat:
        return Q(pk__isnull=False)
    asked = Q(decision__meeting__settled_at__isnull=False)
    if predicates.may_read_meetings(standing):
        return asked
    states = [ProgressReport.State.EVALUATED] if standing.is_staff else []
    owned = Q(decision__report__measure__in=_owned_measures(standing))
    own = Q(division__in=_own_divisions(standing))
    return asked & (Q(decision__report__state__in=states) | owned | own)


def _own_divisions(standing: Standing) -> list[int]:
    """A person's divisions, and those that lie in a 部 of his."""
    return sorted(standing.divisions.keys() | standing.readable_division_ids)


def _owned_measures(standing: Standing) -> QuerySet:
    rows = MeasureDivision.objects.owning(standing.day)
    return rows.filter(division__in=_own_divisions(standing)).order_by().values("measure")


def lead_has_head(report: ProgressReport, day: date) -> bool:
    """Whether the lead division has a head or deputy on that day; 1 query, none the second time on
    a page that keeps them (`keep_heads`)."""
    if _kept_heads(report) is not None:
        return bool(heads_of_lead(report, day))
    return _heads(report, day).exists()


def heads_of_lead(report: ProgressReport, day: date) -> list[User]:
    """The heads and deputies of the lead division on that day; 1 query, none the second time on a
    page that keeps them."""
    kept = _kept_heads(report)
    if kept is not None and day in kept:
        return kept[day]
    rows = _heads(report, day).select_related("user").order_by("user__reading", "user_id")
    found = list({row.user_id: row.user for row in rows}.values())
    if kept is not None:
        kept[day] = found
    return found


def keep_heads(report: ProgressReport) -> None:
    """For a page that asks for them at several places: they are looked up once. A verb asks who is
    head by then, of a report that keeps none."""
    report.heads_read = {}


def _kept_heads(report: ProgressReport) -> dict[date, list[User]] | None:
    return getattr(report, "heads_read", None)


def may_submit(standing: Standing, report: ProgressReport) -> bool:
    """Whether this person may submit; 1 query where it hangs on the division's having a head."""
    with_head, without = (
        predicates.may_submit(standing, report, lead_has_head=each) for each in (True, False)
    )
    return with_head or (without and not lead_has_head(report, standing.day))


def needs_head_record(standing: Standing, report: ProgressReport) -> bool:
    """Whether this person must record the head's consent to submit (所属長確認); 1 query where
    it hangs on the division's having a head."""
    needed = predicates.needs_head_record(standing, report, lead_has_head=True)
    return needed and lead_has_head(report, standing.day)


def manned_divisions(day: date) -> set[int]:
    """The divisions and 部 in which somebody is registered on that day; 1 query."""
    members = Membership.objects.in_force(day).filter(user__is_active=True)
    return set(members.order_by().values_list("division_id", flat=True))


def awaits_endorsement(
    standing: Standing,
    report: ProgressReport,
    manned: Callable[[], Collection[int]] | None = None,
) -> bool:
    """Whether a submission by this person waits for 部長確認 by somebody else; it looks up who is
    registered (or asks `manned`, which a page of many reports shares) only where the year asks
    for it."""
    if not report.year.asks_endorsement or predicates.may_endorse(standing, report):
        return False
    people = manned() if manned else manned_divisions(standing.day)
    return predicates.awaits_endorsement(report, standing.day, people)


def endorsers(report: ProgressReport, day: date) -> list[User]:
    """The members of the lead division's 部 on that day; 1 query, none where it lies in none."""
    lead = report.lead_division(day)
    if lead is None or lead.parent_id is None:
        return []
    rows = Membership.objects.in_force(day).filter(division=lead.parent_id, user__is_active=True)
    rows = rows.select_related("user").order_by("user__reading", "user_id")
    return list({row.user_id: row.user for row in rows}.values())


def author_ids(report: ProgressReport) -> set[int]:
    """All who saved or submitted this report or a part of it, or attached to it, on behalf or
    not; 1 query, none where a page has `authors_read`."""
    if report.authors_read is not None:
        return report.authors_read
    return authors_of([report]).get(report.pk, set())


def authorship() -> list[tuple[QuerySet, str]]:
    """What makes somebody an author of a report: rows with `report`, and their column of who."""
    saved = StatusChange.objects.filter(verb__in=StatusChange.AUTHORING_VERBS)
    saved = saved.exclude(_handed_in_by_the_division())
    answered = Contribution.objects.filter(answered_by__isnull=False)
    return [(saved, "by"), (answered, "answered_by"), (EvidenceFile.objects.all(), "by")]


def _handed_in_by_the_division() -> Q:
    """Of a sheet that was taken in on behalf: a member of the division submitted afterwards, and
    stands for what came in."""
    verbs = StatusChange.Verb
    later = StatusChange.objects.filter(
        report=OuterRef("report"), version__gt=OuterRef("version"), verb=verbs.SUBMIT,
        on_behalf=False,
    )  # fmt: skip
    return Q(Exists(later), verb=verbs.SAVE, door=Door.IMPORT, on_behalf=True)


def authors_of(reports: Iterable[ProgressReport]) -> dict[int, set[int]]:
    """The authors of each of these reports, by the report's id; 1 query."""
    authors: dict[int, set[int]] = {}
    for report_id, user_id in author_rows(tuple(each.pk for each in reports)):
        authors.setdefault(report_id, set()).add(user_id)
    return authors


@prepared
def author_rows(report_ids: tuple[int, ...]) -> QuerySet:
    """Of each of these reports its id with that of an author."""
    first, *others = (
        rows.filter(report__in=report_ids).order_by().values_list("report_id", f"{column}_id")
        for rows, column in authorship()
    )
    return first.union(*others)


def confirmable_by(user_id: int, day: date) -> ExpressionWrapper:
    """`may_confirm` as a condition on the reports of a query, for a secretary: he wrote nothing
    of it, or no other secretary is left who did not."""
    others = CityRole.objects.in_force(day).filter(user__is_active=True)
    others = others.filter(role=CityRole.Role.SECRETARIAT).exclude(user=user_id)
    for rows, column in authorship():
        theirs = {"report": OuterRef(OuterRef("pk")), column: OuterRef("user")}
        others = others.exclude(Exists(rows.filter(**theirs)))
    may = ~written_by(user_id) | ~Q(Exists(others))
    return ExpressionWrapper(may, output_field=BooleanField())


def written_by(user: User | int) -> Q:
    """Whether this person is an author, as a condition on the reports of a query."""
    wrote = Q()
    for rows, column in authorship():
        wrote |= Q(Exists(rows.filter(report=OuterRef("pk"), **{column: user})))
    return wrote


def secretariat_ids(day: date) -> set[int]:
    return {each.pk for each in holders(CityRole.Role.SECRETARIAT, day)}


def may_confirm(standing: Standing, report: ProgressReport) -> bool:
    return predicates.may_confirm(
        standing,
        report,
        author_ids=author_ids(report),
        secretariat_ids=secretariat_ids(standing.day),
    )


def may_confirm_correction(standing: Standing, correction: Correction) -> bool:
    """Whether this person may confirm a proposed correction: the second person, or the only one."""
    own = standing.user.pk == correction.proposed_by_id
    others = secretariat_ids(standing.day) if own else set()
    return predicates.may_confirm_correction(
        standing, correction.proposed_by_id, secretariat_ids=others
    )


def confirmers(authors: Collection[int], day: date) -> list[User]:
    """The secretaries who are no authors; 1 query."""
    return [each for each in holders(CityRole.Role.SECRETARIAT, day) if each.pk not in authors]
