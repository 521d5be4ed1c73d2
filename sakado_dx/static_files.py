"""Static files as they are collected for a machine: each is named by its content, so that a browser
that has seen it never asks for it again (README.md)."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class FingerprintedStorage(CompressedManifestStaticFilesStorage):
    """Modules name each other by their content too, and not only style sheets their pictures."""

    support_js_module_import_aggregation = True
