from django.apps import AppConfig


class ReintegrationConfig(AppConfig):
    name = "gugus.reintegration"
    label = "reintegration"
