"""What the portal is made of, read out of wheels."""

import json
import zipfile
from importlib.metadata import metadata

import pytest

from deploy.parts import Part, UnknownLicence, licence_of, licences, sbom
from tests.deploy import cyclonedx
from tests.test_requirements import pins

VERSION, MADE_AT = "2026.04.01-abc", "2026-04-01T00:00:00+00:00"


def wheel(folder, name="Some_Thing", *lines, files=()) -> Part:
    """A wheel with these lines of metadata and these files."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        head = (f"Name: {name}", "Version: 1.0", *lines)
        archive.writestr(f"{name}-1.0.dist-info/METADATA", "\n".join(head) + "\n\ntext\n")
        for each in files:
            archive.writestr(each, "x")
    return Part(path)


@pytest.mark.parametrize(
    ("lines", "licence"),
    [
        (["License-Expression: MIT OR Apache-2.0"], "MIT OR Apache-2.0"),
        (["License: BSD", "Classifier: License :: OSI Approved :: MIT License"], "BSD-3-Clause"),
        (["License: whole text of a licence, (c) me",
          "Classifier: License :: OSI Approved :: Apache Software License"], "Apache-2.0"),
    ],
)  # fmt: skip
def test_licence_is_written_as_spdx_does(tmp_path, lines, licence):
    assert wheel(tmp_path, "Some_Thing", *lines).licence == licence


def test_licence_of_every_part_is_known():
    found = {name: licence_of(name, metadata(name)) for name in pins("requirements.txt")}
    assert found["django"] == "BSD-3-Clause"
    assert found["matplotlib-fontja"] == "MIT AND IPA"


def test_part_whose_licence_nobody_has_read_makes_no_bundle(tmp_path):
    part = wheel(tmp_path, "Some_Thing", "License: whole text (c) me, of years ago")
    with pytest.raises(UnknownLicence, match="some-thing .*READ_BY_PEOPLE"):
        sbom([part], version=VERSION, made_at=MADE_AT)


def test_lists_name_the_part_its_file_and_what_its_maker_put_in(tmp_path):
    part = wheel(
        tmp_path, "Some_Thing", "License: MIT",
        files=["some_thing.libs/libpq-1.so.5", "Some_Thing-1.0.dist-info/licenses/LICENSE"],
    )  # fmt: skip
    found = sbom([part], version=VERSION, made_at=MADE_AT)
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    (component,) = found["components"]
    assert component["purl"] == "pkg:pypi/some-thing@1.0"
    assert component["licenses"] == [{"expression": "MIT"}]
    assert component["hashes"] == [{"alg": "SHA-256", "content": part.sha256}]
    assert [each["name"] for each in component["components"]] == ["libpq-1.so.5"]
    assert found["dependencies"][0]["dependsOn"] == [component["bom-ref"]]
    assert cyclonedx.faults(found) == []
    assert "| some-thing | 1.0 | MIT | 1 | libpq-1.so.5 |" in licences([part], VERSION)
    assert list(part.texts()) == ["Some_Thing-1.0.dist-info__licenses__LICENSE"]
    again = sbom([part], version=VERSION, made_at=MADE_AT)
    assert json.dumps(again) == json.dumps(found)


def test_a_list_that_is_none_of_cyclonedx_is_seen(tmp_path):
    found = sbom([wheel(tmp_path, "One", "License: MIT")], version=VERSION, made_at=MADE_AT)
    del found["components"][0]["name"]
    found["components"][0]["licenses"].append({"license": {"id": "MIT"}})
    found["dependencies"][0]["dependsOn"].append("pkg:pypi/gone@1")
    found["serialNumber"] = "urn:uuid:1"
    said = "\n".join(cyclonedx.faults(found))
    for each in ("'name' is a required", "licenses", "gone@1: leads nowhere", "serialNumber"):
        assert each in said
