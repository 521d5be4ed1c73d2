"""The POSTs of 計画の見直し for tests/post_table.py."""

from datetime import timedelta

from django.utils import timezone

from progress.models import PlanEdition, PlanRevision
from progress.revisions import verbs
from progress.revisions.edit_pages import frame_of
from progress.revisions.effect_verbs import apply_due
from progress.revisions.measure_forms import MeasureForm
from tests.post_lines import Post, Stage, nothing
from tests.progress.conftest import World
from tests.progress.revisions.drafts import decided, renamed

BASE = "/plan/revisions/{revision}"


def ready(city: World) -> None:
    """A minor change that only waits for its decision."""
    revision = PlanRevision.objects.order_by("pk")[0]
    revision.kind, revision.effective_on = "minor", timezone.localdate() + timedelta(days=1)
    revision.save()
    by, today = city.people["secretariat"], timezone.localdate()
    verbs.record_step(revision, by=by, version=revision.version, kind="mayor", on=today)


def taken_effect(city: World) -> dict[str, int]:
    """A revision that has taken effect today, and its edition."""
    name = city.measure.name
    line = renamed(city.measure.key, name, f"{name}（改）")
    revision = decided(city.plan, city.people["secretariat"], line, title="施行した見直し")
    apply_due()
    return {"revision": revision.pk, "edition": PlanEdition.objects.get(revision=revision).pk}


def waits(city: World) -> dict[str, int]:
    """A revision that was decided and waits for its day."""
    name, day = city.measure.name, timezone.localdate() + timedelta(days=9)
    line = renamed(city.measure.key, name, f"{name}（改）")
    by = city.people["secretariat"]
    revision = decided(city.plan, by, line, title="これからの見直し", effective_on=day)
    return {"revision": revision.pk}


def renamed_meanwhile(city: World) -> None:
    """The measure has another name by now than the draft has found."""
    city.plan.measures.filter(pk=city.measure.pk).update(name="別の名称")


def of_draft(path: str, prepare=nothing, **fields) -> Post:
    """A verb of the draft on the version that stands."""

    def with_version(stage: Stage) -> dict:
        revision = PlanRevision.objects.get(pk=stage.name("revision"))
        return {"version": revision.version} | fields

    return Post(f"{BASE}/{path}", "secretariat", with_version, prepare=prepare)


def of_measure(stage: Stage) -> dict:
    """The form of a measure as its page shows it, with another name."""
    revision = PlanRevision.objects.get(pk=stage.name("revision"))
    frame = frame_of(revision, timezone.localdate())
    form = MeasureForm(frame=frame, key=(stage.name("measure_key"),))
    shown = {field.html_name: field.value() or "" for field in form}
    return shown | {"version": revision.version, "name": "窓口をなくす"}


def of_indicator(stage: Stage) -> dict:
    revision = PlanRevision.objects.get(pk=stage.name("revision"))
    typed = {"name": "利用者", "kind": "number", "unit": "人", "sense": "up", "label": "成果目標"}
    return typed | {"version": revision.version}


def of_policy(stage: Stage) -> dict:
    revision = PlanRevision.objects.get(pk=stage.name("revision"))
    return {"version": revision.version, "name": "窓口の改革", "aim": "書かない窓口にします。"}


REVISIONS = [
    Post(f"{BASE}/words/?policies={{policy_key}}", "secretariat", of_policy),
    Post(f"{BASE}/measure/?measure={{measure_key}}", "secretariat", of_measure),
    Post(f"{BASE}/indicator/?measure={{measure_key}}", "secretariat", of_indicator),
    Post(
        "/plan/revisions/new/",
        "secretariat",
        lambda stage: {"title": "軽微な変更", "kind": "minor", "effective_on": "R9.4.1"},
    ),
    of_draft("change/", title="第1次の改定", kind="revision", effective_on="R9.4.1"),
    of_draft("steps/", kind="drafted", on="R8.4.1"),
    of_draft("steps/{revision_step}/drop/"),
    of_draft("lines/{revision_line}/", reason="読みやすくするため"),
    of_draft("lines/{revision_line}/drop/"),
    of_draft("share/", shared_on="R8.4.1"),
    of_draft("decide/", ready, decided_on=str(timezone.localdate())),
    of_draft("renew/", renamed_meanwhile),
    of_draft("impact/"),
    of_draft("withdraw/", reason="国の方針が変わったため"),
    of_draft("publish/", taken_effect, published_on="R12.4.1"),
    of_draft("undecide/", waits, reason="決定日の誤り"),
    of_draft("undo/{edition}/", taken_effect, reason="施行日の誤り"),
]
