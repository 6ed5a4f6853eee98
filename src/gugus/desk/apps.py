from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "gugus.desk"
    label = "desk"
