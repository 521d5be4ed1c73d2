"""The formats that exports come in."""

from tablib import Dataset

from sakado_dx.files import TYPES
from sakado_dx.spreadsheets import cp932
from sakado_dx.spreadsheets.library import Format
from sakado_dx.spreadsheets.writing import to_cp932_csv, to_csv, to_xlsx


class XlsxFormat(Format):
    """A workbook of one sheet."""

    def get_title(self) -> str:
        return "Excel ブック（.xlsx）"

    def get_extension(self) -> str:
        return "xlsx"

    def get_content_type(self) -> str:
        return TYPES["xlsx"]

    def can_export(self) -> bool:
        return True

    def export_data(self, dataset: Dataset, **kwargs) -> bytes:
        return to_xlsx(dataset.title or "", dataset.headers, dataset)


class CsvFormat(Format):
    """UTF-8 with its mark."""

    def get_title(self) -> str:
        return "CSV（UTF-8）"

    def get_extension(self) -> str:
        return "csv"

    def get_content_type(self) -> str:
        return TYPES["csv"]

    def can_export(self) -> bool:
        return True

    def export_data(self, dataset: Dataset, **kwargs) -> bytes:
        return to_csv(dataset.headers, dataset)


class Cp932Format(CsvFormat):
    """For programs that know no Unicode; raises LettersLost where a letter would be lost."""

    def get_title(self) -> str:
        return f"CSV（{cp932.NAME}）"

    def get_content_type(self) -> str:
        return f"text/csv; charset={cp932.NAME}"

    def export_data(self, dataset: Dataset, **kwargs) -> bytes:
        return to_cp932_csv(dataset.headers, dataset)


FORMATS = [XlsxFormat, CsvFormat, Cp932Format]
