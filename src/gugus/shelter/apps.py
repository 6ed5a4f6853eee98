from django.apps import AppConfig


class ShelterConfig(AppConfig):
    name = "gugus.shelter"
    label = "shelter"
