"""Users, their places and roles as sheets: history stays, and nobody raises himself."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from sakado_dx.fiscal import format_date
from sakado_dx.organization.importers.places import CityRoleResource, MembershipResource
from sakado_dx.organization.importers.staff import Staff
from sakado_dx.organization.importers.users import UserResource
from sakado_dx.organization.models import CityRole, Division, Membership, User
from sakado_dx.organization.workflow import change_password
from tests.sakado_dx.workbooks import changes, exported, taken_in, told

AHEAD = date(2090, 4, 1)
LAST = date(2090, 3, 31)
PLACES = ["番号", "ログインID", "所属", "役割", "開始日", "終了日"]
ROLES = ["番号", "ログインID", "全庁の役割", "開始日", "終了日"]


@pytest.fixture
def administrator(make_user) -> User:
    return make_user("admin", "administrator")


@pytest.fixture
def take(administrator):
    """Take rows into a list in the administrator's name."""

    def take(resource, *rows, **context):
        return taken_in(resource(), list(rows), **({"by": administrator} | context))

    return take


def days_from_today(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_all_sheets_out_and_in_change_nothing(take, make_user, division):
    make_user("secretary", "secretariat", "council")
    make_user("head", memberships={division: "head"}, reading="かちょう", email="head@example.jp")
    ahead = {"role": "reporter", "first_day": AHEAD, "last_day": AHEAD}
    Membership.objects.create(user=User.objects.get(username="head"), division=division, **ahead)
    make_user("gone", memberships={division: "reporter"}, is_active=False)
    for resource, number in ((UserResource, 4), (MembershipResource, 3), (CityRoleResource, 3)):
        outcome = take(resource, *exported(resource()))
        found = told(outcome), changes(outcome), len(outcome.unchanged), outcome.follows
        assert found == ([], {}, number, []), resource


def test_what_has_ended_neither_goes_out_nor_is_missed(take, make_user, division):
    place = make_user("yamada", memberships={division: "head"}).memberships.get()
    Membership.objects.update(last_day=days_from_today(-1))
    assert len(exported(MembershipResource())) == 1
    new = ["", "yamada", "市民課", "入力担当", "R72.4.1", ""]
    assert take(MembershipResource, PLACES, new).missing == []
    row = [place.pk, "yamada", "市民課", "所属長", "R2.4.1", ""]
    [fault] = take(MembershipResource, PLACES, row).faults
    assert "に終わっているため、変えられません。" in fault.problem
    row[0] = ""
    [fault] = take(MembershipResource, PLACES, row).faults
    assert "に終わっているため" in fault.problem


def test_new_user_has_no_password_and_no_column_for_one(take):
    outcome = take(
        UserResource, ["ログインID", "氏名", "メール"], ["ito", "伊藤", "ito@example.jp"]
    )
    user = User.objects.get(username="ito")
    assert (told(outcome), user.has_usable_password(), user.is_active) == ([], False, True)
    assert [each.cautions for each in outcome.follows] == [
        ("所属も全庁の役割もない人（ログインしても、使える画面がありません）：伊藤（ito）",)
    ]
    outcome = take(UserResource, ["ログインID", "氏名", "パスワード"], ["abe", "阿部", "secret"])
    assert told(outcome) == [("C1", "パスワード", "この見出しの列は取り込めません。")]
    assert not User.objects.filter(username="abe").exists()


def test_logins_and_mails_are_validated_as_in_the_form(take):
    rows = [["ログインID", "氏名", "メール", "状態"], ["伊藤", "伊藤", "", ""]]
    rows += [["ito", "", "ito@", "休み"], ["ITO", "伊藤", "", "有効"]]
    assert told(take(UserResource, *rows)) == [
        ("A2", "ログインID", "ログインIDは半角の英数字と . _ @ + - で入力してください。"),
        ("B3", "氏名", "空欄です。"),
        ("D3", "状態", "使えない言葉です。"),
        ("C3", "メール", "有効なメールアドレスを入力してください。"),
    ]


def test_names_change_and_passwords_and_logins_stay(take, make_user):
    user = make_user("yamada")
    before = user.password
    resource = UserResource()
    table = [["ログインID", "氏名"], ["ｙａｍａｄａ", "山田 花子"]]

    def meanwhile(instance, **kwargs):
        change_password(User.objects.get(pk=user.pk), "hoshizora-no-yoru-9")

    resource.before_save_instance = lambda instance, row, **kwargs: meanwhile(instance)
    outcome = taken_in(resource, table, by=User.objects.create_user("admin2", name="a"))
    user.refresh_from_db()
    assert changes(outcome) == {"山田 花子": [("氏名", "yamada", "山田 花子")]}
    assert (user.username, user.name, user.password != before) == ("yamada", "山田 花子", True)


def test_nobody_closes_his_own_account_or_changes_his_own_places(take, administrator, division):
    own = administrator.city_roles.get()
    rows = [["ログインID", "氏名", "状態"], ["admin", "admin", "無効"]]
    assert told(take(UserResource, *rows)) == [("C2", "状態", "自分自身を無効にはできません。")]
    row = [own.pk, "admin", "システム管理者", "R2.4.1", "R72.3.31"]
    new = ["", "admin", "事務局", "R72.4.1", ""]
    assert told(take(CityRoleResource, ROLES, row, new)) == [
        ("2行目", "", "自分の全庁の役割は変えられません。"),
        ("3行目", "", "自分の全庁の役割は変えられません。"),
    ]
    new = ["", "admin", "市民課", "所属長", "R72.4.1", ""]
    assert told(take(MembershipResource, PLACES, new)) == [
        ("2行目", "", "自分の所属は変えられません。")
    ]
    assert list(CityRole.objects.values_list("role", "last_day")) == [("administrator", None)]


def test_move_in_april_ends_one_place_and_begins_another(take, make_user, division):
    tax = Division.objects.create(name="税務課")
    user = make_user("yamada", memberships={division: "head"}, name="山田 花子")
    make_user("sato", memberships={tax: "head"}, name="佐藤 次郎")
    place = user.memberships.get()
    outcome = take(
        MembershipResource,
        PLACES,
        [place.pk, "yamada", "市民課", "所属長", "R2.4.1", "R72.3.31"],
        ["", "yamada", "税務課", "所属長", "R72.4.1", ""],
    )
    assert told(outcome) == []
    assert list(user.memberships.order_by("pk").values_list("division__name", "last_day")) == [
        ("市民課", LAST),
        ("税務課", None),
    ]
    [follow] = outcome.follows
    assert (follow.title, follow.lines, follow.cautions) == (
        "令和72年4月1日から",
        (
            "山田 花子（yamada）は、「税務課」の所属長になります。",
            "山田 花子（yamada）は、「市民課」の所属長ではなくなります。",
        ),
        ("職員がいない課：市民課",),
    )


def test_who_is_left_without_a_head_and_without_any_role_is_told_with_the_days(
    take, make_user, division
):
    head = make_user("yamada", memberships={division: "head"}, name="山田 花子")
    make_user("sato", memberships={division: "reporter"})
    outcome = take(
        MembershipResource,
        PLACES,
        [head.memberships.get().pk, "yamada", "市民課", "所属長", "R2.4.1", "R72.3.31"],
        ["", "yamada", "市民課", "所属長", "R72.7.1", ""],
    )
    first, second = outcome.follows
    assert first.cautions == (
        "所属長も所属長代理もいない課、令和72年6月30日まで：市民課",
        "所属も全庁の役割もない人（ログインしても、使える画面がありません）、令和72年6月30日まで：山田 花子（yamada）",
    )
    assert (second.title, second.cautions) == ("令和72年7月1日から", ())


def test_what_has_begun_is_not_rewritten(take, make_user, division):
    Division.objects.create(name="税務課")
    place = make_user("yamada", memberships={division: "reporter"}).memberships.get()
    make_user("sato")
    row = [place.pk, "yamada", "税務課", "所属長", "R3.4.1", ""]
    faults = take(MembershipResource, PLACES, row).faults
    assert [(each.place, each.value) for each in faults] == [
        ("C2", "税務課"),
        ("D2", "所属長"),
        ("E2", "R3.4.1"),
    ]
    assert {each.problem for each in faults} == {
        "令和2年4月1日から始まっているため、書き換えられません。"
    }
    assert "番号を空欄にした新しい行" in faults[0].cure
    row = [place.pk, "sato", "市民課", "入力担当", "R2.4.1", ""]
    assert told(take(MembershipResource, PLACES, row)) == [
        ("B2", "ログインID", "この番号は、yamadaの行です。")
    ]


def test_what_is_prepared_may_still_change(take, make_user, division):
    Division.objects.create(name="税務課")
    user = make_user("yamada", name="山田")
    place = Membership.objects.create(
        user=user, division=division, role="reporter", first_day=AHEAD
    )
    outcome = take(
        MembershipResource, PLACES, [place.pk, "yamada", "税務課", "所属長", "R73.4.1", ""]
    )
    place.refresh_from_db()
    assert (told(outcome), str(place)) == ([], "税務課 所属長 山田")
    assert [each.lines for each in outcome.follows] == [
        ("山田（yamada）は、「市民課」の入力担当になる予定は、なくなります。",),
        ("山田（yamada）は、「税務課」の所属長になります。",),
    ]


def test_copied_and_unknown_numbers_are_refused(take, make_user, division):
    place = make_user("yamada", memberships={division: "reporter"}).memberships.get()
    row = [place.pk, "yamada", "市民課", "入力担当", "R2.4.1", ""]
    copied = [place.pk, "yamada", "市民課", "所属長", "R72.4.1", ""]
    strange = [999999, "yamada", "市民課", "デジタル推進員", "R72.4.1", ""]
    odd = ["一", "yamada", "市民課", "デジタル推進員", "R73.4.1", ""]
    assert told(take(MembershipResource, PLACES, row, copied, strange, odd)) == [
        ("A3", "番号", "2行目と番号が同じです。"),
        ("A4", "番号", "この番号の所属は登録されていません。"),
        ("A5", "番号", "登録されている行の番号ではありません。"),
    ]


def test_places_that_cannot_be_are_refused_by_name(take, make_user, division):
    Division.objects.create(name="各課", kind=Division.Kind.COLLECTIVE)
    Division.objects.create(name="旧課", last_day=date(2021, 3, 31))
    make_user("yamada", memberships={division: "reporter"})
    rows = [
        ["", "yamada", "各課", "入力担当", "R72.4.1", ""],
        ["", "yamada", "旧課", "入力担当", "R72.4.1", ""],
        ["", "nobody", "市民課", "入力担当", "R72.4.1", ""],
        ["", "yamada", "市民課", "入力担当", "R2.5.1", "R3.3.31"],
        ["", "yamada", "市民課", "所属長", "R72.4.1", "R72.3.31"],
    ]
    assert told(take(MembershipResource, PLACES, *rows)) == [
        ("C2", "所属", "「各課」は総称のため、所属にできません。課を選んでください。"),
        ("C3", "所属", "「旧課」は、令和72年4月1日には置かれていません。"),
        ("B4", "ログインID", "「nobody」というログインIDの利用者は登録されていません。"),
        ("F5", "終了日", "終わった期間の行は加えられません。"),
        ("6行目", "", "終了日は開始日以後の日にしてください。"),
    ]
    assert told(
        take(MembershipResource, PLACES, ["", "yamada", "市民課", "入力担当", "R72.4.1", ""])
    ) == [("2行目", "", "同じ人の同じ内容が、令和2年4月1日から登録されていて、期間が重なります。")]
    assert Membership.objects.count() == 1


def test_of_two_divisions_of_one_name_that_of_the_first_day_is_meant(take, make_user):
    old = Division.objects.create(name="情報課", last_day=LAST)
    new = Division.objects.create(name="情報課", first_day=AHEAD)
    make_user("yamada", memberships={old: "head"})
    take(MembershipResource, PLACES, ["", "yamada", "情報課", "所属長", "R72.4.1", ""])
    assert Membership.objects.get(first_day=AHEAD).division == new
    rows = exported(MembershipResource())
    assert [row[3] for row in rows[1:]] == [
        "情報課（令和72年3月31日まで）",
        "情報課（令和72年4月1日から）",
    ]
    assert changes(take(MembershipResource, *rows)) == {}


@pytest.mark.parametrize("role", ["secretariat", "administrator"])
def test_last_holder_of_a_role_that_the_portal_needs_cannot_go(
    take, make_user, role, administrator
):
    word = CityRole.Role(role).label
    user = make_user("last", role)
    stays = CityRole.objects.filter(user=administrator)
    stays.update(last_day=date(2090, 9, 30))  # who takes the file in goes too, later
    row = [user.city_roles.get().pk, "last", word, "R2.4.1", "R72.3.31"]
    day = "令和72年4月1日" if role == "secretariat" else "令和72年10月1日"
    problem = f"{day}から、{word}がだれもいなくなります。"
    assert told(take(CityRoleResource, ROLES, row)) == [("2行目", "", problem)]
    assert told(take(UserResource, ["ログインID", "氏名", "状態"], ["last", "last", "無効"])) == [
        ("2行目", "", problem if role == "administrator" else problem.replace(day, _today()))
    ]
    make_user("next")
    follower = ["", "next", word, "R72.4.1", ""]
    assert told(take(CityRoleResource, ROLES, row, follower)) == []


def _today() -> str:

    return format_date(timezone.localdate())


@pytest.mark.parametrize("people", [1, 10])
def test_sheet_that_changes_nothing_asks_the_same_however_long_it_is(
    administrator, make_user, division, people, django_assert_max_num_queries
):
    for number in range(people):
        make_user(f"user{number}", memberships={division: "reporter"})
    resource = MembershipResource()
    rows = exported(resource)
    with django_assert_max_num_queries(20 + 2 * people) as asked:  # 2: a row's savepoint
        taken_in(resource, rows, by=administrator)
    assert len([each for each in asked if "SAVEPOINT" not in each["sql"]]) <= 16
    with django_assert_max_num_queries(5):
        Staff.read()


def test_dry_run_leaves_nothing_and_locks_nobody(
    take, make_user, division, django_assert_num_queries
):
    make_user("yamada")
    row = ["", "yamada", "市民課", "入力担当", "R72.4.1", ""]
    outcome = take(MembershipResource, PLACES, row, dry_run=True)
    assert len(outcome.added) == 1 and outcome.follows and not Membership.objects.exists()
    done = take(MembershipResource, PLACES, row)
    assert done.digest == outcome.digest
    again = take(MembershipResource, PLACES, row)
    assert (len(again.unchanged), again.follows) == (1, [])
