"""Drafts that an office writes on: 次第, 進行シナリオ (議長用, 事務局説明用) and 議事録, made of a
meeting's agenda and decisions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from progress.follow_ups.pages import readable_follow_ups
from progress.meetings.agenda import proposal_of
from progress.meetings.pages import AgendaLine, RestLine, all_lines, members_of
from progress.models import FollowUp, Meeting, MeetingMember
from progress.reading.decisions import ShownDecision
from sakado_dx.fiscal import format_date
from sakado_dx.organization.access import Standing

UNWRITTEN = "（ここに書いてください。）"


@dataclass(frozen=True)
class Section:
    """A heading and the lines below it."""

    heading: str
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class Paper:
    """A document: its title, what stands at its head, its sections."""

    title: str
    head: Sequence[str]
    sections: Sequence[Section]


@dataclass(frozen=True)
class Material:
    """What all papers of a meeting are made of."""

    meeting: Meeting
    members: list[MeetingMember]
    lines: list[AgendaLine]
    rest: list[RestLine]
    asked: dict[int, list[FollowUp]] = field(default_factory=dict)


def material_of(standing: Standing, meeting: Meeting) -> Material:
    """For the secretariat, drafts included; at most 16 queries."""
    asked: dict[int, list[FollowUp]] = {}
    rows = FollowUp.objects.filter(decision__meeting=meeting)
    for each in readable_follow_ups(standing, rows):
        asked.setdefault(each.follow_up.decision_id, []).append(each.follow_up)
    return Material(
        meeting,
        members_of(meeting),
        *all_lines(standing, meeting),
        asked,
    )


def _head(meeting: Meeting) -> list[str]:
    times = [
        f"{each.hour}時{each.minute:02}分" for each in (meeting.starts_at, meeting.ends_at) if each
    ]
    when = f"{format_date(meeting.held_on)}　{'から'.join(times)}{'まで' if len(times) > 1 else ''}"
    lines = [f"日時　{when.strip()}（{meeting.manner}）"]
    return lines + ([f"場所　{meeting.place}"] if meeting.place else [])


def _members(material: Material) -> list[str]:
    """Who attends, each with what is to be told of him."""
    is_written = material.meeting.is_written
    told = [
        f"{each.user}（{each.get_answer_display() if is_written else _attendance(each)}）"
        for each in material.members
    ]
    return [*told, *material.meeting.guest_names]


def _attendance(each: MeetingMember) -> str:
    return f"{each.get_attendance_display()}{f'：{each.proxy}' if each.proxy else ''}"


def _numbered(material: Material) -> list[tuple[str, AgendaLine]]:
    return [
        (f"議題{place}　{each.title}", each) for place, each in enumerate(material.lines, start=1)
    ]


def order_of(material: Material) -> Paper:
    """次第."""
    meeting = material.meeting
    items = [
        f"（{place}）{each.title}〔{each.item.get_handling_display()}〕"
        for place, each in enumerate(material.lines, start=1)
    ]
    sections = (
        Section("１　開会"),
        Section("２　議題", items or [UNWRITTEN]),
        Section("３　その他"),
        Section("４　閉会"),
        Section("出席者", _members(material) or [UNWRITTEN]),
    )
    return Paper(f"{meeting.kind}　次第", _head(meeting), sections)


def chair_of(material: Material) -> Paper:
    """進行シナリオ（議長用）."""
    meeting = material.meeting
    opening = f"ただいまから、{meeting.kind}を開会します。本日の議題は{len(material.lines)}件です。"
    sections = [Section("開会", [opening])]
    sections += [Section(title, _chair_lines(each)) for title, each in _numbered(material)]
    closing = [
        "その他の報告は、事務局案のとおり了承することで、よろしいでしょうか。",
        f"以上で、{meeting.kind}を閉会します。",
    ]
    return Paper(
        f"{meeting.kind}　進行シナリオ（議長用）",
        _head(meeting),
        [*sections, Section("閉会", closing)],
    )


def _chair_lines(each: AgendaLine) -> list[str]:
    lines = [f"次に、「{each.title}」です。事務局から説明をお願いします。", "（事務局の説明）"]
    lines += [f"審議のポイント：{each.item.point}"] if each.item.point else []
    if each.item.handling == each.item.Handling.REPORT:
        return [*lines, "ただいまの報告について、ご質問はありますか。"]
    lines.append("ただいまの説明について、ご意見、ご質問はありますか。")
    return [*lines, f"それでは、{_proposal(each)}することで、よろしいでしょうか。"]


def _proposal(each: AgendaLine) -> str:
    """``進捗を「順調」、今後の方針を「継続」と``; of a matter that is no report's ``事務局案のとおりと``."""
    if each.row is None:
        return "説明のとおりと"
    proposal = proposal_of(each.row, each.item.meeting)
    words = (("進捗", proposal.judgement), ("今後の方針", proposal.outlook))
    told = "、".join(f"{name}を「{word}」" for name, word in words if word)
    return f"{told}と" if told else "説明のとおりと"


