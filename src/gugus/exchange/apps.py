from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "gugus.exchange"
    label = "exchange"
