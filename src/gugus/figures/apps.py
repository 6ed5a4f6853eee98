from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "gugus.figures"
    label = "figures"
