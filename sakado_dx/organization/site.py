"""The admin site: our login, our header, and nothing of it for who may not enter."""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import IntegrityError
from django.http import Http404, QueryDict

from sakado_dx.organization.admin_choices import numbers_among
from sakado_dx.records.acting import Door, acting

# Login, logout and password have their pages in the portal; a second set would be a second door.
ELSEWHERE = {"login", "logout", "password_change", "password_change_done"}
# Every ModelAdmin's own pages that write. Pages beside them (import, loading) have a door of
# their own, and read a file first, which no transaction need wait for.
WRITING = ("_add", "_change", "_delete", "_changelist")


def with_known_rows(data: QueryDict) -> QueryDict:
    """What was sent without ticks of rows that cannot be: Django would break off on them."""
    known = data.copy()
    known.setlist(ACTION_CHECKBOX_NAME, numbers_among(data.getlist(ACTION_CHECKBOX_NAME)))
    return known


class PortalSite(AdminSite):
    """For secretariat and administrators; 404 for all others."""

    site_header = site_title = "管理"
    index_title = "登録と設定"
    enable_nav_sidebar = False
    empty_value_display = "－"

    def register(self, model_or_iterable, admin_class=None, **options) -> None:
        """Leave Django's groups out: rights come from dated roles, from nowhere else."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        models = [model for model in models if model._meta.app_label != "auth"]
        super().register(models, admin_class, **options)

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        def hidden(request, *args, **kwargs):
            if not self.has_permission(request):
                raise Http404
            if ACTION_CHECKBOX_NAME in request.POST:
                request.POST = with_known_rows(request.POST)
            if request.method != "POST" or not (request.resolver_match.url_name or "").endswith(
                WRITING
            ):
                return guarded(request, *args, **kwargs)
            try:
                with acting(request.user, Door.ADMIN):
                    return guarded(request, *args, **kwargs)
            except IntegrityError:
                # Stored by somebody else after this form's own check, which finds it now.
                with acting(request.user, Door.ADMIN):
                    return guarded(request, *args, **kwargs)

        return update_wrapper(hidden, guarded)

    def get_urls(self):
        return [url for url in super().get_urls() if getattr(url, "name", None) not in ELSEWHERE]
