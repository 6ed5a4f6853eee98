from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "gugus.cases"
    label = "cases"
