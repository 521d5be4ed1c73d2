"""What is done with letters: write them, hand them over on paper, change their wording."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError
from django.db.models import F, Subquery
from django.utils import timezone

from measures.models import Plan
from progress.letters.filling import Addressed
from progress.letters.wording import STANDARD, Wording, faults_of, filled, filled_wording
from progress.models import Letter, LetterHead, LetterKind, LetterTemplate, ReviewYear
from progress.workflow.mail_text import letter as mail_body
from progress.workflow.record import secretary
from progress.workflow.refusals import Conflict, NotAllowed
from sakado_dx.forms import mark_of
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import Division, User
from sakado_dx.records import mail
from sakado_dx.records.acting import Door, acting

HEAD = ("sender", "addressee", "contact")
WHOSE = "文書を作り、ひな形を変えられるのは、事務局です。"


@dataclass(frozen=True)
class Office:
    """How a plan's letters of a kind begin and end, and what they say."""

    wording: Wording
    sender: str
    addressee: str
    contact: str


@dataclass(frozen=True)
class Paper:
    """What the secretariat adds to letters that it writes by hand."""

    number: str = ""
    dated_on: date | None = None
    sentence: str = ""


def wording_of(plan: Plan, kind: str) -> Wording:
    """The secretariat's own template, else the portal's; 1 query."""
    own = LetterTemplate.objects.filter(plan=plan, kind=kind).first()
    return Wording(own.subject, own.body, own.particulars) if own else STANDARD[kind]


def office_of(plan: Plan, kind: str) -> Office:
    """What stands in all letters of a kind; 2 queries."""
    own = Division.objects.in_force(timezone.localdate()).filter(is_secretariat=True)
    named = Plan.objects.filter(pk=plan.pk).annotate(office=Subquery(own.values("name")[:1]))
    columns = ("letter_head__sender", "letter_head__addressee", "letter_head__contact", "office")
    sender, addressee, contact, office = named.values_list(*columns).get()
    return Office(
        wording_of(plan, kind),
        sender or (f"{office}長" if office else ""),
        addressee or LetterHead().addressee,
        contact or office or "",
    )


def write(
    year: ReviewYear,
    kind: str,
    addressed: Iterable[Addressed],
    *,
    by: User,
    paper: Paper | None = None,
) -> list[Letter]:
    """Write letters and their mails inside the transaction of what they tell of; what was
    written before by the same cause is not written again. As many statements however
    many they are."""
    each_once = {each.cause: each for each in addressed}
    known = Letter.objects.filter(cause__in=each_once).values_list("cause", flat=True)
    for cause in set(known):
        del each_once[cause]
    if not each_once:
        return []
    office, new = office_of(year.plan, kind), list(each_once.values())
    letters = [composed(year, kind, each, office, by, paper or Paper()) for each in new]
    Letter.objects.bulk_create(letters)
    mail.post(
        mail.Draft(
            person, [letter.mail_cause, *each.tells], letter.subject, _as_mail(letter, person)
        )
        for letter, each in zip(letters, new, strict=True)
        for person in each.people
    )
    return letters


def composed(
    year: ReviewYear, kind: str, each: Addressed, office: Office, by: User, paper: Paper
) -> Letter:
    """A letter as it would be kept; not stored."""
    own = filled_wording(office.wording, each.values | {"所属": each.name}, paper.sentence)
    addressee = each.addressee or filled(office.addressee, {"所属": each.name})
    return Letter(
        plan=year.plan,
        year=year,
        kind=kind,
        division=each.division,
        addressee=addressee,
        number=paper.number.strip(),
        dated_on=paper.dated_on or timezone.localdate(),
        sender=office.sender,
        subject=own.subject[:300],
        body=own.body,
        particulars=own.particulars,
        contact=office.contact,
        path=each.path,
        cause=each.cause,
        mailed_to=len(reachable(each.people)),
        by=by,
    )


def reachable(people: Iterable[User]) -> list[User]:
    """Those whom a mail would reach; nobody in a city that sends none."""
    return [each for each in people if each.email and each.is_active] if mail.is_used() else []


def _as_mail(letter: Letter, person: User) -> str:
    link = f"画面:\n{mail.link(letter.path)}" if letter.path else ""
    return mail_body(person, letter.text, link)


