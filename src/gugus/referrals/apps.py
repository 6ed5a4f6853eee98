from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "gugus.referrals"
    label = "referrals"
