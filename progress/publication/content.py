"""What citizens see of a report: an allow-list, filled from the report's content (cycle 3).

What is not named here is never published: evidence, issues, notes, reasons, contributions and
names of staff have no place in it, whatever the content holds.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from progress.editions.content import contents_of, erratum
from progress.models import Approval, Correction, ProgressReport, Publication, ReviewYear
from progress.reading import codec
from progress.reading.closed import closed_contents, planned_of
from progress.reading.closed_names import named_as_then
from progress.reading.codec import Json
from progress.reading.places import shown_value
from sakado_dx import fiscal

WHOLE = "measure"
# What may be withheld from publication, and what it is called.
FIELDS = {
    "direction": "実際の方向性",
    "progress": "進捗",
    "results": "成果指標の実績",
    "public_text": "公表用の記載",
    "outlook": "今後の方針",
    "opinions": "会議の意見",
}
WITHHELD_CHOICES = {WHOLE: "この施策の全体"} | FIELDS
# Which field of the publication a corrected place belongs to; other places are not public.
FIELD_OF_PLACE = {
    "actual_direction": "direction",
    "progress": "progress",
    "public_text": "public_text",
    "outlook": "outlook",
}
FIGURE_FIELDS = ("status", "value", "done", "done_on", "words", "certainty")
JUDGEMENT_FIELDS = ("code", "label", "finding", "rate", "target", "next_target", "met")


def public_content(
    content: Json, *, withheld: Collection[str], contact: Json, errata: Collection[Json] = ()
) -> Json:
    """The publication of a report's content; `errata` are the lines that were public before."""
    plan, report = content["plan"], content["report"]
    shown = {
        "year": content["fiscal_year"],
        "plan": _frame(content["frame"]),
        "measure": _measure(plan),
        "planned": planned_of(content),
        "direction": report["actual_direction"],
        "progress": report["progress"],
        "outlook": report["outlook"],
        "public_text": public_text(report),
        "indicators": [_indicator(each, str(content["fiscal_year"])) for each in
                       content["indicators"]],
        "opinions": [
            {name: each[name] for name in ("body", "held_on", "opinion")}
            for each in content["decisions"]
            if each["is_public"]
        ],
        "contact": contact,
        "errata": [line for line in errata if line_field(line["place"]) not in withheld],
    }  # fmt: skip
    return without(shown, withheld)


def public_text(report: Json) -> str:
    """公表用の記載; where none was written, what was done stands for it."""
    return report["public_text"].strip() or report["done"]


def field_of(place: str) -> str:
    """The published field to which a corrected place belongs; empty for one not published."""
    return "results" if place.startswith("result-") else FIELD_OF_PLACE.get(place, "")


def line_field(place: str) -> str:
    """The published field of which a line of the 正誤表 speaks: of what was done there is one
    only where it stood for a blank 公表用の記載."""
    return "public_text" if place == "done" else field_of(place)


def without(shown: Json, withheld: Collection[str]) -> Json:
    """The content with the withheld fields empty and named, their reasons left out."""
    empty = {"direction": "", "progress": None, "public_text": "", "outlook": None, "opinions": []}
    left = shown | {name: value for name, value in empty.items() if name in withheld}
    if "results" in withheld:
        left["indicators"] = [
            each | {"figure": None, "judgement": None} for each in shown["indicators"]
        ]
    return left | {"withheld": [label for name, label in FIELDS.items() if name in withheld]}


def shows(content: Json, field: str) -> bool:
    """Whether an edition shows a field, which it does unless it was withheld."""
    return FIELDS[field] not in content["withheld"]


def hiding(content: Json, field: str) -> Json:
    """The edition without a field that was withheld since, and without its lines."""
    hidden = [name for name in FIELDS if name == field or not shows(content, name)]
    errata = [line for line in content["errata"] if line_field(line["place"]) not in hidden]
    return without(content | {"errata": errata}, hidden)


def title_of(content: Json) -> str:
    """How a publication is headed: the measure and the year it is of."""
    measure = content["measure"]
    return f"{measure['code']} {measure['name']}（{fiscal.label_name(content['year'])}実績）"


def readable(content: Json) -> Json:
    """A publication for a page: days as dates, figures with unit and 見込 or 速報."""
    indicators = [each | {"actual": _actual(each)} for each in content["indicators"]]
    opinions = [each | {"held_on": codec.day(each["held_on"])} for each in content["opinions"]]
    errata = [each | {"on": codec.day(each["on"])} for each in content["errata"]]
    return content | {"indicators": indicators, "opinions": opinions, "errata": errata}


def _actual(indicator: Json) -> str:
    figure = indicator["figure"]
    if figure is None:
        return "公表していません" if indicator["judgement"] is None else "未報告"
    return shown_value(figure | {"unit": indicator["facts"]["unit"]})


def with_indicator(shown: Json, content: Json, indicator_id: int) -> Json:
    """The publication with one indicator as the content has it now, unless it is withheld."""
    year = str(content["fiscal_year"])
    now = {each["id"]: _indicator(each, year) for each in content["indicators"]}
    indicators = [
        now[each["id"]]
        if each["id"] == indicator_id and each["judgement"] is not None and each["id"] in now
        else each
        for each in shown["indicators"]
    ]
    return shown | {"indicators": indicators}


