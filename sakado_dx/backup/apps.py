from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "sakado_dx.backup"
    label = "backup"
    verbose_name = "バックアップ"
