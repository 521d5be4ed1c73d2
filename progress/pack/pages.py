"""The papers of a file in their order, and the page that lists what was made."""

from collections.abc import Sequence
from dataclasses import dataclass

from progress.models import Meeting, Pack, ReviewYear
from progress.pack.gathering import Material
from progress.pack.public import PublicMaterial


@dataclass(frozen=True)
class PaperOf:
    """A paper of the file: its 資料番号, its title, and the name of its template."""

    number: str
    title: str
    name: str

    @property
    def template(self) -> str:
        return f"progress/pack/_{self.name}.html"


def papers_of(material: Material) -> list[PaperOf]:
    """In the order in which such meetings have them."""
    label = material.frame.measure_label
    of_meeting = material.order.meeting is not None
    summary, items = ("概要と審議事項", "審議案件") if of_meeting else ("概要", "注意が必要な施策")
    main = (
        (summary, "summary"),
        ("前回の審議結果と対応状況", "last"),
        (f"{label}の一覧", "strip"),
        (items, "items"),
    )
    further = (
        (f"{label}ごとの資料", "measures"),
        ("指摘事項と対応", "follow_ups"),
        ("情報処理システム（施策ごと）", "systems"),
        ("用語", "terms"),
        ("集計と判定の方法", "rules"),
        ("正誤表", "errata"),
    )
    return [
        *(PaperOf(f"資料{place}", *own) for place, own in enumerate(main, start=1)),
        *(PaperOf(f"参考資料{place}", *own) for place, own in enumerate(further, start=1)),
    ]


def context_of(material: Material) -> dict:
    """The variables of the papers' templates."""
    told = {"papers": papers_of(material), "so_far": material.so_far}
    return cover_of(material) | told


def cover_of(material: Material | PublicMaterial) -> dict:
    """The variables of a cover, and of what stands on every page."""
    order = material.order
    return {
        "material": material,
        "order": order,
        "frame": material.frame,
        "at": material.at,
        "title": order.title,
        "marking": order.marking,
        "city": material.frame.city,
    }


def ballot_of(material: Material) -> dict:
    """The variables of the 審議結果記入票: with the plan's words to choose from."""
    words: dict[str, list[str]] = {}
    for each in material.order.year.plan.words.all():
        words.setdefault(each.vocabulary, []).append(each.word)
    return cover_of(material) | {"words": words}


def packs_of(year: ReviewYear, meeting: Meeting | None) -> Sequence[Pack]:
    """What was made of a meeting, or of the year without one, the newest first; 1 query."""
    return list(Pack.objects.newest_first().filter(year=year, meeting=meeting))
