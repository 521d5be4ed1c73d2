"""What a form of the admin was read with: nobody overwrites unseen what another has changed."""

from hashlib import sha256

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import models
from django.forms import ModelForm, model_to_dict
from django.http import HttpRequest

READ = "change_read"  # the hidden field with the mark
MEANWHILE = (
    "この保存は行っていません。画面を開いた後に、この内容が変わりました。"
    "ほかの人の変更なら、このまま保存すると上書きになります。操作の記録で確かめるか、画面を開き直してください。"
    "保存のボタンを二度押したときは、一度目で保存されています。"
)


def read_mark_of(
    page: admin.ModelAdmin, request: HttpRequest, obj: models.Model, form: type[ModelForm]
) -> str:
    """Of a row's fields and of the rows below it that may be changed: the same for the same."""
    told = {
        name: [each.pk for each in value] if isinstance(value, list) else value
        for name, value in model_to_dict(obj, fields=form.base_fields).items()
    }
    rows = [
        list(_rows_of(inline, request, obj))
        for inline in page.get_inline_instances(request, obj)
        if inline.has_change_permission(request, obj)
    ]
    return sha256(repr([told, rows]).encode()).hexdigest()[:16]


def _rows_of(inline, request: HttpRequest, obj: models.Model) -> models.QuerySet:
    owner = inline.get_formset(request, obj).fk.name
    own = inline.get_queryset(request).filter(**{owner: obj.pk})
    return own.order_by("pk").values_list()


def hold(page: admin.ModelAdmin, request: HttpRequest, object_id: str | None) -> None:
    """Let nobody else save the same row until the transaction ends."""
    obj = object_id and page.get_object(request, unquote(object_id))
    if obj:
        held = page.model.objects.select_for_update(no_key=True).filter(pk=obj.pk)
        held.order_by().values_list("pk").first()
