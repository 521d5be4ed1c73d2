"""The sheets of the plan itself, and of the lists beside its measures."""

from measures.words import MEANINGS, MISSING_WORDS, OUTLOOKS
from progress.plan_document.sheets.columns import (
    CalendarYear,
    Column,
    Day,
    Flag,
    Line,
    Lines,
    Names,
    Numbers,
    Whole,
    Words,
    Year,
)
from progress.plan_document.sheets.shape import SOURCE, Shape
from sakado_dx.organization.models import Division
from systems_inventory.words import Category, Hosting, Move, Zone

PLAN = Shape(
    "計画",
    "計画そのもの。左の項目に、右の列で答えます。",
    (
        Column("計画の名称", "title", needed=True),
        Column("市区町村", "city", needed=True),
        Column("団体コード", "city_code", about="6桁"),
        Column("最初の年度", "first_fiscal_year", Year(), needed=True),
        Column("最後の年度", "last_fiscal_year", Year(), needed=True),
        Column("見直しの間隔", "review_every", Whole(), about="何年ごとに見直すか"),
        Column(
            "階層の呼び名",
            "level_names",
            Names(),
            about="上から2〜4つ。「基本方針」「施策の方向性」「個別施策」など",
        ),
        Column(
            "第1階層の番号の書き方",
            "code_label",
            about="1番目の書き方。「I」「1」「政策目標1」「A」など",
        ),
        Column("所管課の判定の呼び名", "mark_0", about="空欄なら「自己評価」"),
        Column("事務局の判定の呼び名", "mark_1", about="空欄なら「事務局案」"),
        Column("会議の判定の呼び名", "mark_2", about="空欄なら「会議の確認結果」"),
        *(
            Column(f"「{word}」の言葉", status, about=f"空欄なら「{word}」")
            for status, word in MISSING_WORDS.items()
        ),
        Column(
            "自己評価を添えて公表", "publishes_self_assessment", Flag(), about="公表するときだけ○"
        ),
        Column(
            "新旧対照表の左を改定後に",
            "shows_new_left",
            Flag("×"),
            about="右を改定後にするときだけ×",
        ),
        Column("計画の位置付け", "position", Lines(), about="自分の言葉で"),
        Column("枠組みの該当箇所", "frame_source", about="「第2章2」など"),
        Column("根拠法令", "laws", Names()),
        Column("システム一覧の時点", "as_of", about="「令和4年12月」など"),
        Column("変わらない番号", "key", about="計画の名称が変わっても同じ計画と分かる番号"),
    ),
    part="plan",
)
DIVISIONS = Shape(
    "課",
    "計画に出てくる部・課と、「各課」などの総称。",
    (
        Column("名称", "name", Line(24), needed=True),
        Column("よみ", "reading", Line(24)),
        Column("部", "parent", about="属する部の名称。部も1行とします"),
        Column("種別", "kind", Words(dict(Division.Kind.choices)), about="空欄なら課等"),
        Column("設置日", "first_day", Day(), about="分かるときだけ"),
        Column("廃止日", "last_day", Day(), about="廃止した課だけ"),
        Column("引継ぎ先", "successors", Names(), about="廃止した課の後継"),
        Column("事務局", "is_secretariat", Flag(), about="計画の事務局の課だけ○"),
        Column("変わらない番号", "key", about="名称が変わっても同じ課と分かる番号"),
    ),
    part="divisions",
)
CHALLENGES = Shape(
    "課題",
    "計画が挙げる課題と、応える基本方針。",
    (
        Column("番号", "number", Whole(), needed=True),
        Column("課題", "name", Line(40), needed=True),
        Column("応える基本方針の番号", "policies", Numbers()),
    ),
    part="challenges",
)
BODIES = Shape(
    "推進体制",
    "計画を進める会議や役職。",
    (
        Column("名称", "name", Line(40), needed=True),
        Column("略称", "short_name"),
        Column("役割", "role", Lines(), about="自分の言葉で"),
        SOURCE,
        Column("図での見出し", "group"),
    ),
    part="bodies",
)
LINKS = Shape(
    "推進体制のつながり",
    "推進体制の図の線。",
    (
        Column("名称", "body", Line(40), needed=True, listed="推進体制"),
        Column("上の組織", "to", Line(40), needed=True, listed="推進体制"),
        Column("添え書き", "label", about="「必要に応じて」など"),
    ),
    part="links",
    held=2,
)
MEETINGS = Shape(
    "会議",
    "報告を審議する会議。空のままなら「推進会議」だけです。",
    (
        Column("名称", "name", Line(30), needed=True),
        Column("段階", "rank", Whole(), needed=True, about="大きいほど上位"),
        Column("代理出席", "allows_proxy", Flag()),
    ),
    part="meeting_kinds",
)
PROGRESS_WORDS = Shape(
    "進捗の言葉",
    "進捗を表す計画の言葉を順に。空のままなら標準の言葉です。",
    (
        Column("言葉", "word", Line(24), needed=True),
        Column("意味", "meaning", Words({k: each.word for k, each in MEANINGS.items()}), True),
    ),
    part="progress_words",
)
OUTLOOK_WORDS = Shape(
    "今後の方針の言葉",
    "今後の方針を表す計画の言葉を順に。空のままなら標準の言葉です。",
    (
        Column("言葉", "word", Line(24), needed=True),
        Column("意味", "meaning", Words({k: word for k, (word, _) in OUTLOOKS.items()}), True),
    ),
    part="outlook_words",
)
SYSTEMS = Shape(
    "情報システム",
    "情報処理システムの一覧。",
    (
        Column("名称", "name", Line(40), needed=True),
        Column("課", "divisions", Names()),
        Column("区分", "category", Words(dict(Category.choices))),
        Column("事業者", "vendor", Line(24)),
        Column("契約の開始日", "contract_from", Day()),
        Column("契約の終了日", "contract_to", Day()),
        Column("更改の年度", "renewal_year", Year()),
        Column("ネットワーク", "network_zone", Words(dict(Zone.choices))),
        Column("設置の形態", "hosting", Words(dict(Hosting.choices))),
        Column("標準化対象業務", "standard_works", Names(), about="20業務の名称"),
        Column("標準化の状況", "standard_state", Words(dict(Move.choices))),
        Column("標準化の目標日", "standard_on", Day()),
        Column("ガバメントクラウドの状況", "cloud_state", Words(dict(Move.choices))),
        Column("ガバメントクラウドの目標日", "cloud_on", Day()),
    ),
    part="information_systems",
)
SYSTEM_MEASURES = Shape(
    "システムの施策",
    "情報処理システムが関係する施策と、計画のどこにそうあるか。",
    (
        Column("名称", "system", Line(40), needed=True, listed="情報システム"),
        Column("施策番号", "code", needed=True, listed="施策"),
        Column("結び付けたもと", "source", Line(60), about="計画の箇所など"),
    ),
    part="measures",
    held=2,
)
SYSTEM_AMOUNTS = Shape(
    "システムの金額",
    "情報処理システムの年度ごとの金額（千円）。",
    (
        Column("名称", "system", Line(40), needed=True, listed="情報システム"),
        Column("年度", "fiscal_year", Year(), needed=True),
        Column("予算額（千円）", "budget", Whole()),
        Column("決算額（千円）", "spent", Whole()),
    ),
    part="amounts",
    held=2,
)
NOTES = Shape(
    "システムの注記",
    "情報システムの一覧に付ける注記。",
    (
        Column("番号", "number", Whole(), needed=True),
        Column("注記", "note", Lines(), needed=True),
    ),
    part="information_systems_note",
)
CHRONOLOGY = Shape(
    "年表",
    "主なデジタル関連施策の年表。年は暦年です。",
    (
        Column("年", "year", CalendarYear(), needed=True),
        Column("月", "month", Whole(), needed=True),
        Column("出来事", "event", Line(60), needed=True),
    ),
    part="chronology",
    held=2,
)
TERMS = Shape(
    "用語",
    "用語集。",
    (
        Column("用語", "term", Line(30), needed=True),
        Column("よみ", "reading", Line(30), about="並び順に使います"),
        Column("別の表記", "aliases", Names()),
        Column("説明", "explanation", Lines(), about="自分の言葉で"),
        SOURCE,
    ),
    part="terms",
)
READINGS = Shape(
    "別の表記",
    "計画の中の表記の違い。番号がすべて空欄なら、計画の名称のことです。",
    (
        Column("基本方針の番号", "policy", Whole()),
        Column("方向性の番号", "direction", Whole()),
        Column("施策番号", "measure"),
        Column("場所", "place", Line(30), about="どこで"),
        Column("表記", "text", Line(40), needed=True, about="どう書かれているか"),
    ),
    part="other_readings",
)
