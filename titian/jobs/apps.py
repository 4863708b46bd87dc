from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "titian.jobs"
    verbose_name = "后台任务"
