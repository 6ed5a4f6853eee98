from allauth.account.signals import authentication_step_completed
from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.module_loading import import_string

from gugus.base import holdings


class AccountsConfig(AppConfig):
    name = "gugus.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Django and allauth say when somebody signed in; the vault's commands reach the seeds of second factors."""
        holdings.add_sealed_texts("gugus.accounts.sealed_seeds.TEXTS")
        # By path, because models may be read only from here on.
        user_logged_in.connect(import_string("gugus.accounts.signing_in.on_signed_in"))
        authentication_step_completed.connect(import_string("gugus.accounts.signing_in.on_proved"))
        import_string("gugus.accounts.escalation.name_kinds")()
        for what in ("added", "removed"):
            signal = import_string(f"allauth.mfa.signals.authenticator_{what}")
            signal.connect(import_string(f"gugus.accounts.factors.on_{what}"))
