from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "gugus.reporting"
    label = "reporting"
