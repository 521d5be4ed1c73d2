"""The wording of letters: what may be inserted, what a template must not say, how it is filled.

A field stands in braces, {提出期限}; full-width braces do as well. A line whose fields are all
blank is left out, so that one template serves those who only report and those who also answer
for others.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from progress.models import LetterKind

FIELD = re.compile(r"[{｛]([^{}｛｝\n]*)[}｝]")
BRACE = re.compile(r"[{}｛｝]")
EVERYWHERE = ("計画", "年度", "所属")
# What may be inserted, by kind; `filling` gives the values.
FIELDS: dict[str, tuple[str, ...]] = {
    LetterKind.REQUEST: (
        *EVERYWHERE, "施策の件数", "施策の一覧", "受付開始日", "提出期限", "回答票の行数",
        "回答期限", "案内",
    ),
    LetterKind.INQUIRY: (*EVERYWHERE, "施策の一覧", "回答票の行数", "回答期限", "案内"),
    LetterKind.NEW_DUE: (
        *EVERYWHERE, "変更前の提出期限", "提出期限", "変更前の回答期限", "回答期限", "理由",
    ),
    LetterKind.AGAIN: (*EVERYWHERE, "残っている件数", "残っている作業", "早い期限"),
    LetterKind.MEETING: (*EVERYWHERE, "会議", "開催日", "開催方法", "場所", "施策の一覧"),
    LetterKind.WITHDRAWN: (*EVERYWHERE, "施策の一覧", "理由"),
    LetterKind.REVISED: (
        *EVERYWHERE, "見直し", "施行日", "取り消した見直し", "変更の一覧", "理由",
    ),
}  # fmt: skip
DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
CONTINUED = ("　", " ", "・")


@dataclass(frozen=True)
class Wording:
    """件名, 本文 and 記 of a letter, as a template or filled in."""

    subject: str
    body: str
    particulars: str = ""


STANDARD: dict[str, Wording] = {
    LetterKind.REQUEST: Wording(
        "{計画}の{年度}実績に係る進捗報告について（依頼）",
        "　このことについて、下記のとおり報告を受け付けますので、進捗管理ポータルに入力し、"
        "提出してくださるようお願いします。\n　{案内}",
        "対象　{年度}の実績\n"
        "主管する施策　{施策の件数}件\n"
        "受付開始日　{受付開始日}\n"
        "提出期限　{提出期限}\n"
        "関係課としての記載　{回答票の行数}行（回答期限　{回答期限}。該当がなければ「該当なし」と"
        "回答してください。）",
    ),
    LetterKind.INQUIRY: Wording(
        "{計画}の{年度}実績に係る関係課の取組について（照会）",
        "　このことについて、下記の施策に関する貴課の取組を、進捗管理ポータルの関係課回答票に"
        "記載してくださるようお願いします。該当がないときは、「該当なし」と回答してください。\n"
        "　{案内}",
        "対象　{年度}の実績\n記載する行　{回答票の行数}行\n{施策の一覧}\n回答期限　{回答期限}",
    ),
    LetterKind.NEW_DUE: Wording(
        "{計画}の{年度}実績に係る進捗報告の提出期限の変更について（通知）",
        "　このことについて、下記のとおり変更しましたので、お知らせします。\n　変更の理由：{理由}",
        "進捗報告の提出期限　{提出期限}（変更前　{変更前の提出期限}）\n"
        "関係課回答票の回答期限　{回答期限}（変更前　{変更前の回答期限}）",
    ),
    LetterKind.AGAIN: Wording(
        "{計画}の{年度}実績に係る進捗報告等の提出について（再依頼）",
        "　このことについて、下記のものの提出がまだ確認できていません。お忙しいところ恐れ入りますが、"
        "進捗管理ポータルから提出してくださるようお願いします。\n"
        "　行き違いで提出いただいている場合は、ご容赦ください。",
        "残っているもの　{残っている件数}件（早い期限　{早い期限}）\n{残っている作業}",
    ),
    LetterKind.MEETING: Wording(
        "{計画}に係る{会議}の開催について（通知）",
        "　このことについて、下記のとおり開催しますので、ご出席くださるようお願いします。",
        "会議　{会議}\n開催日　{開催日}\n開催方法　{開催方法}\n場所　{場所}\n"
        "議題　進捗報告について\n{施策の一覧}",
    ),
    LetterKind.WITHDRAWN: Wording(
        "{計画}の{年度}実績に係る進捗報告の依頼の取消しについて（通知）",
        "　このことについて、先にお願いした報告（関係課としての記載を含みます）の依頼を取り消します。"
        "入力と回答は必要ありません。改めてお願いするときは、もう一度お知らせします。\n　理由：{理由}",
        "対象となる施策\n{施策の一覧}",
    ),
    LetterKind.REVISED: Wording(
        "{計画}の見直しに伴う{年度}実績の進捗報告について（通知）",
        "　{見直し}が{施行日}に施行され、貴課の報告について、下記のとおり目標等が変わりました。"
        "提出済みの報告は、提出済みのままです。内容を確かめ、直すところがあるときは、"
        "引戻しのうえ、もう一度提出してください。\n"
        "　{取り消した見直し}の施行を取り消し、貴課の報告の目標等は、下記のとおり元のとおりになりました。\n"
        "　{理由}",
        "変わったもの\n{変更の一覧}",
    ),
}


def faults_of(kind: str, text: str) -> Iterator[str]:
    """What is wrong with a template's text, in sentences: unknown fields, stray braces."""
    known = FIELDS[kind]
    for name in dict.fromkeys(FIELD.findall(text)):
        if name not in known:
            usable = "".join(f"{{{each}}}" for each in known)
            yield f"「{{{name}}}」は、差し込めません。この文書で使えるのは、{usable}です。"
    if BRACE.search(FIELD.sub("", text)):
        yield (
            "対になっていない波括弧があります。項目は{年度}のように、一つずつ波括弧で囲んでください。"
        )


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with the values; lines left out whose fields are all blank."""
    return "\n".join(_lines(text, values))


def _lines(text: str, values: Mapping[str, str]) -> Iterator[str]:
    for line in text.split("\n"):
        names = FIELD.findall(line)
        if not names or any(values.get(name) for name in names):
            yield FIELD.sub(lambda found: values.get(found[1], ""), line)


def filled_wording(wording: Wording, values: Mapping[str, str], sentence: str = "") -> Wording:
    """A letter's own texts; the own sentence stands at the end of 本文."""
    body = filled(wording.body, values)
    own = "\n".join(f"　{line}" for line in sentence.strip().split("\n") if line.strip())
    return Wording(
        subject=" ".join(filled(wording.subject, values).split("\n")),
        body="\n".join(filter(None, (body, own))),
        particulars=numbered(filled(wording.particulars, values)),
    )


def numbered(text: str) -> str:
    """記 with its lines numbered as offices do; a line that begins with a space or ・ goes on
    with the one above. A single line has no number."""
    lines = [line for line in text.split("\n") if line.strip()]
    heads = [line for line in lines if not line.startswith(CONTINUED)]
    if len(heads) < 2:
        return "\n".join(lines)
    return "\n".join(_with_numbers(lines))


def _with_numbers(lines: Iterable[str]) -> Iterator[str]:
    number = 0
    for line in lines:
        if line.startswith(CONTINUED):
            yield f"　　{line.lstrip('　 ')}"
        else:
            number += 1
            yield f"{str(number).translate(DIGITS)}　{line}"
