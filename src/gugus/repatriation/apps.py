from django.apps import AppConfig


class RepatriationConfig(AppConfig):
    name = "gugus.repatriation"
    label = "repatriation"
