from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "gugus.outbox"
    label = "outbox"
