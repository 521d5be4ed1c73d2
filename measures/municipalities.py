"""全国地方公共団体コード: six digits, of which the last checks the others, the first two the
prefecture (JIS X 0401)."""

# In the order of their numbers, 01 to 47.
PREFECTURES = (
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県", "群馬県",
    "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県",
    "岐阜県", "静岡県", "愛知県", "三重県", "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県",
    "鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県", "高知県", "福岡県",
    "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
)  # fmt: skip
WEIGHTS = (6, 5, 4, 3, 2)


def check_digit(five: str) -> str:
    """The sixth digit that belongs to the first five: ``11239`` → ``9``."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, five, strict=True))
    return str((11 - total % 11) % 10)


def is_city_code(code: str) -> bool:
    """Whether a text is a code of six digits, of a prefecture that exists, with its check digit."""
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        return False
    return 1 <= int(code[:2]) <= len(PREFECTURES) and check_digit(code[:5]) == code[5]


def prefecture_of(code: str) -> str:
    """``埼玉県`` of ``112399``; empty of what is no code."""
    return PREFECTURES[int(code[:2]) - 1] if is_city_code(code) else ""


def code_fault(code: str) -> str:
    """What is wrong with a code, and how to mend it; empty of a right one and of a blank."""
    if not code or is_city_code(code):
        return ""
    told = f"団体コード「{code}」は、全国地方公共団体コードではありません。"
    return f"{told}検査数字（最後の1桁）を含む6桁の数字にしてください。"