def _frame(frame: Json) -> Json:
    names = ("title", "city", "level_names", "first_fiscal_year", "last_fiscal_year")
    return {name: frame[name] for name in names}


def _measure(plan: Json) -> Json:
    names = ("key", "code", "name", "group", "summary", "effects", "divisions")
    own = {name: plan[name] for name in names}
    years = [
        {name: each[name] for name in ("fiscal_year", "printed", "planned")}
        for each in plan["years"]
    ]
    policy = {name: plan["policy"][name] for name in ("number", "name", "aim")}
    direction = {name: plan["direction"][name] for name in ("number", "name")}
    return own | {"policy": policy, "direction": direction, "years": years}


def _indicator(entry: Json, year: str) -> Json:
    """An indicator with its targets, and of its figures the year's own alone."""
    figure, judgement = entry["figures"].get(year), entry["judgement"]
    shown = figure and figure["counts"]
    return {
        "id": entry["id"],
        "key": entry["key"],
        "label": entry["label"],
        "printed": entry["printed"],
        "note": entry["note"],
        "facts": entry["facts"],
        "figure": {name: figure[name] for name in FIGURE_FIELDS} if shown else None,
        "judgement": {name: judgement[name] for name in JUDGEMENT_FIELDS},
    }


def contact_of(report: ProgressReport, day: date) -> Json:
    """Where citizens may ask: the lead division's name, telephone and public address."""
    lead = report.lead_division(day)
    if lead is None:
        return {"name": "", "telephone": "", "email": ""}
    return {"name": lead.name, "telephone": lead.telephone, "email": lead.email}


def in_force(report: ProgressReport) -> Publication | None:
    """The edition that citizens see, or will see from the 公表日 on; 1 query."""
    return report.publications.in_force().order_by("-edition").first()


def last_edition(report: ProgressReport) -> Publication | None:
    """The newest edition, also one that was taken back; 1 query."""
    return report.publications.order_by("-edition").first()


def next_edition(
    report: ProgressReport, content: Json, last: Publication | None, day: date
) -> Json:
    """What publishing a report with this content now would show, after the last edition."""
    return public_content(
        content,
        withheld=report.withheld,
        contact=contact_of(report, day),
        errata=lines_after(report, last) if last else (),
    )


def lines_after(report: ProgressReport, last: Publication) -> list[Json]:
    """The lines of the 正誤表 that follow an edition: its own, and of one that was taken back
    those of what it showed and what was corrected since; 0 or 1 query."""
    lines = last.content["errata"]
    if last.withdrawn_at is None:
        return lines
    since = report.corrections.made().filter(confirmed_at__gt=last.at).order_by("confirmed_at")
    return [*lines, *(erratum(each) for each in since if _was_shown(last.content, each))]


def _was_shown(content: Json, correction: Correction) -> bool:
    """Whether citizens have read what was corrected; what was done only where it stood for the
    公表用の記載, else its line would let an inner text out."""
    field = line_field(correction.place)
    if field not in FIELDS or not shows(content, field):
        return False
    return correction.place != "done" or content["public_text"] == correction.before


def refusal(report: ProgressReport, *, is_approved: bool) -> str:
    """Why the report cannot be published now, but for what it says; empty where it can."""
    if report.state != ProgressReport.State.EVALUATED:
        return f"報告が「{report.get_state_display()}」です。"
    if WHOLE in report.withheld:
        return "この施策は「公表しない」になっています。"
    if report.year.publish_on is None:
        return "年度の公表日が決まっていません。"
    if report.year.asks_approval and not is_approved:
        return "決裁が済んでいません。"
    return ""


def is_approved(report: ProgressReport) -> bool:
    return report.approvals.filter(ended_at__isnull=True).exists()


@dataclass(frozen=True)
class Prospect:
    """A report that could be published, its edition in force, and what stands against it."""

    report: ProgressReport
    current: Publication | None
    refusal: str


@dataclass(frozen=True)
class Prospects:
    """What publishing a whole year would do; `done` are published as they stand."""

    ready: list[Prospect]
    refused: list[Prospect]
    done: list[Prospect]


def to_publish(year: ReviewYear, day: date) -> Prospects:
    """The year's reports by what publishing them would do; 20 queries, however many."""
    contents = closed_contents(year.pk) if not year.is_open else {}
    contents = contents or contents_of(year)
    prospects = Prospects([], [], [])
    for report in named_as_then(_with_editions(year)):
        current = max(report.in_force, key=lambda each: each.edition, default=None)
        against = refusal(report, is_approved=bool(report.approvals_in_force))
        row = Prospect(report, current, against)
        if current and _is_shown(report, contents[report.pk], current, day):
            prospects.done.append(row)
        else:
            (prospects.refused if against else prospects.ready).append(row)
    return prospects


def _is_shown(report: ProgressReport, content: Json, current: Publication, day: date) -> bool:
    """Whether the edition in force already is what a new one would be."""
    if report.state != ProgressReport.State.EVALUATED:
        return False
    return current.content == next_edition(report, content, current, day)


def _with_editions(year: ReviewYear):
    approvals = Approval.objects.filter(ended_at__isnull=True)
    reports = ProgressReport.objects.for_year(year).with_measure().in_plan_order()
    return reports.prefetch_related(
        Prefetch("approvals", queryset=approvals, to_attr="approvals_in_force"),
        Prefetch("publications", queryset=Publication.objects.in_force(), to_attr="in_force"),
    )
