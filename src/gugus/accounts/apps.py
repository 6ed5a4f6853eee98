from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gugus.accounts"
    label = "accounts"
