"""What a column of a city's own table may hold: proposed by its heading and cells, chosen by hand."""

import re
from collections.abc import Mapping, Sequence

from progress.plan_document.own_table.wording import read_figure, year_of, years_in
from sakado_dx.imports.choices import key_of
from sakado_dx.readings import fold

ROLES = {
    "": "使わない",
    "policy": "基本方針（第1階層）",
    "direction": "施策の方向性（第2階層）",
    "group": "中分類（4階層の計画）",
    "code": "施策番号",
    "name": "施策名",
    "summary": "概要",
    "divisions": "所管課",
    "effect": "効果の印（見出しが効果の名称）",
    "year": "年度別の方向性（見出しの年度）",
    "goal": "目標の文（言葉から読み取る）",
    "indicator": "指標名",
    "unit": "単位",
    "baseline": "現状値・基準値",
    "target": "目標値（見出しかセルの年度）",
    "note": "注記",
    "source": "計画の該当箇所",
}
LEVELS = ("policy", "direction", "group", "code", "name")
# One of each; of all others several columns may stand.
SINGLE = (*LEVELS, "indicator", "unit")
# Words of headings, the first that fits.
WORDS = (
    ("unit", r"^単位$"),
    ("code", r"^(?:施策|取組|事業|項目|管理)?(?:番号|コード)$|^(?:No\.?|№|項番|ID)$"),
    ("divisions", r"所管|担当|主管|関係課|関連課|実施主体|部署|^課名?$"),
    ("summary", r"概要|取組内容|事業内容|実施内容|^内容$|説明"),
    ("baseline", r"現状|基準値|当初値|初期値|策定時"),
    ("target", r"目標値|目標数値"),
    ("indicator", r"指標名?|KPI"),
    ("goal", r"目標|成果想定"),
    ("note", r"備考|注記|摘要"),
    ("source", r"該当箇所|掲載ページ|^頁$|^ページ$"),
    ("direction", r"方向性?|基本施策|中項目|第2階層|施策の柱"),
    ("group", r"中分類|小項目|施策群"),
    ("policy", r"基本方針|基本目標|政策|^柱|大項目|大分類|第1階層|^方針$"),
    ("name", r"施策|取組|事業|項目|^名称$"),
)  # fmt: skip
GOAL_HEADINGS = re.compile(r"^(?:成果目標|目標|成果想定|成果指標)$")
MARKS = frozenset("◎○〇◯●△▲×－-")
EFFECT_MARKS = frozenset("◎○〇◯")
MOSTLY = 0.6


def is_heading(text: str) -> bool:
    """Whether a cell reads like a heading of such a table."""
    written = re.sub(r"\s+", "", text)
    return bool(written) and len(written) <= 20 and bool(_by_word(written) or year_of(written))


def _by_word(heading: str) -> str:
    half = re.sub(r"\s+", "", fold(heading))
    return next((role for role, words in WORDS if re.search(words, half, re.IGNORECASE)), "")


def proposed(headings: Mapping[int, str], cells, kept: Mapping[str, str]) -> dict[int, str]:
    """A role for each column: as it was chosen before (`kept`, by `key_of`), else by heading and
    cells (a pandas frame). Of what can be only once the first column is it."""
    roles: dict[int, str] = {}
    for column, heading in headings.items():
        texts = [text.strip() for text in cells[column] if text.strip()]
        role = kept.get(key_of(heading))
        role = _guessed(heading, texts) if role is None else role
        taken = role in SINGLE and role in roles.values()
        roles[column] = "" if taken else role
    return roles


def _guessed(heading: str, texts: Sequence[str]) -> str:
    if texts and set("".join(texts)) <= MARKS and EFFECT_MARKS & set("".join(texts)):
        return "effect"
    numbers = sum(read_figure(text) is not None for text in texts)
    is_numeric = bool(texts) and numbers >= MOSTLY * len(texts)
    role = _by_word(heading.rpartition(" ")[2]) or _by_word(heading)
    if heading_year(heading) is not None and role not in ("baseline", "target"):
        return "target" if is_numeric else "year"
    if role in ("goal", "indicator"):
        if role == "goal" and is_numeric and not any(years_in(texts)):
            return "target"
        if role == "indicator" and GOAL_HEADINGS.match(fold(heading)) and any(years_in(texts)):
            return "goal"
    return role


def heading_year(heading: str) -> int | None:
    """The year that a heading names: 年度別計画 令和5年度, 目標値（R9）."""
    return next(iter(years_in([fold(heading)])), None) or year_of(heading)
