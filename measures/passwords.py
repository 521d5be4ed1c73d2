"""The names of city and plan are the first that somebody would try as a password."""

from measures.models import Plan
from sakado_dx.organization.passwords import refuse_around


class PlanWordsValidator:
    """Refuses a password that is little more than the name of a city or a plan."""

    def validate(self, password: str, user=None) -> None:
        """Raise ValidationError, naming the word; 1 query."""
        refuse_around(password, plan_words())

    def get_help_text(self) -> str:
        return "市区町村や計画の名称に近いものは使えません。"


def plan_words() -> list[str]:
    """Cities and titles of the plans; a city also without 市, 町 or 村."""
    rows = Plan.objects.values_list("city", "title")
    words = [word for row in rows for word in row]
    return words + [city.rstrip("市区町村") for city, _ in rows]
