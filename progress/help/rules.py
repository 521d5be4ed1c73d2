"""Every rule of counting, ordering and rounding, as the page 集計と判定の方法 says it.

Each names the test that shows it: a rule that changes fails there, and a test that is renamed
fails in tests/progress/help.
"""

from typing import NamedTuple


class Rule(NamedTuple):
    """A sentence for everybody, and the test that shows it."""

    sentence: str
    test: str


SECTIONS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    (
        "だれの判断を使うか",
        (
            Rule(
                "評価済みになるまでは、所管課の自己評価を使います。",
                "test_the_divisions_mark_counts_until_it_is_evaluated",
            ),
            Rule(
                "評価済みからは、評価に採った会議の決定の進捗と今後の方針を、一覧、図、CSV・JSON、公表のすべてで使います。",
                "test_from_the_evaluation_on_the_decisions_mark_counts_live_and_closed",
            ),
            Rule(
                "決定が複数あるときは順位の高い会議のものを、同じ順位なら後のものを使います。後から開いた下位の会議の意見は、並べて示すだけです。",
                "test_body_of_higher_rank_counts_and_a_lower_one_afterwards_changes_nothing",
            ),
            Rule(
                "「その他は事務局案のとおり了承」は、ほかの会議の決定、事務局案、自己評価の順に、あるものを採ります。",
                "test_the_rest_takes_another_bodys_decision_then_the_proposal_then_the_own_mark",
            ),
            Rule(
                "評価を取り消して差し戻した報告は、もう一度評価するまで、自己評価を使います。",
                "test_reopened_report_counts_by_the_divisions_mark_until_it_is_evaluated_again",
            ),
        ),
    ),
    (
        "何を数えるか",
        (
            Rule(
                "ダッシュボードの数は、事務局確認済みから数えます。「確定前を含む」は、提出済みを加えます。",
                "test_switch_for_reports_before_confirmation_counts_them",
            ),
            Rule(
                "休止、中止、統合、評価対象外の施策は、順調・完了の割合の母数から除き、除いた件数を示します。",
                "test_suspended_measure_leaves_the_denominator",
            ),
            Rule(
                "進捗は、計画の言葉ごとに、計画の順で数えます。意味の同じ言葉も別々に数え、順調・完了にあたるかは意味で決めます。",
                "test_several_words_of_one_meaning_are_counted_each_by_itself",
            ),
            Rule(
                "二つの施策に共通する指標は、実績を入力する施策で1回だけ数えます。"
                "CSV には、実績を入力する施策の列があります。",
                "test_figures_of_a_shared_indicator_follow_the_report_that_enters_them",
            ),
            Rule(
                "締めた年度は、締めたときの内容で数え、その後の計画や名称の変更では変わりません。",
                "test_closed_year_keeps_its_share_whatever_becomes_of_the_plan",
            ),
        ),
    ),
    (
        "金額",
        (
            Rule(
                "金額の合計と執行率（決算額÷補正後、なければ当初）には、予算事業の全額がその施策のものである金額だけを入れます。"
                "内数、再掲と、二つの施策が同じ予算事業を全額としたものは除き、除いた件数を示します。",
                "test_total_adds_only_what_is_the_whole_of_its_budget_and_tells_the_rest",
            ),
            Rule(
                "決算額は、年度の決算認定日までは見込とします。",
                "test_accounts_are_an_estimate_until_their_day_has_come",
            ),
            Rule(
                "締めた年度の決算額は、締めたときの見込・確定のまま示し、確定の手続をすると確定になります。",
                "test_closed_year_keeps_its_estimate_until_it_is_settled",
            ),
        ),
    ),
    (
        "目標と判定",
        (
            Rule(
                "最後に印刷された年度の後は、その目標を継続します。",
                "test_last_target_continues_and_says_so",
            ),
            Rule(
                "計画の見直しで変わった目標は、適用する最初の年度から使います。それより前の年度は、前の目標で判定します。",
                "test_year_is_judged_by_the_newest_version_that_applies_by_then",
            ),
            Rule(
                "毎年の下限は、年度ごとに判定します。",
                "test_annual_minimum_is_judged_each_year",
            ),
            Rule(
                "拡充は、当初の年度は計画値に達すること、後の年度は計画値を上回り、前年度を下回らないことを求めます。当初値は目標とは呼びません。",
                "test_expansion_states_its_rule_and_calls_no_starting_figure_a_target",
            ),
            Rule(
                "達成時期のある目標は、期限内達成、期限後達成、未達成に分け、前の年度に達成したものには、その年度を付けます。",
                "test_milestone_is_judged_by_its_date",
            ),
            Rule(
                "計画期間の累計で判定する指標は、年度ごとの量を足して判定します。",
                "test_target_of_the_last_year_is_judged_by_the_sum",
            ),
            Rule(
                "累計に実績のない年度があるときは、少なくともその値とみて、届けば達成、届かなければ未確定とします。",
                "test_missing_year_makes_the_sum_at_least",
            ),
            Rule(
                "言葉による目標は、言葉で評価し、割合には入りません。",
                "test_words_are_judged_by_no_figure",
            ),
            Rule(
                "0は実績です。未報告、対象外、測定前、集計中とは別のものです。",
                "test_missing_figure_and_an_empty_one_are_not_reported_and_zero_is_a_figure",
            ),
        ),
    ),
    (
        "目安と達成率",
        (
            Rule(
                "目安は、現状値か前の目標と、次の目標とを直線で結んだ値です。計画の目標ではなく、参考です。",
                "test_measured_baseline_is_no_target_but_the_start_of_the_pace",
            ),
            Rule(
                "目安は、目標より2桁細かく四捨五入し、表示した値で比べます。",
                "test_pace_is_rounded_to_two_decimals_more_than_the_targets",
            ),
            Rule(
                "達成率は、実績÷目標（少ないほどよい指標は、目標÷実績）です。現状値があれば、現状値からの進み具合です。目標を超えても、そのまま示します。",
                "test_rate_counts_towards_the_target_in_the_indicators_sense",
            ),
            Rule(
                "目標の年度より前は、次の目標に対する割合とし、そのことを書きます。",
                "test_between_two_targets_the_pace_decides_and_the_rate_says_its_year",
            ),
            Rule(
                "比べるものがない年度は判定せず、最終目標に対する割合だけを示します。この割合は、どこにも数えません。",
                "test_before_the_only_target_the_share_of_it_is_told_and_counted_nowhere",
            ),
            Rule(
                "目標の年度より前に届いたときは、そのことを書きます。",
                "test_early_arrival_is_told",
            ),
            Rule(
                "目標と現状値が同じとき、100％に近い下限などは、達成率を出しません。",
                "test_there_is_no_rate_where_it_would_say_nothing",
            ),
            Rule(
                "割合は、表では小数第1位まで、カードでは整数に四捨五入します。100は全部のとき、0は一つもないときだけです（99.96は99.9、0.04は0.1）。",
                "test_share_is_100_only_where_it_is_all_and_0_only_where_it_is_none",
            ),
        ),
    ),
    (
        "会議が見る施策と、その順",
        (
            Rule(
                "進捗が順調・完了でないか、割合の母数から外れる施策。計画で予定のない年度の未着手は除きます。",
                "test_a_mark_that_is_not_on_course_or_leaves_the_denominator",
            ),
            Rule(
                "今後の方針が、継続、拡充、完了でない施策。", "test_an_outlook_that_changes_course"
            ),
            Rule(
                "目標を達成していない施策、進捗と目標の達成が食い違う施策。",
                "test_a_missed_target_and_the_contradiction_with_a_mark_on_course",
            ),
            Rule("方向性が計画とずれた施策。", "test_a_direction_that_slipped"),
            Rule(
                "実績が2年続けてない施策。", "test_figures_that_are_missing_for_two_years_running"
            ),
            Rule(
                "前の決定と食い違う施策（中止と決めたのに続く、完了と決めたのに遅れる）。",
                "test_a_mark_that_undoes_a_decision_comes_first",
            ),
            Rule(
                "自己評価と事務局案の違う施策、新しい施策、指摘事項の残る施策。",
                "test_two_opinions_new_measures_and_open_requests",
            ),
            Rule("目安に未到達は、理由になりません。", "test_below_the_pace_is_no_cause"),
            Rule(
                "順は、決定と食い違うものと方針の変わるもの、進捗の重いもの、続く年数の長いもの、理由の多いもの、計画の順です。",
                "test_order_is_by_decision_then_mark_then_years_and_number_of_causes",
            ),
        ),
    ),
)
