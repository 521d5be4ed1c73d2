"""Static files under the names of production, without the minute that compressing them takes."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class FingerprintedFiles(ManifestStaticFilesStorage):
    """As `sakado_dx.static_files` names them."""

    support_js_module_import_aggregation = True
