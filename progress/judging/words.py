"""Progress words, yearly directions, and why a measure needs attention."""

from collections.abc import Iterable

from measures.words import MEANINGS, counts_in_denominator, is_slip
from progress.judging.facts import Judgement

# A missed target calls for attention; below the 目安 is a remark, since numbers rise in steps.
MISSED_CODES = frozenset({"not_met"})


def attention_reasons(
    judgements: Iterable[Judgement],
    meaning: str = "",
    *,
    word: str = "",
    planned: str = "",
    actual: str = "",
    is_returned: bool = False,
    is_overdue: bool = False,
) -> list[str]:
    """Why a measure stands under 注意が必要な施策, one sentence each; empty if it need not.

    ``meaning`` and ``word`` are those of its progress (the word defaults to the usual one),
    ``planned`` and ``actual`` the directions of the year. Of a measure that is out of the
    denominator (休止, 中止, 統合, 評価対象外) targets and directions are not held against it.
    """
    reasons = []
    if is_returned:
        reasons.append("報告が差し戻されたままです。")
    if is_overdue:
        reasons.append("期限を過ぎても報告が提出されていません。")
    if meaning and MEANINGS[meaning].needs_attention:
        reasons.append(f"進捗は「{word or MEANINGS[meaning].word}」です。")
    if not counts_in_denominator(meaning):
        return reasons
    if is_slip(planned, actual):
        reasons.append(f"方向性が計画（{planned}）と違い、「{actual}」でした。")
    missed = (each for each in judgements if each.code in MISSED_CODES)
    return reasons + [f"{each.name}：{each.finding}" for each in missed]
