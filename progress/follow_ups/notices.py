"""Mail to the secretariat of what a division answered, written in the verb's transaction."""

from progress.models import FollowUp
from progress.reading.reports import title_of
from progress.workflow.mail_text import letter
from sakado_dx.organization.access import Standing
from sakado_dx.organization.members import holders
from sakado_dx.organization.models import CityRole
from sakado_dx.records import mail
from sakado_dx.records.mail import Draft


def tell_answer(follow_up: FollowUp, *, text: str, by: Standing) -> None:
    """Tell the secretariat of an answer, each of it once, but for who wrote it."""
    if not mail.is_used():
        return
    report = follow_up.decision.report
    title, year = title_of(report), report.year.short_label
    cause = f"follow_up_answer:{follow_up.pk}:{follow_up.version + 1}"
    mail.post(
        Draft(
            person,
            [cause],
            f"【指摘事項への回答】{title}（{year}実績）",
            letter(
                person,
                f"{follow_up.division}が、「{title}」の指摘事項に回答しました。確かめて、完了にするか、"
                "もう一度お願いしてください。",
                f"指摘事項:\n{follow_up.what}",
                f"回答（{by.user}）:\n{text}",
                f"確かめる画面:\n{mail.link(follow_up.get_absolute_url())}",
            ),
        )
        for person in holders(CityRole.Role.SECRETARIAT, by.day)
        if person.pk != by.user.pk
    )
