from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "gugus.base"
    label = "base"
