"""The style sheets: contrast of every pair in use, size of the files, nothing from elsewhere."""

import re
from pathlib import Path

import pytest

from progress.charts.style import APART, FILLS

STATIC = Path(__file__).resolve().parent.parent / "sakado_dx" / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
TOKENS = dict(
    re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", (STATIC / "css/tokens.css").read_text("utf-8"))
)
TEXT_PAIRS = [
    ("text", "white grey-light grey blue-light blue warning-tint"),
    ("heading", "white grey-light blue-light blue warning-tint success-tint error-tint apart"),
    ("heading", "on-track slightly-late late"),
    ("support", "white grey-light blue-light"),
    ("link", "white grey-light blue-light warning-tint"),
    ("link-visited", "white grey-light blue-light"),
    ("primary", "white blue-light blue"),
    ("primary-hover", "blue"),
    ("error-dark", "white error-tint"),
    ("success", "white"),
    ("white", "primary primary-hover primary-active success ahead done"),
]
EDGE_PAIRS = [
    ("border", "white grey-light blue-light"),
    ("error", "white"),
    ("focus-outline", "blue"),
]
EDGE_PAIRS += [("warning", "white warning-tint"), ("warning-strong", "white")]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, as WCAG defines it, from 0 (black) to 1 (white)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two tokens, from 1 to 21."""
    darker, lighter = sorted(luminance(TOKENS[name]) for name in (first, second))
    return (lighter + 0.05) / (darker + 0.05)


def pairs(table: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each foreground with each of its backgrounds."""
    return [(front, back) for front, backs in table for back in backs.split()]


@pytest.mark.parametrize(("front", "back"), pairs(TEXT_PAIRS))
def test_text_has_a_contrast_of_at_least_4_5(front, back):
    assert contrast(front, back) >= 4.5


@pytest.mark.parametrize(("front", "back"), pairs(EDGE_PAIRS))
def test_edges_of_controls_have_a_contrast_of_at_least_3(front, back):
    assert contrast(front, back) >= 3


@pytest.mark.parametrize(
    "path", [*SHEETS, *sorted((STATIC / "pack").glob("*.css"))], ids=lambda path: path.name
)
def test_style_sheet_is_short_and_loads_nothing(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    assert re.findall(r"@import|url\(|orientation\s*:", text) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_style_sheet_names_only_tokens_that_exist(path):
    text = path.read_text(encoding="utf-8")
    defined = set(re.findall(r"(--[\w-]+):", (STATIC / "css/tokens.css").read_text("utf-8")))
    assert set(re.findall(r"var\((--[\w-]+)", text)) - defined == set()


def test_the_shell_links_every_style_sheet():
    shell = (STATIC.parent.parent / "templates/shell.html").read_text(encoding="utf-8")
    assert sorted(re.findall(r"css/([\w-]+\.css)", shell)) == [path.name for path in SHEETS]


ROOT = STATIC.parent.parent
TEMPLATES = [
    path for path in sorted((ROOT / "templates").rglob("*.html")) if "admin" not in path.parts
]
# Written by Django itself, in `as_div`.
OF_DJANGO = {"helptext"}


# What is printed has sheets of its own, which no page of the portal loads.
PRINTED = sorted((STATIC / "pack").glob("*.css"))


def classes_with_a_rule() -> set[str]:
    found: set[str] = set()
    for path in (*SHEETS, *PRINTED):
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
        selectors = re.sub(r"\{[^{}]*\}", "{}", text)
        found |= set(re.findall(r"\.(-?[a-zA-Z_][\w-]*)", selectors))
    return found


def classes_in_templates() -> tuple[set[str], set[str]]:
    """Whole names, and beginnings of those that a variable completes: ``status--``."""
    whole, begun = set(), set()
    for path in TEMPLATES:
        for names in re.findall(r'class="([^"]*)"', path.read_text("utf-8")):
            completed = re.sub(r"\{\{.*?\}\}", "*", names)
            for name in re.sub(r"\{%.*?%\}", " ", completed).split():
                (begun if "*" in name else whole).add(name.split("*")[0])
    return whole, begun


def test_every_class_of_a_template_has_a_rule():
    whole, _ = classes_in_templates()
    assert sorted(whole - classes_with_a_rule()) == []


def test_every_rule_is_of_a_class_that_is_used():
    whole, begun = classes_in_templates()
    code = [*(ROOT / "progress").rglob("*.py"), *(ROOT / "sakado_dx").rglob("*.py")]
    code += (STATIC / "js").glob("*.js")
    elsewhere = " ".join(path.read_text("utf-8") for path in code)
    unused = [
        name
        for name in sorted(classes_with_a_rule() - whole - OF_DJANGO)
        if not any(name.startswith(each) for each in begun)
        and not re.search(rf"(?<![\w-]){name}(?![\w-])", elsewhere)
    ]
    assert unused == []


def test_chip_of_a_progress_word_has_the_colour_of_its_bar():
    fills = {meaning: fill.face.lower() for meaning, fill in FILLS.items() if fill is not APART}
    chips = {
        meaning: TOKENS[name] for meaning in fills if (name := meaning.replace("_", "-")) in TOKENS
    }
    assert chips == {
        name: fills[name] for name in ("done", "ahead", "on_track", "slightly_late", "late")
    }
    assert TOKENS["apart"] == APART.face.lower()
