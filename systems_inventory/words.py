"""The words of the inventory that are the same in every city."""

from django.db import models

# The 20 works whose systems must follow the national standard (標準化対象事務を定める政令), in the
# order of the national list.
STANDARD_WORKS = (
    "児童手当", "子ども・子育て支援", "住民基本台帳", "戸籍の附票", "印鑑登録", "選挙人名簿管理",
    "固定資産税", "個人住民税", "法人住民税", "軽自動車税", "戸籍", "就学", "健康管理",
    "児童扶養手当", "生活保護", "障害者福祉", "介護保険", "国民健康保険", "後期高齢者医療",
    "国民年金",
)  # fmt: skip

# What stands where nothing was registered: the plan's inventory prints names, divisions and 区分.
NOT_TOLD = "計画に記載なし"


class Category(models.TextChoices):
    CORE = "基幹系", "基幹系"
    GIS = "GIS", "GIS"


class Zone(models.TextChoices):
    """The three networks that city halls keep apart."""

    CORE = "基幹系", "基幹系"
    LGWAN = "LGWAN系", "LGWAN系"
    INTERNET = "インターネット系", "インターネット系"


class Hosting(models.TextChoices):
    CLOUD = "クラウド", "クラウド"
    ON_PREMISES = "オンプレミス", "オンプレミス"


class Move(models.TextChoices):
    """How far a system is on its way: to the national standard, to the Government Cloud."""

    OUTSIDE = "対象外", "対象外"
    BEFORE = "着手前", "着手前"
    UNDERWAY = "移行作業中", "移行作業中"
    DONE = "移行済み", "移行済み"


def told_thousands(amount: int | None) -> str:
    """``1,200``, an amount in thousands of yen; 0 is one."""
    return "記載なし" if amount is None else f"{amount:,}"
