"""How allauth behaves here: no self sign-up, second-factor seeds sealed with the key file."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter

from gugus.base.vault import opened_text, sealed_text


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator of the agency, never by a visitor."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def set_password(self, user, password) -> None:
        """Choosing one's own password ends the one-time one."""
        user.must_change_password = False
        super().set_password(user, password)


class MFAAdapter(DefaultMFAAdapter):
    """allauth stores seeds in clear unless told otherwise."""

    def encrypt(self, text: str) -> str:
        return sealed_text(text, "mfa")

    def decrypt(self, encrypted_text: str) -> str:
        return opened_text(encrypted_text, "mfa")
