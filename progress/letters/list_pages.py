"""The log of letters as a list."""

from django.http import QueryDict

from progress.models import Letter
from sakado_dx.fiscal import format_date
from sakado_dx.lists import Column

LOG = "文書の記録"


def query_of(params: QueryDict, **more: str) -> str:
    """The filters of the log as the end of an address, with more."""
    data = params.copy()
    data.pop("page", None)
    for name, value in more.items():
        data[name] = value
    return data.urlencode()


def _subject(letter: Letter) -> str:
    return letter.subject if letter.year else f"{letter.subject}（開いたことを取り消した年度）"


COLUMNS = (
    Column("文書", lambda each: each.get_kind_display(), url=Letter.get_absolute_url),
    Column("件名", _subject),
    Column(
        "宛先",
        lambda each: each.division.name if each.division else each.addressee,
        "division",
        css="column--name",
    ),
    Column("日付", lambda each: format_date(each.dated_on), "dated_on", css="nowrap"),
    Column("文書番号", lambda each: each.number),
    Column("送り方", lambda each: each.way, template="progress/letters/_way_cell.html"),
)