def why_closed(year: ReviewYear) -> str:
    """Why nothing is written for the year by hand any more; blank while it is."""
    return "" if year.takes_changes else f"{year.label}は締められているため、文書は作れません。"


def send(
    year: ReviewYear,
    kind: str,
    addressed: Sequence[Addressed],
    *,
    by: User | Standing,
    paper: Paper,
    door: str = Door.PAGE,
) -> list[Letter]:
    """Write letters by hand; a second click, or another who was faster, writes none again.
    NotAllowed in a closed year (`why_closed`)."""
    standing = secretary(by, WHOSE)
    if closed := why_closed(year):
        raise NotAllowed(closed)
    try:
        with acting(standing.user, door):
            return write(year, kind, addressed, by=standing.user, paper=paper)
    except IntegrityError:
        with acting(standing.user, door):
            return write(year, kind, addressed, by=standing.user, paper=paper)


def hand_over(pks: Iterable[int], *, by: User | Standing, on: date, door: str = Door.PAGE) -> int:
    """Record that letters on paper were handed over on a day; returns how many were not yet."""
    standing = secretary(by, WHOSE)
    if on > timezone.localdate():
        raise NotAllowed("渡した日は、今日までの日にしてください。")
    with acting(standing.user, door):
        return Letter.objects.filter(pk__in=list(pks)).to_hand_over().update(handed_on=on)


def change_head(
    head: LetterHead, *, by: User | Standing, as_read: str | None = None, door: str = Door.PAGE
) -> LetterHead:
    """Keep from whom a plan's letters come, and whom to ask. `as_read` is the `read_mark_of` the
    head that a form was read with: Conflict, with the head as it stands, where it is another."""
    standing = secretary(by, WHOSE)
    said = {name: getattr(head, name).strip() for name in HEAD}
    try:
        return _keep_head(head.plan, said, standing.user, as_read, door)
    except IntegrityError:  # another kept the plan's first head at the same moment
        return _keep_head(head.plan, said, standing.user, as_read, door)


def _keep_head(
    plan: Plan, said: Mapping[str, str], by: User, as_read: str | None, door: str
) -> LetterHead:
    with acting(by, door):
        kept = LetterHead.objects.filter(plan=plan)
        stored = kept.select_for_update().first()
        if stored is None:
            return LetterHead.objects.create(plan=plan, **said)
        if not kept.filter(**said).exists():
            if as_read not in (None, read_mark_of(stored)):
                raise Conflict(stored)
            kept.update(**said)
        return kept.get()


def read_mark_of(head: LetterHead) -> str:
    """Of all that a form of a head was read with."""
    return mark_of("\0".join(getattr(head, name) for name in HEAD))


def change_template(
    plan: Plan,
    kind: str,
    wording: Wording,
    *,
    by: User | Standing,
    version: int,
    door: str = Door.PAGE,
) -> None:
    """Keep the secretariat's wording of a kind, on the version that was read (0: the portal's).

    Raises NotAllowed for a field that cannot be inserted, and where another was faster.
    """
    standing = secretary(by, WHOSE)
    text = "\n".join((wording.subject, wording.body, wording.particulars))
    for fault in faults_of(kind, text):
        raise NotAllowed(fault)
    said = vars(wording)
    kept = LetterTemplate.objects.filter(plan=plan, kind=kind)
    try:
        with acting(standing.user, door):
            if kept.filter(**said).exists():
                return
            if version == 0:
                LetterTemplate.objects.create(plan=plan, kind=kind, **said)
            elif not kept.filter(version=version).update(**said, version=F("version") + 1):
                raise NotAllowed(_changed(kind))
    except IntegrityError as error:
        raise NotAllowed(_changed(kind)) from error


def _changed(kind: str) -> str:
    word = LetterKind(kind).label
    return f"「{word}」のひな形は、画面を開いた後に変わりました。今のひな形と見比べてください。"


def restore_template(plan: Plan, kind: str, *, by: User | Standing, door: str = Door.PAGE) -> None:
    """Let the portal's wording count again; one that is gone already stays gone."""
    standing = secretary(by, WHOSE)
    with acting(standing.user, door):
        LetterTemplate.objects.filter(plan=plan, kind=kind).delete()
