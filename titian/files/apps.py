from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "titian.files"
    verbose_name = "文件"
    glossary = "titian.files.models.terms"
    journal_words = {
        "files.file.stored": "上传文件",
        "files.file.forgotten": "删除文件",
        "files.file.downloaded": "下载不得导出的文件",
    }
