"""What a table tells of the plan itself: its years, its title and city, what its levels are called."""

import re
from collections.abc import Mapping

from progress.plan_document.own_table.finding import Found
from progress.plan_document.own_table.roles import heading_year
from progress.plan_document.own_table.rows import OwnRow
from progress.plan_document.own_table.wording import years_in
from progress.plan_document.sheets.spreading import Row
from sakado_dx.fiscal import current_fiscal_year, label_short

CITY = re.compile(
    r"[一-龥ぁ-んァ-ヶ]{1,8}?[都道府県]?[一-龥ぁ-んァ-ヶ]{1,8}?[市区町村](?=[一-龥ァ-ヶA-Za-zＡ-Ｚ])"
)
USUAL = {"policy": "基本方針", "direction": "施策の方向性", "group": "中分類", "name": "個別施策"}
CHECK, ENTER = "確かめてください。", "記入してください。"


def years_of(found: Found, roles: Mapping[int, str], rows: list[OwnRow]) -> tuple[int, int]:
    """The plan's years: those of its yearly columns, else of its targets, else five from now."""
    headed = [
        heading_year(found.headings[column]) for column, role in roles.items() if role == "year"
    ]
    years = [year for year in headed if year]
    if not years:
        columns = [c for c, role in roles.items() if role == "target"]
        years = [year for c in columns if (year := heading_year(found.headings[c]))]
        years += years_in(
            text for row in rows for role in ("goal", "target") for _, text in row.cells(role)
        )
    if not years:
        return current_fiscal_year(), current_fiscal_year() + 4
    return min(years), max(years)


def plan_of(
    found: Found, roles: Mapping[int, str], years: tuple[int, int], code_label: str
) -> tuple[Row, dict[str, str]]:
    """The row of the plan's own sheet, and what must be said of its items."""
    title = next((text.strip() for text in found.above if len(text.strip()) > 4), "")
    city = CITY.match(title)
    first, last = years
    plan = {
        "title": title, "city": city[0] if city else "", "first_fiscal_year": first,
        "last_fiscal_year": last, "code_label": code_label,
        "level_names": _level_names(found, roles),
    }  # fmt: skip
    span = f"{label_short(first)}〜{label_short(last)}"
    return plan, {
        "title": f"元の表の上の行から。{CHECK}" if title else ENTER,
        "city": f"計画の名称から。{CHECK}" if city else ENTER,
        "first_fiscal_year": f"元の表の年度（{span}）から。{CHECK}",
        "last_fiscal_year": f"同じく、{CHECK}",
        "level_names": f"元の表の見出しから。{CHECK}",
    }


def _level_names(found: Found, roles: Mapping[int, str]) -> list[str]:
    headed = {role: found.headings[column] for column, role in roles.items() if role}
    names = []
    for role, name in USUAL.items():
        if role in headed or role in ("policy", "name"):
            heading = re.sub(r"(?:の)?(?:名称|名)$", "", headed.get(role, "").rpartition(" ")[2])
            names.append(heading[:30] or name)
    return list(dict.fromkeys(names)) if len(set(names)) > 1 else [USUAL["policy"], USUAL["name"]]
