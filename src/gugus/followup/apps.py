from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "gugus.followup"
    label = "followup"
