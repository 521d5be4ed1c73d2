"""Users as a sheet: who may sign in. No passwords: a new user gets a one-time link afterwards."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from sakado_dx.organization.importers.columns import LOGIN, NewLoginColumn
from sakado_dx.organization.importers.rows import PeopleResource
from sakado_dx.organization.models import User
from sakado_dx.organization.powers.verbs import tell_of_account
from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets.columns import Column, TextColumn
from sakado_dx.spreadsheets.keys import match_key
from sakado_dx.spreadsheets.resources import cell_errors

STATE, MAIL = "状態", "メール"
OWN = "自分自身を無効にはできません。"
OWN_CURE = "「有効」に戻してください。ほかの管理者に頼んでください。"


class StateColumn(Column):
    """有効 or 無効; blank leaves it, and a new user is 有効."""

    WORDS = {True: "有効", False: "無効"}

    def __init__(self):
        super().__init__(STATE, "is_active")

    def read(self, text: str, row: Mapping[str, str]) -> bool:
        for value, word in self.WORDS.items():
            if match_key(text) == word:
                return value
        raise UnreadableValue(text, "使えない言葉です。", "「有効」か「無効」にしてください。")

    def save(self, instance: User, row: Mapping[str, str], is_m2m: bool = False, **kwargs) -> None:
        if row[self.column_name].strip():
            super().save(instance, row, is_m2m, **kwargs)

    def show(self, value: bool) -> str:
        return self.WORDS[value]


class UserResource(PeopleResource):
    """Add users, correct their names and mails, close accounts; matched by their login."""

    title = "利用者"
    note = (
        "ログインIDで探します。ログインIDは、この一覧では変えられません（書き換えると、新しい利用者になります）。"
        "パスワードは書きません。新しい利用者には、取り込んだ後に、利用者の画面でログイン用リンクを発行します。"
        "退職した人は、状態を「無効」にします。所属と役割は、ほかの一覧で登録します。"
    )
    key_headings = (LOGIN,)

    class Meta:
        model = User

    def make_columns(self) -> list[Column]:
        return [
            NewLoginColumn(LOGIN, "username", needed=True),
            TextColumn("氏名", "name", needed=True),
            TextColumn("よみ", "reading"),
            TextColumn(MAIL, "email"),
            StateColumn(),
        ]

    def stored_rows(self) -> QuerySet:
        return User.objects.order_by("reading", "username")

    def new_row(self, row) -> User:
        user = User()
        user.set_unusable_password()
        return user

    def before_import(self, dataset, **kwargs) -> None:
        super().before_import(dataset, **kwargs)
        self.changed: list[tuple[User, bool, str]] = []

    def check(self, instance: User, old: dict[str, Any]) -> None:
        """Nobody closes his own account."""
        if old:
            was = old.get(STATE, instance.is_active), old.get(MAIL, instance.email)
            self.changed.append((instance, *was))
        if instance.pk == self.by.pk and not instance.is_active and old.get(STATE):
            raise cell_errors({"is_active": UnreadableValue(STATE, OWN, OWN_CURE)})

    def tell_people(self) -> None:
        super().tell_people()
        for user, was_active, old_email in self.changed:
            tell_of_account(user, was_active=was_active, old_email=old_email, by=self.by)

    def whose(self, instance: User) -> User:
        return instance
