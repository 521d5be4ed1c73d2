"""What people do on the pages, step by step, as the tests tell it."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.city import PASSWORD


def log_in(page: Page, login: str, password: str = PASSWORD) -> None:
    """By the login page, wherever it stands."""
    page.get_by_label("ログインID").fill(login)
    page.get_by_label("パスワード").fill(password)
    page.get_by_role("button", name="ログイン", exact=True).click()


def log_out(page: Page) -> None:
    page.get_by_role("button", name="ログアウト").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ログイン")


def menu(page: Page, entry: str) -> None:
    """Choose an entry of the main menu, whatever number stands beside it; on a phone the menu is
    unfolded first."""
    button = page.locator(".menu__button")
    if button.is_visible():
        button.click()
    navigation = page.get_by_role("navigation", name="主なメニュー")
    navigation.get_by_role("link", name=re.compile(f"^{entry}")).click()


def fill_entry(page: Page, *, figure: str, done: str) -> None:
    """Fill in all that a report needs."""
    page.get_by_role("group", name="進捗").get_by_label("順調", exact=True).check()
    page.get_by_label("実績値（件）").fill(figure)
    page.get_by_label("取り組んだこと").fill(done)
    page.get_by_role("group", name="今後の方針").get_by_label("継続").check()


def open_others(page: Page) -> None:
    """Unfold what is optional."""
    page.get_by_text("その他の項目（任意）").click()


def save(page: Page) -> None:
    page.get_by_role("button", name="下書き保存").click()


def save_and_check(page: Page) -> None:
    page.get_by_role("button", name="確認へ").click()


def submit(page: Page) -> None:
    page.get_by_role("button", name="この内容で提出する").click()


def card(page: Page, label: str) -> str:
    """The number on a card of the dashboard."""
    link = page.locator(".number-card", has=page.get_by_role("link", name=label, exact=True))
    return link.locator(".number-card__value").inner_text()


def state(page: Page) -> str:
    """The state of the report, as the page's lead says it."""
    return page.locator(".lead .status > span").last.inner_text()
