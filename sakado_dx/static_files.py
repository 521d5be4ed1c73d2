"""Static files as they are collected for a machine: each is named by its content, so that a browser
that has seen it never asks for it again (README.md)."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class FingerprintedStorage(CompressedManifestStaticFilesStorage):
    """Modules name each other by their content too, and not only style sheets their pictures."""

    support_js_module_import_aggregation = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._addresses: dict[tuple[str, bool], str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """Its address, put together once: a page names thirty files, and they stay as they are
        for as long as the process runs."""
        if (name, force) not in self._addresses:
            self._addresses[name, force] = super().url(name, force)
        return self._addresses[name, force]
