"""The bodies that carry a plan (推進体制): who they are and how they hang together.

A plan keeps them as data: name, short name, role, chapter; `group` is the heading under which
the plan describes a body, `links` name the bodies above it and on what occasion (必要に応じて).
"""

from dataclasses import dataclass
from itertools import groupby

from measures.models import Plan


@dataclass(frozen=True)
class Body:
    """One body; `above` are the labels of the bodies that it is joined to from below."""

    name: str
    short_name: str = ""
    role: str = ""
    source: str = ""
    group: str = ""
    above: tuple[str, ...] = ()
    occasion: str = ""

    @property
    def label(self) -> str:
        return self.short_name or self.name

    @property
    def full_name(self) -> str:
        """The name where the label is a shorter one, else nothing."""
        return self.name if self.short_name else ""


@dataclass(frozen=True)
class Group:
    """Bodies that the plan describes together; `levels` from the highest down."""

    title: str
    levels: tuple[tuple[Body, ...], ...]

    @property
    def bodies(self) -> list[Body]:
        return [body for level in self.levels for body in level]


def groups_of(plan: Plan) -> list[Group]:
    """The plan's bodies by the heading (or chapter) that they stand under."""
    titles: list[str] = []
    bodies = [_body(entry, plan.bodies) for entry in plan.bodies]
    for body in bodies:
        if _title(body) not in titles:
            titles.append(_title(body))
    ordered = sorted(bodies, key=lambda body: titles.index(_title(body)))
    return [Group(title, _levels(list(members))) for title, members in groupby(ordered, key=_title)]


def _title(body: Body) -> str:
    return body.group or body.source


def _body(entry: dict, entries: list[dict]) -> Body:
    labels = {other["name"]: other.get("short_name") or other["name"] for other in entries}
    links = [link for link in entry.get("links", []) if link["to"] in labels]
    occasions = dict.fromkeys(link["label"] for link in links if link.get("label"))
    return Body(
        name=entry["name"],
        short_name=entry.get("short_name", ""),
        role=entry.get("role", ""),
        source=entry.get("source", ""),
        group=entry.get("group", ""),
        above=tuple(dict.fromkeys(labels[link["to"]] for link in links)),
        occasion="・".join(occasions),
    )


def _levels(members: list[Body]) -> tuple[tuple[Body, ...], ...]:
    """Bodies by depth: each below all that it names; a circle ends where it began."""
    levels: list[tuple[Body, ...]] = []
    waiting = members
    while waiting:
        labels = {body.label for body in waiting}
        ready = tuple(body for body in waiting if not labels.intersection(body.above))
        levels.append(ready or tuple(waiting))
        waiting = [body for body in waiting if body not in levels[-1]]
    return tuple(levels)


def sentence(group: Group) -> str:
    """The group's picture in words, for those who do not see it."""
    parts = [_joined(body) if body.above else body.label for body in group.bodies]
    return f"{group.title}：{'、'.join(parts)}。"


def _joined(body: Body) -> str:
    occasion = f"{body.occasion}、" if body.occasion else ""
    return f"{body.label}（{occasion}{'・'.join(body.above)}につながる）"
