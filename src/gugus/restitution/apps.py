from django.apps import AppConfig


class RestitutionConfig(AppConfig):
    name = "gugus.restitution"
    label = "restitution"
