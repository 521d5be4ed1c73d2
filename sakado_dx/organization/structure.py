"""How divisions hang together: which lies in which 部, which succeeded which."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, QuerySet, Value

from sakado_dx.organization.models import Division

CHILD, SUCCESSOR = "child", "successor"
Link = tuple[str, int, int]  # kind, from, to


@dataclass(frozen=True)
class Structure:
    """The ids of all divisions that have a 部, successors or predecessors.

    `children` by the 部's id, `successors` by the old division's id, `predecessors` by the
    new one's.
    """

    children: dict[int, list[int]]
    successors: dict[int, list[int]]
    predecessors: dict[int, list[int]]

    @classmethod
    def of_links(cls, links: Iterable[Link]) -> "Structure":
        """The structure of the whole city hall, from the rows of `links`."""
        structure = cls({}, {}, {})
        for kind, above, below in links:
            if kind == CHILD:
                structure.children.setdefault(above, []).append(below)
            else:
                structure.successors.setdefault(above, []).append(below)
                structure.predecessors.setdefault(below, []).append(above)
        return structure

    def inherited_by(self, division_id: int) -> list[int]:
        """The divisions that this one alone has succeeded.

        A division that was split hands nothing over by itself: there each measure names its
        new division (README: 組織と権限).
        """
        old = self.predecessors.get(division_id, [])
        return [each for each in old if len(self.successors[each]) == 1]

    def with_predecessors(self, held: dict[int, frozenset[str]]) -> dict[int, frozenset[str]]:
        """Roles by division, with all that were succeeded, however many times renamed."""
        result, waiting = dict(held), list(held)
        while waiting:
            now = waiting.pop()
            for old in self.inherited_by(now):
                roles = result.get(old, frozenset()) | result[now]
                if roles != result.get(old):
                    result[old] = roles
                    waiting.append(old)
        return result

    def readable_from(self, division_ids: Iterable[int]) -> frozenset[int]:
        """These divisions, what lies in them, and the predecessors of either."""
        found, waiting = set(division_ids), list(division_ids)
        while waiting:
            now = waiting.pop()
            below = [*self.children.get(now, []), *self.inherited_by(now)]
            waiting.extend(each for each in below if each not in found)
            found.update(below)
        return frozenset(found)


def links() -> tuple[QuerySet, QuerySet]:
    """What lies in what, and what succeeded what: rows of kind, from and to."""
    children = Division.objects.filter(parent__isnull=False).order_by()
    successors = Division.successors.through.objects.order_by()
    return (
        children.values_list(_kind(CHILD), "parent_id", "id"),
        successors.values_list(_kind(SUCCESSOR), "from_division_id", "to_division_id"),
    )


def _kind(name: str) -> Value:
    return Value(name, output_field=CharField())
