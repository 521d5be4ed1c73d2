from django.apps import AppConfig


class SystemsInventoryConfig(AppConfig):
    name = "systems_inventory"
    verbose_name = "情報システム"
