"""A backup and the way back from it, on the database that the test runs on."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from progress.models import ReviewYear
from sakado_dx.backup import databases, making, putting_back, storing
from sakado_dx.backup.manifest import NAME
from sakado_dx.backup.refusals import BackupRefused
from sakado_dx.records.heads import seal_and_keep
from tests.databases import empty_database, own_copy
from tests.progress.editions.test_bytes import closed_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("migrated")]


@pytest.fixture
def sealed(world, settings, tmp_path):
    """A closed year, evidence, and heads, in a database of the test's own."""
    closed_world(world)
    files = settings.MEDIA_ROOT / "evidence" / "ab"
    files.mkdir(parents=True, exist_ok=True)
    (files / "資料.pdf").write_bytes(b"%PDF-1.4 evidence")
    with own_copy(tmp_path):
        seal_and_keep()
        yield world


def made(folder: Path, **more) -> Path:
    call_command("backup", str(folder), **more)
    return max(folder.glob("2*"))


def told(capsys) -> str:
    return capsys.readouterr().out


def elsewhere(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "new" / "files"
    settings.AUDIT_HEADS_FILE = tmp_path / "new" / "heads.txt"


def test_a_portal_comes_back_whole_and_proves_it(sealed, settings, tmp_path, capsys):
    title, heads = sealed.plan.title, settings.AUDIT_HEADS_FILE.read_text()
    folder = made(tmp_path / "backups")
    assert {each.name for each in folder.iterdir()} == {
        "audit_heads.txt", "database", "files", "manifest.json", "years",
    }  # fmt: skip
    assert "AUDIT_KEY" in told(capsys)
    assert settings.AUDIT_KEY.encode() not in b"".join(
        each.read_bytes() for each in folder.rglob("*") if each.is_file()
    )
    elsewhere(settings, tmp_path)
    with empty_database(tmp_path):
        call_command("restore", str(folder))
        words = told(capsys)
        for each in (
            "控え ",
            "トリガーはすべて揃っています",
            "締めた1年度のCSVは、1バイトも違いません",
            "ファイル1件",
        ):
            assert each in words
        assert "AUDIT_KEY" not in words
        assert ReviewYear.objects.get().plan.title == title
        assert settings.AUDIT_HEADS_FILE.read_text() == heads
        assert (settings.MEDIA_ROOT / "evidence/ab/資料.pdf").read_bytes() == b"%PDF-1.4 evidence"
        # A second time only over what is there, when that is said.
        with pytest.raises(CommandError, match="データベースが空ではありません"):
            call_command("restore", str(folder))
        type(sealed.plan).objects.update(title="後の変更")
        seal_and_keep()
        call_command("restore", str(folder), over_what_is_there=True)
        assert ReviewYear.objects.get().plan.title == title
        assert "このバックアップより後の控えがあります" in told(capsys)
        assert settings.AUDIT_HEADS_FILE.read_text() == heads
        assert nothing_aside()


@pytest.mark.one_database
def test_a_damaged_backup_puts_nothing_back(sealed, settings, tmp_path):
    folder = made(tmp_path / "backups")
    elsewhere(settings, tmp_path)
    file = folder / "files/evidence/ab/資料.pdf"
    harms = {
        "資料.pdf の中身が、作ったときと違います": lambda: file.write_bytes(b"%PDF-1.4 evidencE"),
        "資料.pdf がありません": file.unlink,
        "other.txt は、バックアップのものではありません": (folder / "other.txt").touch,
        f"{NAME} が壊れています": lambda: (folder / NAME).write_text('{"layout": 1'),
        f"{NAME} がありません": (folder / NAME).unlink,
    }
    with empty_database(tmp_path):
        for sentence, harm in harms.items():
            harm()
            with pytest.raises(CommandError, match=sentence):
                call_command("restore", str(folder))
            assert databases.is_empty() and not settings.MEDIA_ROOT.exists()


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"layout": 2}, "別の版のバックアップの形式"),
        ({"vendor": "oracle"}, "oracle のもの"),
        ({"migrations": ["progress.9999_later"]}, "より新しい版のプログラムのもの"),
        ({"migrations": []}, "前の版のプログラムのもの"),
    ],
)
def test_a_backup_of_another_program_or_database_is_refused(changes, sentence, tmp_path):
    content = {"layout": 1, "made_at": "2026-01-01T00:00:00+09:00", "vendor": connection.vendor,
               "migrations": [], "head": "", "files": {}}  # fmt: skip
    (tmp_path / NAME).write_text(json.dumps(content | changes))
    with pytest.raises(CommandError, match=sentence):
        call_command("restore", str(tmp_path))


def test_what_differs_after_the_way_back_is_named(sealed, settings, tmp_path):
    folder = made(tmp_path / "backups")
    elsewhere(settings, tmp_path)
    content = json.loads((folder / NAME).read_text())
    content["head"] = f"1-{'0' * 64}"
    (folder / NAME).write_text(json.dumps(content))
    settings.BACKUP_YEARS = "tests.backup.test_commands.other_years"
    settings.AUDIT_KEY = "another key, as after a loss: it proves nothing here"
    with empty_database(tmp_path), pytest.raises(CommandError, match="使い始めない") as refused:
        call_command("restore", str(folder))
    for each in ("控えが ", "操作の記録：", "締めた年度のCSVが"):
        assert each in str(refused.value)


