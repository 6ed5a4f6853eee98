"""Columns that only ever hold ciphertext, and the data keys that open them.

Every sealed row names a data key; the data key lies wrapped beside it and opens only with the key file.
Throwing a data key away makes everything sealed with it unreadable for ever, backups included.
"""

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.query_utils import DeferredAttribute
from django.utils import timezone

from gugus.base.vault import keyring
from gugus.kernel.ids import new_id
from gugus.kernel.sealing import kek_id_of, new_key, seal, unseal


class DataKey(models.Model):
    """One key, wrapped. `wrapped` is empty once the key was destroyed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kek = models.CharField(max_length=40)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    shredded_at = models.DateTimeField(null=True, blank=True)

    _opened: bytes | None = None

    class Meta:
        app_label = "base"
        indexes = [models.Index(fields=["kek", "id"], name="datakey_of_kek")]
        constraints = [
            models.CheckConstraint(
                name="destroyed_key_says_when",
                condition=Q(shredded_at=None) & ~Q(wrapped=b"")
                | Q(shredded_at__isnull=False) & Q(wrapped=b""),
            )
        ]

    @classmethod
    def fresh(cls) -> "DataKey":
        """A new, not yet saved data key."""
        plain = new_key()
        wrapped = keyring().wrap(plain)
        made = cls(kek=kek_id_of(wrapped), wrapped=wrapped)
        made._opened = plain
        return made

    def opened(self) -> bytes | None:
        """The plain key, or None when it was destroyed."""
        if self._opened is None and self.wrapped:
            self._opened = keyring().unwrap(bytes(self.wrapped), self.kek)
        return self._opened


class KeyTrace(models.Model):
    """What was done to a data key since it was made; the database writes it, nobody changes it.

    `what` is wrapped, destroyed or deleted; `digest` is the SHA-256 of the wrapped key afterwards.
    """

    id = models.BigAutoField(primary_key=True)
    key_id = models.UUIDField()
    what = models.CharField(max_length=10)
    at = models.DateTimeField(default=timezone.now)
    caller = models.CharField(max_length=63)
    agency = models.UUIDField(null=True)
    by = models.UUIDField(null=True)
    kek = models.CharField(max_length=40, blank=True)
    digest = models.BinaryField()

    class Meta:
        app_label = "base"
        indexes = [models.Index(fields=["key_id", "id"], name="keytrace_of_key")]


class Plain:
    """A value that was set in this process and is not sealed yet."""

    __slots__ = ("value",)

    def __init__(self, value: Any):
        self.value = value


class SealedAttribute(DeferredAttribute):
    """Opens on first reading; bytes are ciphertext from the database, everything else is plain."""

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        name = self.field.attname
        held = instance.__dict__[name] if name in instance.__dict__ else super().__get__(instance, cls)
        if isinstance(held, (bytes, memoryview)):
            held = Plain(self.field.opened(instance, bytes(held)))
            instance.__dict__[name] = held
        return held.value if isinstance(held, Plain) else held

    def __set__(self, instance, value):
        name = self.field.attname
        if value is not None and not isinstance(value, (bytes, memoryview, Plain)):
            value = Plain(value)
        instance.__dict__[name] = value


class SealedField(models.BinaryField):
    """Text, list or mapping that is stored encrypted; None stays null. Not searchable, not orderable."""

    descriptor_class = SealedAttribute

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def about(self, instance) -> str:
        """What a ciphertext is bound to, so that it cannot be moved to another row or column."""
        return f"{self.model._meta.db_table}:{self.column}:{instance.pk}"

    def opened(self, instance, ciphertext: bytes) -> Any:
        """The plain value, or None when the data key was destroyed."""
        key = instance.data_key.opened()
        return None if key is None else json.loads(unseal(key, ciphertext, self.about(instance)))

    def pre_save(self, instance, add):
        held = instance.__dict__.get(self.attname)
        if not isinstance(held, Plain):
            return held
        if held.value is None:
            return None
        text = json.dumps(held.value, ensure_ascii=False, separators=(",", ":")).encode()
        return seal(instance.data_key.opened(), text, self.about(instance))

    def get_prep_value(self, value):
        if value is not None and not isinstance(value, (bytes, memoryview)):
            raise TypeError(f"{self.name} is sealed: set it on an instance and save that.")
        return value


class SealedModel(models.Model):
    """A row with sealed columns; its data key is made with the row unless one is given."""

    data_key = models.ForeignKey(
        DataKey, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.data_key_id is None:
            self.data_key = DataKey.fresh()
        if self.data_key._state.adding:
            self.data_key.save(force_insert=True)
            self.data_key_id = self.data_key.pk
        super().save(*args, **kwargs)
