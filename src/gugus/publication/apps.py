from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "gugus.publication"
    label = "publication"
