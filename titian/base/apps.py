from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "titian.base"
    verbose_name = "基础"
    glossary = "titian.base.disclosure.terms"
