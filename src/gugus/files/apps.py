from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "gugus.files"
    label = "files"
