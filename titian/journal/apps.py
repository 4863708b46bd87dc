from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "titian.journal"
    verbose_name = "操作日志"
