"""How long it is to a day, or how long ago it was, in the words of reminders and pages."""

from datetime import date

from sakado_dx.fiscal import format_date


def deadline_words(due: date, today: date, what: str = "提出期限") -> str:
    """The deadline as a sentence: how many days are left, or have passed."""
    day, left = format_date(due), (due - today).days
    if left > 0:
        return f"{what}は{day}です（あと{left}日）。"
    if left == 0:
        return f"{what}は今日（{day}）です。"
    return f"{what}（{day}）を{-left}日過ぎています。"


def left_words(due: date, today: date) -> str:
    """``12月20日、残り21日``, ``12月20日、今日`` or ``12月20日、7日超過``, within a sentence."""
    left = (due - today).days
    words = "今日" if left == 0 else f"残り{left}日" if left > 0 else f"{-left}日超過"
    return f"{due.month}月{due.day}日、{words}"


def days_left(due: date, today: date) -> str:
    """``あと7日``, ``今日`` or ``7日過ぎています``."""
    left = (due - today).days
    return "今日" if left == 0 else f"あと{left}日" if left > 0 else f"{-left}日過ぎています"
