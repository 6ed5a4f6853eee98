from django.apps import AppConfig


class EmergencyConfig(AppConfig):
    name = "gugus.emergency"
    label = "emergency"
