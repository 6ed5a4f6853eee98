"""Sign-in by user name and password. Permissions of Django itself are not used: the matrix decides."""

from django.contrib.auth.backends import BaseBackend

from gugus.access.models import User


class StaffBackend(BaseBackend):
    """Checks a password in the same time whether the name exists or not."""

    def authenticate(self, request, username: str | None = None, password: str | None = None, **ignored):
        if not username or password is None:
            return None
        user = User.objects.filter(username__iexact=username).first()
        if user is None or not user.has_usable_password():
            User().set_password(password)  # a missing name must cost as much as a wrong password
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id) -> User | None:
        return User.objects.select_related("agency").filter(pk=user_id, is_active=True).first()