def test_what_cannot_be_proved_leaves_what_was_there(sealed, settings, tmp_path):
    """Database and heads: in their place comes what is proved, or nothing."""
    folder = made(tmp_path / "backups")
    type(sealed.plan).objects.update(title="後の変更")
    seal_and_keep()
    heads = settings.AUDIT_HEADS_FILE.read_text()
    settings.BACKUP_YEARS = "tests.backup.test_commands.other_years"
    with pytest.raises(CommandError, match="実行する前のものに直しました(.|\n)*年度のCSV"):
        call_command("restore", str(folder), over_what_is_there=True)
    assert type(sealed.plan).objects.get().title == "後の変更"
    assert settings.AUDIT_HEADS_FILE.read_text() == heads
    call_command("verify_audit")
    assert nothing_aside()


def nothing_aside() -> bool:
    """Whether no copy of what was there is left over."""
    if connection.vendor == "sqlite":
        place = Path(connection.settings_dict["NAME"])
        return not list(place.parent.glob(f"{place.name}.{putting_back.ASIDE}*"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'before%%'")
        return cursor.fetchone() == (0,)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")
def test_a_database_that_somebody_works_in_is_not_replaced(sealed, tmp_path, monkeypatch):
    monkeypatch.setattr(putting_back, "PARTING", 0.3)
    folder, other = made(tmp_path / "backups"), connection.copy()
    other.ensure_connection()
    try:
        with pytest.raises(CommandError, match="ほかの接続が 1 件あります"):
            call_command("restore", str(folder), over_what_is_there=True)
    finally:
        other.close()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")
def test_a_restore_that_breaks_off_has_changed_nothing(sealed, tmp_path, monkeypatch):
    """Whichever program ends, at whatever place of the copy: nothing of it is committed."""
    folder = made(tmp_path / "backups")
    dump = folder / "database/database.dump"
    broken = tmp_path / "broken"
    (broken / "database").mkdir(parents=True)
    (broken / "database/database.dump").write_bytes(dump.read_bytes()[:-20_000])
    with pytest.raises(BackupRefused, match="何も戻していません"):
        putting_back.put_back(broken / "database", over=True)
    monkeypatch.setattr(putting_back, "MAKE_ROOM", "SELECT wrong;\n{aside}")
    with pytest.raises(BackupRefused, match="psql が止まりました"):
        putting_back.put_back(folder / "database", over=True)
    assert type(sealed.plan).objects.count() == 1 and nothing_aside()


def other_years() -> dict[str, bytes]:
    return {"R5-1.csv": b"other"}


@pytest.mark.one_database
def test_the_newest_stay_and_what_was_left_half_made_goes(own_database, tmp_path, monkeypatch):
    folder = tmp_path / "backups"
    for name in ("20260101-000000", "20260102-000000", "before-upgrade"):
        (folder / name).mkdir(parents=True)
        (folder / name / NAME).write_text("{}")
    (folder / f"{making.UNFINISHED}20260103-000000" / "database").mkdir(parents=True)
    newest = made(folder, keep=2)
    stays = {".lock", "20260102-000000", newest.name, "before-upgrade"}
    assert {each.name for each in folder.iterdir()} == stays


@pytest.mark.one_database
@pytest.mark.parametrize("step", ["stored", "sync_folders"])
def test_a_full_disk_leaves_what_was_there_and_says_so(own_database, tmp_path, monkeypatch, step):
    folder = tmp_path / "backups"
    folder.mkdir()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, step, full)
    with pytest.raises(CommandError, match="空きが足りません"):
        call_command("backup", str(folder))
    assert [each.name for each in folder.iterdir()] == [".lock"]


@pytest.mark.one_database
def test_two_at_once_are_one(own_database, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    with making._alone(folder), pytest.raises(CommandError, match="別のバックアップが動いています"):
        call_command("backup", str(folder))


def test_a_backup_never_lies_among_what_it_copies(settings):
    with pytest.raises(CommandError, match="FILES_DIR"):
        call_command("backup", str(settings.MEDIA_ROOT / "backups"))


@pytest.mark.one_database
def test_evidence_that_is_deleted_meanwhile_is_none(own_database, settings, tmp_path, monkeypatch):
    copy = storing.copy_file

    def gone(source, target):
        if source.suffix == ".pdf":
            raise FileNotFoundError(source)
        return copy(source, target)

    monkeypatch.setattr(making, "copy_file", gone)
    evidence = settings.MEDIA_ROOT / "evidence.pdf"
    evidence.parent.mkdir(parents=True, exist_ok=True)
    evidence.touch()
    folder = made(tmp_path / "backups")
    assert not (folder / "files").exists()


def test_what_is_stored_while_it_is_made_is_in_none_of_its_parts(sealed, tmp_path, settings):
    """Database, head and years are of one moment, though somebody goes on working."""
    copy, other = databases.copy, connection.copy()

    def copy_after_a_change(folder, snapshot):
        with other.cursor() as cursor:
            cursor.execute("UPDATE measures_plan SET title = 'その間に'")
        other.close()
        copy(folder, snapshot)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(databases, "copy", copy_after_a_change)
        folder = made(tmp_path / "backups")
    assert type(sealed.plan).objects.get().title == "その間に"
    elsewhere(settings, tmp_path)
    with empty_database(tmp_path):
        call_command("restore", str(folder))
        assert type(sealed.plan).objects.get().title != "その間に"


def test_a_portal_without_a_folder_is_asked_for_one(settings):
    settings.BACKUP_DIR = ""
    with pytest.raises(CommandError, match="BACKUP_DIR"):
        call_command("backup")
    with pytest.raises(CommandError, match="1以上"):
        call_command("backup", "x", keep=0)
