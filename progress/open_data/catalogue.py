"""The catalogue entry: DCAT in JSON-LD, as data portals harvest it. Here addresses are absolute."""

from collections.abc import Sequence
from datetime import date

from progress.open_data.files import DataFile, TableFiles
from progress.open_data.gathering import Source
from progress.open_data.licence import licence
from progress.reading.codec import Json
from sakado_dx.fiscal import first_day, last_day

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
KEYWORDS = ["DX推進計画", "進捗", "施策", "成果指標", "目標", "実績"]


def catalogue(source: Source, tables: Sequence[TableFiles], folder: str) -> Json:
    """All tables with their files; `folder` is the address under which the files lie."""
    title = source.plan.title if source.plan else "DX推進計画"
    return {
        "@context": CONTEXT,
        "@id": f"{folder}catalogue.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": f"{title} オープンデータ",
        "dct:description": "計画の施策と目標、公表した年度の実績と施策の進捗です。",
        "dct:language": "ja",
        "dct:license": {"@id": licence().url},
        "dct:publisher": _publisher(source),
        "foaf:homepage": {"@id": folder},
        "dcat:dataset": [_dataset(each, source, folder) for each in tables],
    }


def _publisher(source: Source) -> Json:
    agent = {"@type": "foaf:Agent", "foaf:name": source.city}
    return agent | ({"dct:identifier": source.city_code} if source.city_code else {})


def _dataset(found: TableFiles, source: Source, folder: str) -> Json:
    table = found.table
    return {
        "@id": f"{folder}#{table.name}",
        "@type": "dcat:Dataset",
        "dct:identifier": "-".join(filter(None, [source.city_code, "dx-plan", table.name])),
        "dct:title": table.title,
        "dct:description": table.told,
        "dct:language": "ja",
        "dct:license": {"@id": licence().url},
        "dct:publisher": _publisher(source),
        "dct:spatial": "".join([source.prefecture, source.city]),
        **_times(found, source),
        "dcat:keyword": KEYWORDS,
        "dcat:landingPage": {"@id": folder},
        "dct:conformsTo": {"@id": f"{folder}{table.name}.schema.json"},
        "dcat:distribution": [_distribution(each, folder) for each in found.files],
    }


def _times(found: TableFiles, source: Source) -> Json:
    """What years it is of, and when it last changed."""
    times: Json = {}
    if source.plan:
        begun, ended = source.plan.first_fiscal_year, source.plan.last_fiscal_year
        times["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(first_day(begun)),
            "dcat:endDate": _day(last_day(ended)),
        }
    if found.updated_on:
        times["dct:modified"] = _day(found.updated_on)
    return times


def _day(day: date) -> Json:
    return {"@type": "xsd:date", "@value": day.isoformat()}


def _distribution(file: DataFile, folder: str) -> Json:
    return {
        "@type": "dcat:Distribution",
        "dct:title": file.name,
        "dcat:downloadURL": {"@id": f"{folder}{file.name}"},
        "dcat:accessURL": {"@id": folder},
        "dcat:mediaType": file.media_type.partition(";")[0],
        "dcat:byteSize": file.size,
        "dct:license": {"@id": licence().url},
        "spdx:checksum": {
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": file.sha256,
        },
    }
