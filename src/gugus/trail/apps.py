from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "gugus.trail"
    label = "trail"
