from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "gugus.access"
    label = "access"
