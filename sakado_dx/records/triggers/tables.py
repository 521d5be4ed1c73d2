"""Which tables are recorded: all, but for those named here with the reason."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

# By app or by app.model. What is not named is recorded, a model of next year too.
NOT_RECORDED = {
    "records.auditrecord": "これが記録そのもの",
    "records.auditcontext": "取引の間だけ1行ある、操作中の人",
    "records.outgoingmail": "知らせるメール。知らせるもとの変更が、それぞれの表の記録にある",
    "records.mailcause": "同じ知らせを二度送らないための印",
    "organization.unsentinput": "未送信の入力。本人のほかは読まず、何も変えていない",
    "jobs.job": "処理の進み具合。作ったものは、それぞれの表の記録にある",
    "search.searchtext": "検索のための写し。もとの文章が、それぞれの表の記録にある",
    "sessions": "ログイン中の画面の状態。計画・報告・権限を含まない",
    "axes": "ログイン失敗の回数。計画・報告・権限を含まない",
    "admin": "管理画面の履歴。元の変更が、それぞれの表の記録にある",
    "contenttypes": "モデルの名前の表。移行が作る",
    "auth": "Django 標準の権限の表。誰の権限もここから決まらない",
}
# Columns that never stand in a record, and whose change alone makes none.
IGNORED_COLUMNS = {
    "organization.user": ("last_login",),
    "organization.passwordlink": ("code_hash",),
}
# Columns of which a record says that they changed, never what they hold.
HIDDEN_COLUMNS = {"organization.user": ("password",), "progress.disposal": ("opened_with",)}
CHANGED = "変更あり"


@dataclass(frozen=True)
class RecordedTable:
    """A table with its key, and what of it no record may hold."""

    name: str
    key: str
    ignored: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


def reason_for_none(model: type[Model]) -> str:
    """Why the model's rows are not recorded; empty where they are."""
    label = model._meta.label_lower
    return NOT_RECORDED.get(label) or NOT_RECORDED.get(model._meta.app_label, "")


def recorded_models() -> list[type[Model]]:
    """All models whose rows are recorded, the tables between two models included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not (model._meta.proxy or model._meta.swapped or reason_for_none(model))
    ]


def recorded_tables() -> list[RecordedTable]:
    return [
        RecordedTable(
            name=model._meta.db_table,
            key=model._meta.pk.column,
            ignored=IGNORED_COLUMNS.get(model._meta.label_lower, ()),
            hidden=HIDDEN_COLUMNS.get(model._meta.label_lower, ()),
        )
        for model in recorded_models()
    ]
