from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "gugus.tasks"
    label = "tasks"
