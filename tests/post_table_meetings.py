"""The lines of tests/post_table.py for meetings and what follows from them."""

from datetime import date
from typing import Any

from progress.decisions import verbs as decisions
from progress.follow_ups import verbs as follow_ups
from progress.meetings import verbs as meetings
from progress.models import Decision, FollowUp, Meeting
from tests.post_lines import Post, Stage, of_list, pdf
from tests.progress.conftest import World


def second_meeting(city: World) -> dict[str, Any]:
    """A meeting that has decided nothing yet, with both reports on its agenda."""
    by = city.people["secretariat"]
    meeting = meetings.plan_meeting(city.year, by=by, kind="政策会議", held_on=date(2024, 8, 1))
    meetings.add_to_agenda(meeting, by=by, reports=city.year.reports.order_by("pk"))
    return {"meeting": meeting.pk, "item": meeting.agenda.get(report=city.report).pk}


def empty_meeting(city: World) -> dict[str, Any]:
    by = city.people["secretariat"]
    meeting = meetings.plan_meeting(city.year, by=by, kind="政策会議", held_on=date(2024, 8, 1))
    return {"meeting": meeting.pk}


def with_member(city: World) -> dict[str, Any]:
    places = empty_meeting(city)
    meeting = Meeting.objects.get(pk=places["meeting"])
    meeting.members.set([city.people["council"]])
    return places | {"member": meeting.memberships.get().pk}


def in_writing(city: World) -> dict[str, Any]:
    places = with_member(city)
    Meeting.objects.filter(pk=places["meeting"]).update(is_written=True)
    return places


def draft(city: World) -> dict[str, Any]:
    """A decision of a meeting that is not settled."""
    places = second_meeting(city)
    meeting, report = Meeting.objects.get(pk=places["meeting"]), city.fresh()
    decisions.decide(
        meeting, report, by=city.people["secretariat"], version=report.version,
        judgement=city.word("順調"), outlook=city.word("継続", "outlook"),
    )  # fmt: skip
    return places


def chair(stage: Stage) -> dict[str, Any]:
    shown = Decision.objects.exclude(meeting__in=Meeting.objects.settled())
    chair = {"chair_title": "副市長", "chair_name": "坂戸 花子", "chair_on": "R6.8.1"}
    return {"decision": list(shown.values_list("pk", flat=True))} | chair


def held(stage: Stage) -> dict[str, Any]:
    people = [stage.city.people[name].pk for name in ("council", "executive")]
    return {
        "kind": "推進会議",
        "held_on": "R6.9.10",
        "place": "庁議室",
        "members": people,
        "version": 0,
    }


def decision(stage: Stage) -> dict[str, Any]:
    rows = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "0-what": "示すこと。", "0-due": "R6.10.1"}
    rows["0-division"] = stage.city.divisions["lead"].pk
    return {
        "version": stage.city.fresh().version,
        "manner": "each",
        "judgement": stage.city.word("順調").pk,
        "outlook": stage.city.word("継続", "outlook").pk,
    } | {f"request-{name}": value for name, value in rows.items()}


def asked(stage: Stage) -> dict[str, Any]:
    return {"division": stage.city.divisions["lead"].pk, "what": "示すこと。", "due": "R6.10.1"}


def answered(city: World) -> None:
    follow_ups.answer(FollowUp.objects.get(), by=city.people["head"], version=0, text="示した。")


MEETINGS = [
    Post("/years/{year}/meetings/new/", "secretariat", held),
    Post("/meetings/{meeting}/edit/", "secretariat", held, prepare=second_meeting),
    Post(
        "/meetings/{meeting}/minutes/",
        "secretariat",
        lambda stage: {"file": pdf("議事録.pdf")},
        prepare=second_meeting,
    ),
    Post(
        "/meetings/{meeting}/agenda/fill/",
        "secretariat",
        state="submitted",
        prepare=empty_meeting,
    ),
    Post(
        "/meetings/{meeting}/agenda/add/",
        "secretariat",
        lambda stage: {"reports": [each.pk for each in stage.city.year.reports.all()]},
        prepare=empty_meeting,
    ),
    Post(
        "/meetings/{meeting}/drop/",
        "secretariat",
        lambda stage: {"reason": "日程の変更"},
        prepare=second_meeting,
    ),
    Post(
        "/meetings/{meeting}/attendance/",
        "secretariat",
        lambda stage: {"version": 0, f"member-{stage.name('member')}-attendance": "absent"},
        prepare=with_member,
    ),
    Post(
        "/meetings/{meeting}/answer/",
        "council",
        lambda stage: {"answer": "opinion", "comment": "早めること。"},
        prepare=in_writing,
    ),
    Post(
        "/meetings/{meeting}/agenda/matter/",
        "secretariat",
        lambda stage: {"title": "次期計画の策定について", "handling": "debate"},
        prepare=empty_meeting,
    ),
    Post(
        "/meetings/{meeting}/items/{item}/edit/",
        "secretariat",
        lambda stage: {"handling": "report", "point": "体制を見直すか。"},
        prepare=second_meeting,
    ),
    Post("/meetings/{meeting}/items/{item}/show/", "secretariat", prepare=second_meeting),
    Post("/meetings/{meeting}/settle/", "secretariat", chair, "confirmed", draft),
    Post(
        "/meetings/{meeting}/reports/{report}/drop/",
        "secretariat",
        lambda stage: {"version": stage.city.fresh().version, "reason": "記録の誤り"},
        "confirmed",
        draft,
    ),
    Post("/meetings/{meeting}/rest/", "secretariat", of_list, "confirmed", empty_meeting),
    Post(
        "/meetings/{meeting}/items/{item}/decision/",
        "secretariat",
        decision,
        "confirmed",
        second_meeting,
    ),
    Post("/meetings/{meeting}/items/{item}/remove/", "secretariat", prepare=second_meeting),
    Post(
        "/meetings/{meeting}/items/{item}/place/",
        "secretariat",
        lambda stage: {"place": 2},
        prepare=second_meeting,
    ),
    Post("/decisions/{decision}/follow-ups/", "secretariat", asked),
    Post(
        "/meetings/{meeting}/pack/",
        "secretariat",
        lambda stage: {"kind": "meeting", "format": "pdf", "markings": ["案"]},
    ),
    Post("/years/{year}/pack/", "secretariat", lambda stage: {"kind": "year", "format": "pdf"}),
    Post(
        "/follow-ups/{follow_up}/answer/",
        "head",
        lambda stage: {"version": 0, "answer-text": "窓口を増やした。"},
    ),
    Post(
        "/follow-ups/{follow_up}/change/",
        "secretariat",
        lambda stage: {"version": 0, "what": "枠を増やす。", "due": "R6.12.1", "reason": "誤り"},
    ),
    Post(
        "/follow-ups/{follow_up}/ask-again/",
        "secretariat",
        lambda stage: {"version": 1, "ask_again-text": "時期を書くこと。"},
        prepare=answered,
    ),
    Post(
        "/follow-ups/{follow_up}/accept/",
        "secretariat",
        lambda stage: {"version": 1},
        prepare=answered,
    ),
]
