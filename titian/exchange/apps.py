from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "titian.exchange"
    verbose_name = "表格"
