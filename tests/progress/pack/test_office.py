"""Word and Excel files as an office program opens and prints them (`make test-long`)."""

import os
import shutil
import subprocess
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from progress.pack.making import bytes_of
from tests.progress.pack.papers import HEAD, order_of, plan_meeting, text_of

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(
        not (os.environ.get("TEST_LONG") and shutil.which("soffice")),
        reason="asks LibreOffice itself",
    ),
]


def printed(content: bytes, suffix: str, folder) -> PdfReader:
    (folder / f"pack.{suffix}").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    order = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", folder]
    subprocess.run(
        [*order, folder / f"pack.{suffix}"], check=True, capture_output=True, timeout=120
    )
    return PdfReader(BytesIO((folder / "pack.pdf").read_bytes()))


def test_word_prints_an_item_on_each_sheet(world, tmp_path):
    world.bring_to("confirmed")
    order = order_of(world, plan_meeting(world), format="docx")
    file = printed(bytes_of(order, timezone.now(), HEAD).content, "docx", tmp_path)
    assert len(file.pages) == 2
    sheets = ["".join(page.extract_text().split()) for page in file.pages]
    assert "案件1I-1-1施策I-1-1" in sheets[0] and "案件2次期計画の策定について" in sheets[1]
    assert all("審議の結果：" in each and "庁内限り" in each for each in sheets)
    assert len(file.pages[0].images) == 1


def test_excel_prints_every_sheet_with_its_charts(world, tmp_path):
    world.bring_to("confirmed")
    content = bytes_of(order_of(world, format="xlsx"), timezone.now(), HEAD).content
    file = printed(content, "xlsx", tmp_path)
    text = text_of(file)
    for each in ("基本方針", "施策I-1-1", "順調"):
        assert each in text
    landscape = [page.mediabox.width > page.mediabox.height for page in file.pages]
    assert all(landscape) and len(landscape) >= 3
