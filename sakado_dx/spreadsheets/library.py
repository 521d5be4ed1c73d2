"""What the admin has of django-import-export, without what that would load to see whether it is
there: openpyxl, and numpy with it, are wanted only where a workbook is read."""

from tablib.formats import registry

registry.register("xlsx", object())  # workbooks are read and written here

from import_export.admin import ExportMixin  # noqa: E402
from import_export.formats.base_formats import Format  # noqa: E402

__all__ = ["ExportMixin", "Format"]
