"""What the admin only shows: reports and results change through the workflow alone."""

from django.http import HttpRequest


class ReadOnlyMixin:
    """For a ModelAdmin or an inline: to be looked at by whom the rights let, changed by none."""

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False
