"""Letters as pages show them: to whom by which way, and a sheet of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from progress.letters.filling import Addressed, of_year
from progress.letters.verbs import Office, Paper, composed, office_of, reachable
from progress.models import Letter, LetterKind, ReviewYear
from sakado_dx.organization.models import User

ALL_OFFICES = "各所属"


@dataclass(frozen=True)
class Line:
    """An addressee of letters by hand: what is told, whom a mail reaches, what went out today."""

    key: str
    name: str
    addressed: Addressed
    people: Sequence[User]
    is_done: bool
    is_ticked: bool = False

    @property
    def way(self) -> str:
        if self.people:
            return f"メール（{'、'.join(map(str, self.people))}）"
        return "紙（メールの届く人がいません）"


def lines_of(addressed: Iterable[Addressed], ticked: Iterable[str]) -> list[Line]:
    """The addressees in the order given; 1 query."""
    rows, chosen = list(addressed), set(ticked)
    done = Letter.objects.filter(cause__in=[each.cause for each in rows])
    causes = set(done.values_list("cause", flat=True))
    return [
        Line(
            key=(key := str(each.division.pk) if each.division else "members"),
            name=each.name,
            addressed=each,
            people=reachable(each.people),
            is_done=each.cause in causes,
            is_ticked=key in chosen,
        )
        for each in rows
    ]


def preview(year: ReviewYear, kind: str, lines: Sequence[Line], by: User, paper: Paper) -> Letter:
    """The first ticked letter as it would be written; with none ticked one for all offices, in
    which stands what all of them are told. A 再依頼 tells each of its own, so it is the first."""
    office: Office = office_of(year.plan, kind)
    shown = [each for each in lines if each.is_ticked or kind == LetterKind.AGAIN]
    shown.sort(key=lambda each: not each.is_ticked)
    first = shown[0].addressed if shown else None
    return composed(year, kind, first or for_all(year, lines), office, by, paper)


def for_all(year: ReviewYear, lines: Sequence[Line]) -> Addressed:
    """各所属長 様: with the values that are the same in all letters."""
    own = [each.addressed.values for each in lines]
    shared = {
        name: value
        for name, value in (own[0] if own else {}).items()
        if all(other.get(name) == value for other in own)
    }
    return Addressed(name=ALL_OFFICES, cause="", path="", values=of_year(year) | shared)
