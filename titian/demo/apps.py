from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "titian.demo"
    verbose_name = "演示"
