"""Under which licence citizens may use the data: the city's choice, by setting."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Licence:
    name: str
    told: str
    url: str
    asks_for_source: bool


# By the values of OPEN_DATA_LICENCE.
LICENCES = {
    "CC-BY-4.0": Licence(
        "CC BY 4.0",
        "クリエイティブ・コモンズ 表示 4.0 国際",
        "https://creativecommons.org/licenses/by/4.0/deed.ja",
        asks_for_source=True,
    ),
    "CC0-1.0": Licence(
        "CC0 1.0",
        "クリエイティブ・コモンズ CC0 1.0 全世界（権利を主張しない）",
        "https://creativecommons.org/publicdomain/zero/1.0/deed.ja",
        asks_for_source=False,
    ),
}


def licence() -> Licence:
    """The licence that the city has chosen."""
    return LICENCES[settings.OPEN_DATA_LICENCE]
