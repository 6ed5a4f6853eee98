from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "gugus.people"
    label = "people"
