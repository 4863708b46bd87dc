from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "titian.home"
    verbose_name = "工作台"
