from django.apps import AppConfig


class ActionplanConfig(AppConfig):
    name = "gugus.actionplan"
    label = "actionplan"
