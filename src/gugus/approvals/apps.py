from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "gugus.approvals"
    label = "approvals"
