from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "titian.figures"
    verbose_name = "指标"
