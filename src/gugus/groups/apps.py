from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "gugus.groups"
    label = "groups"
