"""Every address at which the portal gives a spreadsheet. To add an export, add its line;
tests/test_access_table.py, which asks every address, fails for one without."""

from tests.access_table import headed_lines

XLSX, ZIP, CSV = "spreadsheetml", "application/zip", "text/csv"
SHEETS = (XLSX, ZIP, CSV)

# Lists with their three files, single files, and forms of the admin that answer with one; names in
# braces as in tests/access_table.py.
EXPORTS = """
[list]
/chronology/
/follow-ups/
/glossary/
/glossary/abbreviations/
/glossary/use/
/imports/
/imports/{import}/
/letters/
/measures/
/meetings/{meeting}/
/people/
/plan/reviews/{plan_review}/
/plan/reviews/{plan_review}/budget/
/plan/revisions/
/records/
/systems/
/timeline/
/years/{year}/budget/
/years/{year}/by-division/
/years/{year}/decisions/
/years/{year}/directions/
/years/{year}/effects/
/years/{year}/indicators/
/years/{year}/meetings/
/years/{year}/queue/
/years/{year}/ways/
[file]
/admin/measures/plan/documents/blank/
/admin/measures/plan/{plan}/workbook/
/plan/revisions/form.xlsx
/plan/revisions/{revision}/table.xlsx
/public/data/results.csv
/records/export/?year={year}
/years/history/form.xlsx
/years/{year}/divisions/{division}/workbook.xlsx
/years/{year}/reminders.csv
/years/{year}/reports.csv
/years/{year}/reports.xlsx
/years/{year}/workbooks.zip
[form]
/admin/glossary/term/export/
/admin/measures/indicator/export/
/admin/measures/measure/export/
/admin/organization/division/export/
/admin/organization/user/export/
/admin/progress/indicatorresult/export/
/admin/systems_inventory/informationsystem/export/
"""


def exports(kind: str = "") -> list[str]:
    """The addresses of one kind, or all."""
    found = headed_lines(EXPORTS)
    return [address for heading, [address] in found if kind in ("", heading)]


def gives_sheets(response) -> bool:
    """Whether an answer is a spreadsheet, or a page that leads to its own."""
    kind = response.get("Content-Type", "")
    if not kind.startswith("text/html"):
        return any(each in kind for each in SHEETS)
    page = response.content
    return b"file=xlsx" in page or b'value="' in page and b'name="resource"' in page
