from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "titian.accounts"
    verbose_name = "用户与科室"
