"""What today's city-wide roles allow in the Django admin, as one table.

Nobody holds a stored permission. Reports and results are only looked at there, by the
secretariat; an administrator who holds no other role does not see them at all (README: 組織と権限).
"""

from functools import cache

from django.apps import apps

from sakado_dx.organization.models import CityRole

SECRETARIAT, ADMINISTRATOR = CityRole.Role.SECRETARIAT, CityRole.Role.ADMINISTRATOR

READ = frozenset({"view", "export"})
KEEP = READ | {"add", "change", "import"}
ALL = KEEP | {"delete"}

# An app's name stands for all its models that are not named themselves. What a report or a
# result points at ends one day, and is never deleted.
PLAN_DATA = {
    "measures": ALL,
    "measures.plan": KEEP,
    "measures.policy": KEEP,
    "measures.direction": KEEP,
    "measures.measure": KEEP,
    "measures.indicator": KEEP,
    "measures.planword": KEEP,
    "glossary": ALL,
    "systems_inventory": ALL,
    # What a year changes has its verbs, which tell the divisions: never a bare row.
    "progress.reviewyear": frozenset({"view"}),
}
RIGHTS = {
    ADMINISTRATOR: PLAN_DATA
    | {
        "organization": KEEP,
        "organization.membership": ALL,
        "organization.cityrole": ALL,
        "organization.passwordlink": frozenset({"view", "add"}),
    },
    SECRETARIAT: {"progress": READ, "imports": frozenset({"view"})}
    | PLAN_DATA
    | {"organization.division": frozenset({"view"}), "progress.indicatorresult": READ | {"import"}},
}
USE_ADMIN = "organization.use_admin"


@cache
def permissions_of(city_roles: frozenset[str]) -> frozenset[str]:
    """The names of all permissions, such as `measures.change_measure`, that roles give."""
    granted = {
        f"{app}.{action}_{model}"
        for role in city_roles & RIGHTS.keys()
        for app, model in _models_of_ours()
        for action in _actions(RIGHTS[role], app, model)
    }
    return frozenset(granted | ({USE_ADMIN} if granted else set()))


def _actions(rights: dict[str, frozenset[str]], app: str, model: str) -> frozenset[str]:
    return rights.get(f"{app}.{model}", rights.get(app, frozenset()))


@cache
def _models_of_ours() -> list[tuple[str, str]]:
    return [(model._meta.app_label, model._meta.model_name) for model in apps.get_models()]
