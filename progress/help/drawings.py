"""How to read the pictures of indicators and directions."""

from progress.help.rule import Rule

DRAWINGS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    (
        "図の見方",
        (
            Rule(
                "年度の下の○は達成、×は未達成です。棒の枠も、達成は太い線、未達成は破線にします。"
                "目安と比べる年度や、まだ判定しない年度には付けません。",
                "test_met_and_missed_years_are_told_apart_by_a_sign_and_by_the_outline_of_the_bar",
            ),
            Rule(
                "破線は目標で、◇は計画に印刷された年度です。前の年度の目標を継続する間は点線、目安は細い点線にします。",
                "test_target_is_dashed_dotted_where_it_is_carried_on_and_the_pace_is_thin",
            ),
            Rule(
                "棒の目盛りは0から始まり、計画の値から決めるため、どの年度の図でも同じです。"
                "それを超える実績があるときだけ、広げます。",
                "test_scale_of_an_indicator_is_the_same_in_every_year",
            ),
            Rule(
                "90%以上の下限は、途中を省いた縦軸の上の点で示し、そのことを図に書きます。",
                "test_bound_near_100_is_drawn_as_points_on_an_axis_that_says_it_is_cut",
            ),
            Rule(
                "達成時期のある目標は、年度の線の上に、期限を◇、達成を●、遅れを→で示します。",
                "test_what_is_done_late_has_an_arrow_to_the_day_it_was_done",
            ),
            Rule(
                "言葉による目標は、年度ごとの記載を示し、前と同じ記載は「R5と同じ」とします。",
                "test_the_same_words_are_written_once",
            ),
            Rule(
                "実績が一つもない指標は、図にせず、1行で示します。",
                "test_an_indicator_without_any_figure_has_nothing_to_draw",
            ),
            Rule(
                "方向性の帯は、上が計画、下が実際です。計画と違う年度は斜線にします。",
                "test_what_went_otherwise_is_hatched_edged_and_named",
            ),
        ),
    ),
)
