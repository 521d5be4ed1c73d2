"""What a page asks before an act that goes out, or cannot be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Asking:
    """What the act will do (sentences), whether and how it can be taken back, the words of its
    button, and where one goes who does not want it."""

    items: Sequence[str]
    way_back: str
    button: str
    back_url: str
    back: str = "行わずに戻る"
    is_danger: bool = False


@dataclass(frozen=True)
class Consequences:
    """What a verb does to each report that is chosen, and whether it can be taken back."""

    items: tuple[str, ...]
    way_back: str


CONFIRM = Consequences(
    (
        "選んだ報告は「事務局確認済み」になり、職員の全員が内容を読めます。",
        "ダッシュボードの数に入り、会議の議題にできます。",
    ),
    "議題に載せるまで、または評価するまでは、報告ごとに取り消せます。",
)
EVALUATE = Consequences(
    (
        "報告は「評価済み」になり、会議の決定の判定と今後の方針が、一覧、図、CSV、翌年度の入力で立ちます。",
        "職員の全員が、会議の決定を読めます。締めを解除した報告は、新しい版を書いて、また締まります。",
    ),
    "取り消せません。直すには、理由を付けて差し戻し（評価後の差戻し）、もう一度評価します。",
)
APPROVE = Consequences(
    (
        "選んだ報告は、この起案により決裁済みになり、公表できるようになります。",
        "記録した人の名前と日時が残ります。",
    ),
    "記録は消せません。内容の誤りは、理由を付けて直せます。",
)
PUBLISH = Consequences(
    (
        "選んだ報告の新しい版ができ、年度の公表日から、市民に表示されます。",
        "公表用の記載が空欄の報告は、「取り組んだこと」の文章が市民に表示されます。",
    ),
    "公表を取り下げると表示は止まりますが、版は残り、読まれたことは取り消せません。",
)
CHECK = Consequences(
    (
        "評価済みの報告を読んだことが、あなたの名前と日時で残ります。",
        "決裁に代わるものではなく、公表には別に決裁の記録が必要です。",
    ),
    "取り消せません。",
)
LETTERS = Consequences(
    (
        "選んだ宛先ごとに、1通の文書ができ、「文書の記録」に残ります。",
        "メールの届く人には、まもなくメールで送られます。ほかの分は、印刷して渡します。",
    ),
    "作った文書と送ったメールは、取り消せません。",
)
OPEN = Consequences(
    (
        "選んだ施策ごとに報告が一つずつ、共同の所管課と関係課には回答票の行ができ、「担当施策」に並びます。",
        "主管課には依頼、関係課には照会の文書を作り、メールを使うときは送ります。",
    ),
    "報告が一つも保存されないうちは、開いたことを取り消せます（送った課には、取消しを知らせます）。",
)