def desk_of(material: Material) -> Paper:
    """進行シナリオ（事務局説明用）."""
    meeting = material.meeting
    sections = [Section(title, _desk_lines(each)) for title, each in _numbered(material)]
    return Paper(f"{meeting.kind}　進行シナリオ（事務局説明用）", _head(meeting), sections)


def _desk_lines(each: AgendaLine) -> list[str]:
    item, report = each.item, each.report
    point = [f"審議のポイント：{item.point}"] if item.point else []
    if report is None:
        return [*point, f"説明：{UNWRITTEN}"]
    said, frame = report.said, report.frame
    proposed = (
        "事務局が所管" if report.is_led_by_secretariat else said.second_judgement or "記載なし"
    )
    texts = (("取り組んだこと", "done"), ("課題", "issues"), ("次年度の取組", "next_work"))
    return [
        f"所管課：{each.divisions or '（なし）'}",
        *point,
        f"{frame.mark_name('division')}：{said.progress or '未報告'}　今後の方針：{said.outlook or '未報告'}",
        f"{frame.mark_name('secretariat')}：{proposed}",
        *(f"議題にした理由：{cause}" for cause in item.causes),
        *(f"{label}：{said.texts[name]}" for label, name in texts if said.texts.get(name)),
        *([f"事務局の所見：{said.secretariat_note}"] if said.secretariat_note else []),
    ]


def minutes_of(material: Material) -> Paper:
    """議事録 (a draft: what was said is written in by hand)."""
    meeting = material.meeting
    sections = [Section("出席者", _members(material) or [UNWRITTEN])]
    sections += [
        Section(title, [f"発言の要旨：{UNWRITTEN}", *_result_lines(material, each)])
        for title, each in _numbered(material)
    ]
    if material.rest:
        told = [_rest_line(each) for each in material.rest]
        heading = f"その他の報告（{len(told)}件、事務局案のとおり了承）"
        sections.append(Section(heading, told))
    return Paper(f"{meeting.kind}　議事録", [*_head(meeting), *_chair(meeting)], sections)


def _rest_line(each: RestLine) -> str:
    said = each.decision
    told = f"{each.report.measure}：{said.judgement or '了承'}、{said.outlook or '－'}"
    return told + "".join(f"、{line}" for line in _accepting(said))


def _accepting(decision: ShownDecision) -> list[str]:
    until = decision.accepted_until
    return [f"遅れの了承：{format_date(until)}まで"] if until else []


def _chair(meeting: Meeting) -> list[str]:
    if not meeting.is_settled:
        return ["会議結果は、まだ確定していません（案）。"]
    if meeting.chair_on is None:
        return []
    day = format_date(meeting.chair_on)
    return [f"議長　{meeting.chair_title} {meeting.chair_name}（{day}確認）"]


def _result_lines(material: Material, each: AgendaLine) -> list[str]:
    if each.report is None:
        return [f"結果：{each.item.outcome or UNWRITTEN}"]
    if each.decision is None:
        return [f"結果：{UNWRITTEN}"]
    return _decision_lines(each.decision, material.asked.get(each.decision.pk, []))


def _decision_lines(decision: ShownDecision, asked: Sequence[FollowUp]) -> list[str]:
    words = f"進捗：{decision.judgement or '了承'}　今後の方針：{decision.outlook or '－'}"
    lines = [f"結果：{decision.manner}　{words}", *_accepting(decision)]
    lines += [f"意見：{decision.opinion}"] if decision.opinion else []
    return lines + [
        f"指摘事項：{each.what}（{each.division}、{format_date(each.due)}まで）" for each in asked
    ]


PAPERS: dict[str, Callable[[Material], Paper]] = {
    "order": order_of,
    "chair": chair_of,
    "desk": desk_of,
    "minutes": minutes_of,
}
