from django.apps import AppConfig

from titian.base.navigation import SYSTEM, Area


class JobsConfig(AppConfig):
    name = "titian.jobs"
    verbose_name = "后台任务"
    glossary = "titian.jobs.models.terms"
    areas = (Area("我的任务", "jobs:index", 910, lambda user: True, group=SYSTEM),)
    journal_words = {"jobs.job.queued": "提交后台任务", "jobs.job.cancelled": "取消后台任务", "jobs.job.retried": "重试后台任务"}
