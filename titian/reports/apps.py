from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "titian.reports"
    verbose_name = "文稿"
