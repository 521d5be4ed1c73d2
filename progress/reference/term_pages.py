"""用語の点検: where terms stand in the plan and in reports, and abbreviations that have no term."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django import forms

from glossary.links import TermIndex, abbreviations_in, term_index, terms_in
from glossary.models import Term
from measures.models import ChronologyEvent, Indicator, Measure, Plan, Policy
from progress.models import ProgressReport
from progress.models import report_fields as fields
from sakado_dx import fiscal
from sakado_dx.addresses import reverse
from sakado_dx.lists import Column, ListForm

LINKED = tuple(each for each in fields.FIELDS if each.is_linked)
OF_PLAN, OF_REPORTS, OF_LISTS = "計画", "報告", "システム・年表"
UNUSED = "unused"


@dataclass(frozen=True)
class Passage:
    """A text of the portal: of which part, what it is called, where it stands."""

    part: str
    place: str
    url: str
    text: str


@dataclass
class Use:
    """How many texts of each part hold a term or an abbreviation, and the first of them."""

    parts: dict[str, int] = field(default_factory=dict)
    first: Passage | None = None

    def add(self, passage: Passage) -> None:
        self.parts[passage.part] = self.parts.get(passage.part, 0) + 1
        self.first = self.first or passage

    @property
    def total(self) -> int:
        return sum(self.parts.values())


@dataclass(frozen=True)
class TermUse:
    """A term with its use."""

    term: Term
    use: Use


@dataclass(frozen=True)
class Abbreviation:
    """An abbreviation that no term spells, with its use."""

    name: str
    use: Use


class UseFilter(ListForm):
    """All terms, or first those that stand in no text."""

    at_first = {"use": UNUSED}

    use = forms.ChoiceField(
        label="使われ方",
        choices=[("", "すべて"), (UNUSED, "どこにも使われていない")],
        required=False,
    )

    def by_use(self, rows, _: str):
        return [row for row in rows if not row.use.total]


def passages_of(plan: Plan, since: int = 0) -> Iterator[Passage]:
    """The plan's own texts, those of reports in which terms are linked, of the years from `since`
    on, the lists; 6 queries."""
    yield from _of_plan(plan)
    yield from _of_reports(plan, since)
    systems = reverse("systems_inventory:system_list")
    for name in plan.information_systems.values_list("name", flat=True):
        yield Passage(OF_LISTS, f"情報システム {name}", systems, name)
    timeline = reverse("measures:chronology_list")
    for event in ChronologyEvent.objects.of_plan(plan):
        yield Passage(OF_LISTS, str(event.when), timeline, event.event)


def _of_plan(plan: Plan) -> Iterator[Passage]:
    for policy in Policy.objects.filter(plan=plan).order_by("number"):
        url = policy.get_absolute_url()
        yield Passage(OF_PLAN, policy.title, url, f"{policy.name}\n{policy.aim}")
    for measure in Measure.objects.of_plan(plan).order_by("order"):
        text = f"{measure.name}\n{measure.summary}"
        yield Passage(OF_PLAN, measure.code, _measure(measure.pk), text)
    rows = Indicator.objects.filter(plan=plan, measures__isnull=False)
    ordered = rows.order_by("measures__order", "pk").values_list(
        "name", "printed", "definition", "measures__code", "measures__pk"
    )
    for *texts, code, pk in ordered:
        yield Passage(OF_PLAN, f"{code} 成果指標", _measure(pk), "\n".join(texts))


def _of_reports(plan: Plan, since: int) -> Iterator[Passage]:
    reports = ProgressReport.objects.filter(year__plan=plan, year__fiscal_year__gte=since)
    names = [each.name for each in LINKED]
    columns = ("year_id", "year__fiscal_year", "measure_id", "measure__code", *names)
    for year_id, year, measure, code, *texts in reports.order_by(
        "-year__fiscal_year", "measure__order"
    ).values_list(*columns):
        for each, text in zip(LINKED, texts, strict=True):
            if text:
                url = reverse("progress:measure_year", args=[year_id, measure])
                place = f"{fiscal.label_short(year)} {code} {each.label}"
                yield Passage(OF_REPORTS, place, url, text)


def _measure(pk: int) -> str:
    return reverse("progress:measure_detail", args=[pk])


def uses_of(plan: Plan | None, since: int = 0) -> list[TermUse]:
    """Each term with the texts that it stands in, in the plan's order; at most 9 queries."""
    if plan is None:
        return []
    terms, index = Term.objects.of_plan(plan).prefetch_related("aliases"), term_index(plan)
    uses = {term.get_absolute_url(): TermUse(term, Use()) for term in terms.order_by("order", "pk")}
    for passage in passages_of(plan, since):
        for url in terms_in(passage.text, index):
            if url in uses:
                uses[url].use.add(passage)
    return list(uses.values())


def abbreviations_of(plan: Plan | None, since: int = 0) -> list[Abbreviation]:
    """Those without a term, the most used first; 7 queries."""
    if plan is None:
        return []
    index: TermIndex = term_index(plan)
    found: dict[str, Use] = {}
    for passage in passages_of(plan, since):
        for name in abbreviations_in(passage.text, index):
            found.setdefault(name, Use()).add(passage)
    ordered = sorted(found.items(), key=lambda each: (-each[1].total, each[0]))
    return [Abbreviation(*each) for each in ordered]


def _of_part(part: str) -> Column:
    return Column(f"{part}の文章", lambda each: each.use.parts.get(part, 0), part)


USE_COLUMNS = (
    *(_of_part(part) for part in (OF_PLAN, OF_REPORTS, OF_LISTS)),
    Column(
        "最初の箇所",
        lambda each: each.use.first.place if each.use.first else "なし",
        url=lambda each: each.use.first.url if each.use.first else "",
    ),
)
TERM_COLUMNS = (
    Column("用語", lambda each: each.term.term, url=lambda each: each.term.get_absolute_url()),
    Column("別の表記", lambda each: each.term.other_spellings or "なし"),
    *USE_COLUMNS,
)
ABBREVIATION_COLUMNS = (Column("略語", lambda each: each.name, "name"), *USE_COLUMNS)
