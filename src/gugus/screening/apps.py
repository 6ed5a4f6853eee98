from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "gugus.screening"
    label = "screening"
