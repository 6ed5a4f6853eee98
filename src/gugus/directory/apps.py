from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "gugus.directory"
    label = "directory"
