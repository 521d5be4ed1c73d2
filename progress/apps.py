from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "progress"
    verbose_name = "進捗管理"

    def ready(self) -> None:
        """Let the guards of closed years live by the rules of the audit record's triggers."""
        from progress.guards import making as guards
        from sakado_dx.records.triggers.making import register

        register(guards)
