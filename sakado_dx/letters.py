"""One letter for all that look like it: what a PDF, a phone or another keyboard gives instead.

For comparing names and codes, never for what is stored. NFKC turns 康熙部首 (⾏) and half-width
letters; it leaves the CJK部首補助 (⻑, ⺠), the two wave dashes, the dashes that stand for a long
vowel, and the 𠮷, 髙, 﨑 of names, which are turned here. Source of the radicals: Unicode, EquivalentUnifiedIdeograph.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

_RADICALS = (
    "2E81厂2E84乙2E85亻2E86冂2E88刀2E89刂2E8A卜2E8C小2E8D小2E8E兀2E8F尣2E90尢2E92巳2E93幺2E94彑"
    "2E96忄2E98扌2E99攵2E9B旡2E9C日2E9D月2E9E歺2E9F母2EA0民2EA1氵2EA2氺2EA3灬2EA4爫2EA5爫2EA6丬"
    "2EA7牛2EA8犭2EA9王2EAB目2EAC示2EAD礻2EAF糹2EB0纟2EB1罓2EB2罒2EB6羊2EB9耂2EBA肀2EBB聿2EBC肉"
    "2EBD臼2EBE艹2EBF艹2EC0艹2EC1虎2EC2衤2EC3覀2EC4西2EC5见2EC6角2EC8讠2EC9贝2ECB车2ECC辶2ECD辶"
    "2ECE辶2ECF阝2ED0钅2ED1長2ED2镸2ED3长2ED4门2ED6阝2ED7雨2ED8青2ED9韦2EDA页2EDB风2EDC飞2EDD食"
    "2EDF飠2EE0饣2EE2马2EE3骨2EE4鬼2EE5鱼2EE6鸟2EE7卤2EE8麦2EE9黄2EEA黾2EEB斉2EEC齐2EED歯2EEE齿"
    "2EEF竜2EF0龙2EF1龜2EF2亀2EF3龟"
)
RADICALS = {
    int(_RADICALS[at : at + 4], 16): _RADICALS[at + 4] for at in range(0, len(_RADICALS), 5)
}
SAME = RADICALS | {0x301C: "~", 0xFF5E: "~"}  # 〜 and ～
# ⼾, ⾭ and ⿊ as Japan writes them, and what NFKC makes of them.
SAME |= {0x2F3E: "戸", 0x6236: "戸", 0x2FAD: "青", 0x9751: "青", 0x2FCA: "黒", 0x9ED1: "黒"}
SAME |= {0x20BB7: "吉", 0x9AD9: "高", 0xFA11: "崎"}  # 𠮷, 髙, 﨑 of names
SAME |= dict.fromkeys([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])  # variant selectors
# センタ― and センタ—: a dash after a katakana is meant as its long vowel.
LONG_VOWEL = re.compile("(?<=[\u30a1-\u30fa])[\u2014\u2015]")


def one_spelling(text: str) -> str:
    """The text as comparisons see it."""
    return LONG_VOWEL.sub("ー", unicodedata.normalize("NFKC", text.translate(SAME)))


class LetterTable(dict):
    """What stands for each letter, for `str.translate`: worked out by a rule where a letter is first
    met, since keys are made by the thousand. `first` are those that the rule is not asked about."""

    LAST_KEPT = 0xFFFF  # rarer letters would fill the memory of a process for nothing

    def __init__(self, rule: Callable[[str], str], first: Mapping[int, str] = MappingProxyType({})):
        super().__init__(first)
        self.rule = rule

    def __missing__(self, code: int) -> str:
        found = self.rule(chr(code))
        if code <= self.LAST_KEPT:
            self[code] = found
        return found


def shows_nothing(letter: str) -> bool:
    """Spaces, and what has no shape of its own."""
    return unicodedata.category(letter)[0] in "ZC"


FORBIDDEN = ("Cc", "Cs")
NO_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF))


def plain(text: str) -> str:
    """The text without what XML forbids and no program shows; lines stay lines."""
    unified = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        each for each in unified if each in "\n\t" or unicodedata.category(each) not in FORBIDDEN
    ).translate(NO_CHARACTERS)
