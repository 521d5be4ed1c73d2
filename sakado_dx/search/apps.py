from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "sakado_dx.search"
    label = "search"
    verbose_name = "検索"

    def ready(self) -> None:
        """Let the texts follow all that is written."""
        from sakado_dx.records.acting import followed_by
        from sakado_dx.search.writing import follow

        followed_by(follow)
