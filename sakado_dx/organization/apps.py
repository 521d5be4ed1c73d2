from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "sakado_dx.organization"
    label = "organization"
    verbose_name = "組織と利用者"

    def ready(self) -> None:
        from sakado_dx.organization import checks  # noqa: F401  registers them
