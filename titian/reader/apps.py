from django.apps import AppConfig


class ReaderConfig(AppConfig):
    name = "titian.reader"
    verbose_name = "读文稿"
