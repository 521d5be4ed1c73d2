"""A year in the read API: what is published to anybody, the rest to staff by right."""

from collections.abc import Callable, Mapping, Sequence

from rest_framework.exceptions import NotFound

from measures.models import PlanWord
from measures.words import MISSING_WORDS
from progress.api import answers, sources
from progress.judging.facts import LABELS, REPORTED
from progress.models.shown_states import WORDS as STATES
from progress.reading.codec import Json
from sakado_dx.resources.query import Choice, PageQuery, Query, Text, Whole
from sakado_dx.resources.serving import DetailView, ListView

YEARS = "年度"
YEAR = {"fiscal_year": "年度（西暦）"}
BY_RIGHT = (
    "ログインがなければ、公表日の来た年度の、いちばん新しい公表を返します。職員のログインがあれば、"
    "開いている年度は今の内容を、締めた年度はいちばん新しい版を、画面と同じ権利で返します。"
)
PENDING = Choice(
    ("1",),
    help_text="1 のとき、提出済みで、まだ事務局が確認していない報告も数える（確定前を含む。"
    "事務局、推進会議、CDO・政策会議の職員だけ）",
)
ORDER = Choice(("order", "-order"), help_text="計画の順か、その逆")
NOT_FOR_ALL = "確定前を含む（pending）ことのできない人"
Filters = Mapping[str, Callable[[Json, object], bool]]


def chosen(rows: Sequence[Json], asked: Mapping, filters: Filters) -> Sequence[Json]:
    """The rows that pass every filter that is asked for, in the order that is."""
    for name, passes in filters.items():
        if name in asked:
            rows = [each for each in rows if passes(each, asked[name])]
    return rows[::-1] if asked.get("ordering") == "-order" else rows


class YearList(ListView):
    """The years that are reported on."""

    tag = YEARS
    summary = "年度の一覧"
    told = f"報告のある年度を、新しい順に返します。{BY_RIGHT}"
    serializer_class = answers.Year

    def rows(self, asked: dict) -> list[Json]:
        return sources.years(self.standing)


class ReportQuery(PageQuery):
    """The filters of a year's reports."""

    policy = Whole(min_value=1, max_value=32_767, help_text="基本方針の番号")
    division = Text(help_text="所管課の名称（その年度の所管課に、これを含む報告）")
    meaning = Choice(PlanWord.PROGRESS_MEANINGS, help_text="立った進捗の意味")
    state = Choice(STATES, help_text="報告の状態")
    pending = PENDING
    ordering = ORDER


class OneReportQuery(Query):
    """What may be asked of a single report."""

    pending = PENDING


class ReportList(ListView):
    """A year's reports."""

    tag = YEARS
    summary = "年度の報告の一覧"
    told = f"施策ごとの報告を、計画の順に返します。{BY_RIGHT}"
    path_told = YEAR
    query_class = ReportQuery
    refuses = NOT_FOR_ALL
    serializer_class = answers.Report
    filters: Filters = {
        "policy": lambda row, number: row["policy"].number == number,
        "division": lambda row, name: name in row["divisions"],
        "meaning": lambda row, name: bool(row["progress"]) and row["progress"].meaning == name,
        "state": lambda row, name: row["state"] == name,
    }

    def rows(self, asked: dict, fiscal_year: int) -> list[Json]:
        pending = sources.pending_of(self.standing, asked)
        rows = sources.reports(self.standing, fiscal_year, pending=pending)
        return chosen(rows, asked, self.filters)


class ReportView(DetailView):
    """One measure's report of a year."""

    tag = YEARS
    summary = "年度の報告"
    told = f"施策一つの報告です。{BY_RIGHT}"
    path_told = {**YEAR, "measure_key": "施策の変わらない番号"}
    query_class = OneReportQuery
    refuses = NOT_FOR_ALL
    serializer_class = answers.Report

    def row(self, fiscal_year: int, measure_key: str) -> Json:
        pending = sources.pending_of(self.standing, self.asked)
        found = sources.reports(self.standing, fiscal_year, measure_key, pending=pending)
        if not found:
            raise NotFound
        return found[0]


class ResultQuery(PageQuery):
    """The filters of a year's results."""

    measure = Text(help_text="施策の変わらない番号")
    indicator = Text(help_text="指標の変わらない番号")
    status = Choice((REPORTED, *MISSING_WORDS), help_text="実績の状況")
    judgement = Choice(LABELS, help_text="判定の種類")
    pending = PENDING
    ordering = ORDER


class ResultList(ListView):
    """A year's results and judgements."""

    tag = YEARS
    summary = "年度の実績と判定の一覧"
    told = f"成果指標の実績と判定を、施策と指標ごとに1行ずつ、計画の順に返します。{BY_RIGHT}"
    path_told = YEAR
    query_class = ResultQuery
    refuses = NOT_FOR_ALL
    serializer_class = answers.ResultRow
    filters: Filters = {
        "indicator": lambda row, key: row["indicator"] == key,
        "status": lambda row, name: row["status"] == name,
        "judgement": lambda row, code: bool(row["judgement"]) and row["judgement"].code == code,
    }

    def rows(self, asked: dict, fiscal_year: int) -> list[Json]:
        pending = sources.pending_of(self.standing, asked)
        key = asked.get("measure", "")
        rows = sources.results(self.standing, fiscal_year, key, pending=pending)
        return chosen(rows, asked, self.filters)


class DecisionQuery(PageQuery):
    """The filters of a year's decisions."""

    measure = Text(help_text="施策の変わらない番号")
    body = Text(help_text="会議の名称")


class DecisionList(ListView):
    """What meetings decided in a year."""

    tag = YEARS
    summary = "会議の決定の一覧"
    told = (
        "施策についての会議の決定を、開催日の順に返します。ログインがなければ、公表した意見だけです"
        "（計画の順）。職員のログインがあれば、結果を確定した会議の決定を、画面と同じ権利で返します。"
    )
    path_told = YEAR
    query_class = DecisionQuery
    serializer_class = answers.DecisionRow
    filters: Filters = {
        "measure": lambda row, key: row["measure"]["key"] == key,
        "body": lambda row, name: row["body"] == name,
    }

    def rows(self, asked: dict, fiscal_year: int) -> list[Json]:
        return chosen(sources.decisions(self.standing, fiscal_year), asked, self.filters)
