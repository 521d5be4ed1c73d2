"""Checks of the settings that Django does not make (`manage.py check --deploy`)."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import UNSAFE_EVAL, UNSAFE_INLINE
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError
from django.http.request import validate_host

from sakado_dx.organization.models import User

ONE_PROCESS = ("locmem.LocMemCache", "dummy.DummyCache")


@register(Tags.security)
def files_are_private(app_configs, **kwargs) -> list[CheckMessage]:
    """Uploaded files must not lie where the web server hands out everything."""
    public = [Path(settings.STATIC_ROOT), *map(Path, settings.STATICFILES_DIRS)]
    files = Path(settings.MEDIA_ROOT).resolve()
    if not any(files.is_relative_to(folder.resolve()) for folder in public):
        return []
    return [
        Error(
            f"FILES_DIR（{files}）が静的ファイルのフォルダの中にあり、誰でも読めてしまいます。",
            hint="FILES_DIR に別のフォルダを指定してください。",
            id="organization.E001",
        )
    ]


@register(Tags.security, deploy=True)
def portal_url_is_answered(app_configs, **kwargs) -> list[CheckMessage]:
    """Links on paper and in mail must lead to a host that the portal answers."""
    host = urlsplit(settings.PORTAL_URL).hostname
    if validate_host(host, settings.ALLOWED_HOSTS):
        return []
    return [
        Warning(
            f"PORTAL_URL のホスト名 {host} が ALLOWED_HOSTS にありません。",
            hint="メールや紙のリンクが開けません。どちらかを直してください。",
            id="organization.W001",
        )
    ]


@register(Tags.security, deploy=True)
def cache_is_shared(app_configs, **kwargs) -> list[CheckMessage]:
    """A cache of one process forgets what its neighbour has drawn."""
    if not settings.CACHES["default"]["BACKEND"].endswith(ONE_PROCESS):
        return []
    return [
        Warning(
            "CACHE_URL のキャッシュは、プロセスの間で共有されません。",
            hint="CACHE_URL を外す（データベースを使う）か、Redis などを指定してください。",
            id="organization.W002",
        )
    ]


@register(Tags.security, deploy=True)
def pages_run_no_inline_code(app_configs, **kwargs) -> list[CheckMessage]:
    """The policy's own exceptions are the usual hole in it."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    loose = [
        name
        for name, sources in directives.items()
        if {UNSAFE_INLINE, UNSAFE_EVAL, "*"} & set(sources)
    ]
    if not loose:
        return []
    return [
        Warning(
            f"CSP の {'、'.join(loose)} が緩められています。",
            hint="画面に直接書いたスクリプトやスタイルを外してください。",
            id="organization.W003",
        )
    ]


@register(Tags.security, deploy=True)
def nobody_is_a_sample(app_configs, **kwargs) -> list[CheckMessage]:
    """The demonstration's people do not belong into production, whose figures are real."""
    try:
        number = User.objects.filter(is_sample=True, is_active=True).count()
    except DatabaseError:  # not migrated yet, or not to be reached: others say so
        return []
    if not number:
        return []
    return [
        Warning(
            f"データベースにサンプル利用者が{number}人います（本番環境ではログインできません）。",
            hint="空のデータベースに計画だけを読み込むか、管理画面で有効を外してください。",
            id="organization.W004",
        )
    ]
