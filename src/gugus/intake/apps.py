from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "gugus.intake"
    label = "intake"
