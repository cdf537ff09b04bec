"""People and enterprises."""

import uuid

from django.db import models
from django.db.models import F, Q

from motcua.authority.types import PersonKind

from .units import choices


class Person(models.Model):
    """One row is one citizen, enterprise or household business known to the province.

    Personal data: the name in clear (it is searched and printed); identity number, birth date and
    contact as AES-GCM ciphers; a blind index of the number; the person's own salt, as a cipher too.
    Erasing empties all of them and leaves the row, so that what refers to it still stands. Kept
    until erased on request or by the retention of the person's last dossier.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=choices(PersonKind))
    name = models.CharField(max_length=300, blank=True)
    search_key = models.CharField(max_length=300, blank=True)
    number_cipher = models.BinaryField(null=True)
    number_index = models.BinaryField(null=True)
    birth_cipher = models.BinaryField(null=True)
    contact_cipher = models.BinaryField(null=True)
    salt_cipher = models.BinaryField(null=True)
    verified_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("search_key", "id")
        indexes = (
            models.Index(
                fields=["search_key", "id"],
                name="person_by_search_key",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["number_index"], name="person_number_is_known_once"),
            models.CheckConstraint(
                name="person_kind_is_known",
                condition=Q(kind__in=[str(each) for each in PersonKind]),
            ),
            models.CheckConstraint(
                name="person_has_number_and_salt_until_erased",
                condition=Q(erased_at__isnull=False)
                | (
                    Q(number_cipher__isnull=False)
                    & Q(number_index__isnull=False)
                    & Q(salt_cipher__isnull=False)
                    & ~Q(name="")
                ),
            ),
            models.CheckConstraint(
                name="person_erased_holds_nothing",
                condition=Q(erased_at__isnull=True)
                | (
                    Q(number_cipher__isnull=True)
                    & Q(number_index__isnull=True)
                    & Q(birth_cipher__isnull=True)
                    & Q(contact_cipher__isnull=True)
                    & Q(salt_cipher__isnull=True)
                    & Q(name="")
                    & Q(search_key="")
                ),
            ),
            models.CheckConstraint(
                name="person_is_erased_after_registration",
                condition=Q(erased_at__isnull=True) | Q(erased_at__gte=F("registered_at")),
            ),
        )

    def __str__(self) -> str:
        return f"person:{self.uid}"
