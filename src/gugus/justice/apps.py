from django.apps import AppConfig


class JusticeConfig(AppConfig):
    name = "gugus.justice"
    label = "justice"
