from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "titian.base"
    verbose_name = "基础"
    glossary = "titian.base.disclosure.terms"

    def ready(self) -> None:
        from titian.base.reloading import watch

        watch()  # from here on a change of titian.toml is seen
