from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "titian.files"
    verbose_name = "文件"
