from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "sakado_dx.imports"
    label = "imports"
    verbose_name = "取込"
