"""The record as files to be given out (情報公開): CSV to read, JSON with the seals, a leaf of words.

`manage.py export_record` and the page of the same write these files.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone

from measures.models import Measure
from progress.audit.marking import FORMING, PERSONAL, Marks
from progress.audit.words import in_words
from progress.models import ReviewYear
from sakado_dx import fiscal
from sakado_dx.records.models import AuditRecord
from sakado_dx.spreadsheets.writing import to_csv

HEADINGS = (
    "番号", "連番", "日時", "操作", "対象", "行", "項目", "変更前", "変更後", "区分",
    "操作した人", "入口", "理由",
)  # fmt: skip
COLUMNS = (
    "id", "sequence", "table_name", "row_key", "operation", "before", "after", "at", "actor_id",
    "actor_name", "door", "reason", "import_key", "previous", "seal",
    "salt", "digest", "disposal",
)  # fmt: skip
AT_ONCE = 2000  # records that are put into words together


def name_of(subject: Measure | ReviewYear) -> str:
    """How the files of a subject begin."""
    key = subject.code if isinstance(subject, Measure) else subject.short_label
    return f"record_{key}_{timezone.localdate():%Y%m%d}"


def files_of(subject: Measure | ReviewYear, records: Sequence[AuditRecord]) -> Mapping[str, bytes]:
    """The files by name: a line a field, and the records as they are sealed, oldest first."""
    name = name_of(subject)
    return {
        f"{name}.csv": to_csv(HEADINGS, _rows(records)),
        f"{name}.json": _as_json(subject, records),
        f"{name}.txt": _leaf(subject, len(records)).encode("utf-8-sig"),
    }


def to_zip(files: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _rows(records: Sequence[AuditRecord]) -> Iterator[tuple]:
    """One row a field; a record without a field of its own has one all the same."""
    marks = Marks(records)
    for start in range(0, len(records), AT_ONCE):
        for line in in_words(records[start : start + AT_ONCE]):
            record = line.record
            at = timezone.localtime(record.at).isoformat(sep=" ", timespec="seconds")
            begin = (record.pk, record.sequence, at, record.get_operation_display())
            end = (record.actor_name, record.get_door_display(), record.reason)
            for change in line.changes or [None]:
                fields = (change.label, change.before, change.after) if change else ("", "", "")
                mark = marks.of(record, change.name if change else "")
                yield *begin, line.noun, line.title, *fields, mark, *end


def _as_json(subject: Measure | ReviewYear, records: Sequence[AuditRecord]) -> bytes:
    kind = "measure" if isinstance(subject, Measure) else "year"
    content = {
        kind: str(subject),
        "plan": str(subject.plan),
        "written_at": timezone.localtime().isoformat(timespec="seconds"),
        "records": [{name: getattr(each, name) for name in COLUMNS} for each in records],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=_moment).encode()


def _moment(value) -> str:
    return value.isoformat()


def _leaf(subject: Measure | ReviewYear, number: int) -> str:
    """How the files are to be read."""
    return "\r\n".join(
        (
            f"操作の記録　{subject}（{subject.plan}）",
            f"{fiscal.format_date(timezone.localdate())}現在　{number}件",
            "",
            "CSV：読むための一覧です。1行が、1件の記録の1項目です。日時は日本標準時です。",
            "JSON：封印（連番、前の封印、封印）とともに、データベースの記録のまま書き出したものです。",
            "",
            "CSVの「区分」は、開示・不開示を判断するための目安です。判断は、市の条例によります。",
            f"・{FORMING}：評価の前（評価後に差し戻した間を含む）の報告と実績、課題、事務局の所見と案、"
            "差戻しなどの理由、公表しない意見、関係課の記載、経過メモ、証拠資料、注意への説明、締めた年度の控え",
            f"・{PERSONAL}：利用者の登録と、職員の氏名が入る項目",
            "「操作した人」の列は、すべて職員の氏名です。「理由」の列は、書かれた内容を確かめてください。",
            "",
        )
    )
