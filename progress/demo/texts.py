"""Invented sentences. Each says that it is one, also where it is copied out of the page."""

MARK = "【サンプル】"
WHY_ON_BEHALF = f"{MARK}所管課から紙で提出されたため、事務局が代わりに入力しました。"

DONE = (
    "計画の「{planned}」に沿って、関係する課との打合せを{number}回行い、手順書を見直した。",
    "「{planned}」の段階として、職員向けの説明会を{number}回開き、利用の流れを共有した。",
    "委託事業者と定例会を{number}回開き、「{planned}」に必要な作業と費用を整理した。",
    "利用者への聞き取りを{number}件行い、「{planned}」の進め方に反映した。",
)
EFFECTS = (
    "手書きや転記が減り、確認にかかる時間が短くなった。",
    "窓口に来なくても済む手続が増え、待ち時間が短くなったという声があった。",
    "",
    "担当者が代わっても同じ手順で処理できるようになった。",
    "紙の印刷と保管が減った。",
)
ISSUES = (
    "利用する職員がまだ限られており、周知の方法に工夫が必要である。",
    "",
    "他のシステムとの連携に費用がかかるため、効果の大きいものから進める必要がある。",
    "デジタル機器に不慣れな方への案内を続ける必要がある。",
)
NEXT = (
    "利用状況を四半期ごとに確かめ、使われていない機能の案内をやり直す。",
    "対象とする業務を広げるため、各課から候補を募る。",
    "契約の更新に合わせて、費用と機能を他市と比べる。",
)
RESULTS = (
    "利用した職員へのアンケートでは、前より楽になったという回答が多かった。",
    "目立った不具合はなく、計画した範囲で運用を続けている。",
    "案内の文面を改め、問合せが減る傾向にある。",
)
REASONS = {
    "not_started": "前提となる国の仕様がまだ示されておらず、着手できなかった。",
    "slightly_late": "契約の手続に時間がかかり、予定より2か月ほど遅れている。",
    "late": "必要な機器が納入されず、予定していた作業の多くを翌年度に送った。",
    "suspended": "対象の施設が改修中のため、完了まで取組を止めている。",
    "cancelled": "国の制度が廃止され、続ける意味がなくなった。",
    "merged": "内容の重なる施策と一緒に進めることにした。",
    "not_evaluated": "調査の実施が翌年度のため、この年度は評価の対象としない。",
}
PARTS = (
    "担当する窓口で利用を案内し、職員{number}人が研修を受けた。",
    "対象となる手続を洗い出し、主管課に{number}件を伝えた。",
    "",
)
WITHOUT_PARTS = f"{MARK}回答を待つ間に期限が来るため、主管課で分かる範囲を書いて提出します。"
RETURNS = (
    "実績の数え方が前年度と違うようです。数え方を確かめ、違う場合は理由を書いてください。",
    "取り組んだことに時期と量がありません。いつ、どれだけ行ったかを書き足してください。",
)
NOTES = (
    "聞き取りの結果を推進会議の資料に使わせてください。",
    "次年度は、他の課の取組と一緒に進められないか相談します。",
)


def marked(text: str) -> str:
    """The sentence with its mark; nothing stays nothing."""
    return f"{MARK}{text}" if text else ""


def pick(texts: tuple[str, ...], place: int) -> str:
    return marked(texts[place % len(texts)])


def words_of_result(place: int) -> str:
    """The words of a qualitative result."""
    return pick(RESULTS, place)


def texts_of_report(planned: str, meaning: str, place: int) -> dict[str, str]:
    """The texts of a complete report, by field."""
    done = pick(DONE, place).format(planned=planned or "実施", number=2 + place % 5)
    return {
        "done": done,
        "progress_reason": marked(REASONS.get(meaning, "")),
        "effects": pick(EFFECTS, place),
        "issues": pick(ISSUES, place),
        "next_work": pick(NEXT, place),
        "public_text": done if place % 3 == 0 else "",
    }
