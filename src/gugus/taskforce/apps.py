from django.apps import AppConfig


class TaskforceConfig(AppConfig):
    name = "gugus.taskforce"
    label = "taskforce"
