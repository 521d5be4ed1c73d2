from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "sakado_dx.jobs"
    label = "jobs"
    verbose_name = "時間のかかる処理"
