from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "gugus.documents"
    label = "documents"
