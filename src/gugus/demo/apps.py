from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "gugus.demo"
    label = "demo"
