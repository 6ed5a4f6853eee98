from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "gugus.retention"
    label = "retention"
