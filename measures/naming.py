"""What a plan's levels are called and how they are printed: of rows and of frozen copies alike."""

from sakado_dx import fiscal

# Whose mark, and what it is called where the plan has no name of its own.
DIVISION, SECRETARIAT, MEETING = "division", "secretariat", "meeting"
MARK_NAMES = {DIVISION: "自己評価", SECRETARIAT: "事務局案", MEETING: "会議の確認結果"}


class PlanNaming:
    """For what has `level_names`, `mark_names`, `first_fiscal_year` and `last_fiscal_year`."""

    @property
    def fiscal_years(self) -> list[int]:
        return list(range(self.first_fiscal_year, self.last_fiscal_year + 1))

    @property
    def policy_label(self) -> str:
        return self.level_names[0] if self.level_names else "基本方針"

    @property
    def measure_label(self) -> str:
        return self.level_names[-1] if len(self.level_names) > 1 else "個別施策"

    @property
    def direction_label(self) -> str:
        """What the level between is called; empty for a plan of two levels."""
        return self.level_names[1] if len(self.level_names) > 2 else ""

    @property
    def marks(self) -> tuple[str, ...]:
        """The division's, the secretariat's and the meeting's."""
        return tuple(MARK_NAMES)

    def mark_name(self, whose: str) -> str:
        """What the plan calls one of the three marks: 自己評価, 事務局案, 会議の確認結果."""
        names = dict(zip(MARK_NAMES, self.mark_names or (), strict=False))
        return names.get(whose) or MARK_NAMES[whose]

    @property
    def period_text(self) -> str:
        first, last = self.first_fiscal_year, self.last_fiscal_year
        return f"{fiscal.label_name(first)}〜{fiscal.label_name(last)}"


def lasting_key(city_code: str, city: str, first_fiscal_year: int) -> str:
    """How a plan is known for good that no document gives a key: by its city and first year."""
    return f"{(city_code or city)[:50]}-{first_fiscal_year}"


ROMAN = "I"  # how the top level is numbered where the plan does not say


def numbered(code_label: str, number: int) -> str:
    """The number of a policy (1 to 39) as a plan prints its first: I, 1, 政策目標1, A."""
    ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    roman = "X" * (number // 10) + ones[number % 10]
    for sign, printed in (("1", str(number)), ("１", str(number)), (ROMAN, roman), ("Ⅰ", roman)):
        if sign in code_label:
            return code_label.replace(sign, printed)
    if code_label == "A" and number <= 26:
        return chr(ord("A") + number - 1)
    return f"{code_label}{number}"


class PolicyNaming:
    """For what has `number`, `name` and `label`."""

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return f"{self.printed_number} {self.name}"

    @property
    def printed_number(self) -> str:
        """The number as codes and headings print it: `label`, and where none is stored Roman."""
        return self.label or numbered(ROMAN, self.number)


class DirectionNaming:
    """For what has `number` and `name`; the name is empty where a plan has two levels."""

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return f"{self.circled} {self.name}".strip()

    @property
    def circled(self) -> str:
        """① to ⑳; beyond that the number in brackets. Nothing for a nameless direction."""
        if not self.name:
            return ""
        return chr(0x245F + self.number) if 1 <= self.number <= 20 else f"({self.number})"


class MeasureNaming:
    """For what has `code` and `name`."""

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return f"{self.code} {self.name}"
