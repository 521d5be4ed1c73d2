"""A page that is seen again asks for no style sheet, script or picture again."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse

OWN = Path(portal.BASE_DIR, "sakado_dx/static")
NGINX = Path(portal.BASE_DIR, "deploy/nginx/dx-portal.conf")
NAMED = re.compile(r"""(?:href|src)="(/static/[^"]+)\"""")
TAKEN_IN = re.compile(r"""(?:\bfrom |\bimport |\burl\()["']?(\.[^"')]+)""")


@pytest.fixture
def collected(settings, tmp_path):
    """The portal's own static files as production has them, but not packed."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "sakado_dx.static_files.FingerprintedStorage"}
    }
    settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("css", "js", "svg", "png")
    shutil.copytree(OWN, settings.STATIC_ROOT)
    names = [str(each.relative_to(OWN)) for each in OWN.rglob("*") if each.is_file()]
    for _, _, done in staticfiles_storage.post_process(
        {each: (staticfiles_storage, each) for each in names}
    ):
        assert done is None or not isinstance(done, Exception), done


@pytest.mark.one_database
def test_every_file_of_a_page_is_named_by_its_content_and_kept_for_good(world, client, collected):
    """By the portal itself, and by nginx, which decides from the name."""
    client.force_login(world.people["reporter"])
    kept_by_nginx = re.search(r'"~(\S+)" "[^"]*immutable";', NGINX.read_text("utf-8"))[1]
    found = set()
    for address in (
        reverse("progress:dashboard", args=[world.year.pk]),
        reverse("progress:report_edit", args=[world.report.pk]),
    ):
        found |= set(NAMED.findall(client.get(address).content.decode()))
    assert len(found) > 20
    for address in sorted(found):
        answer = client.get(address)
        assert answer["Cache-Control"] == "max-age=315360000, public, immutable", address
        assert re.search(kept_by_nginx, address)
        if address.endswith((".css", ".js")):
            text = b"".join(answer.streaming_content).decode()
            for own in TAKEN_IN.findall(text):
                assert re.search(kept_by_nginx, own), f"{address} takes in {own}"


def test_an_address_is_put_together_once(collected, monkeypatch):
    first = staticfiles_storage.url("css/base.css")
    assert re.fullmatch(r"/static/css/base\.[0-9a-f]{12}\.css", first)
    monkeypatch.setattr(type(staticfiles_storage._wrapped), "stored_name", None)
    assert staticfiles_storage.url("css/base.css") == first
