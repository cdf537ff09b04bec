"""The national catalogue as imported, and the published versions of procedures."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Ministry(models.TextChoices):
    """Who keeps the procedure in the national database."""

    AGRICULTURE = "agriculture", "Bộ Nông nghiệp và Môi trường"
    CONSTRUCTION = "construction", "Bộ Xây dựng"
    COURTS = "courts", "Tòa án nhân dân"
    CULTURE = "culture", "Bộ Văn hóa, Thể thao và Du lịch"
    EDUCATION = "education", "Bộ Giáo dục và Đào tạo"
    FINANCE = "finance", "Bộ Tài chính"
    HEALTH = "health", "Bộ Y tế"
    HOME = "home", "Bộ Nội vụ"
    JUSTICE = "justice", "Bộ Tư pháp"
    SECURITY = "security", "Bộ Công an"
    STATE_BANK = "state-bank", "Ngân hàng Nhà nước"
    TRADE = "trade", "Bộ Công Thương"


class TermChannel(models.TextChoices):
    """How a dossier is filed; ``any`` where the source names no channel."""

    ONLINE = "online"
    COUNTER = "counter"
    POST = "post"
    ANY = "any"


class TermUnit(models.TextChoices):
    """The unit of a limit as the source has it. Nothing is guessed for ``unspecified``."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    HOUR = "hour"
    MONTH = "month"
    UNSPECIFIED = "unspecified"


class FlagKind(models.TextChoices):
    """A trap of the national data: kept as it is, shown, and confirmed by a manager."""

    UNIT_MISSING = "unit_missing"
    LIMIT_MISSING = "limit_missing"
    LIMIT_ZERO = "limit_zero"
    HOURS_UNSTATED = "hours_unstated"
    CALENDAR_DAYS = "calendar_days"
    LIMIT_DIFFERS = "limit_differs"
    FEE_DIFFERS = "fee_differs"
    FEE_SUSPECT = "fee_suspect"
    FEE_FOREIGN = "fee_foreign"
    SEVERAL_CASES = "several_cases"
    RECORD_PARTIAL = "record_partial"
    COPIES_SUSPECT = "copies_suspect"
    TEXT_CUT = "text_cut"


class CatalogueEntry(models.Model):
    """One procedure of the national catalogue. No personal data; kept for ever.

    ``listed`` is false for the few that are known by their record only. ``digest`` is of the
    imported facts, so that a second import touches only what changed.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.TextField()
    search_key = models.TextField()
    field = models.TextField(blank=True)
    ministry = models.CharField(max_length=20, choices=Ministry.choices)
    levels = ArrayField(models.CharField(max_length=20))
    listed = models.BooleanField(default=True)
    papers = models.PositiveIntegerField(null=True)
    results = models.JSONField(default=list)
    source_url = models.TextField()
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="catalogue_entry_names_its_source", condition=~Q(source_url="")
            ),
            models.CheckConstraint(
                name="catalogue_entry_is_of_a_known_ministry",
                condition=Q(ministry__in=Ministry.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class CatalogueTerm(models.Model):
    """The limit and the fee of one entry by one channel, as the source states them."""

    entry = models.ForeignKey(CatalogueEntry, on_delete=models.CASCADE, related_name="terms")
    position = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10, choices=TermChannel.choices)
    limit_value = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    limit_unit = models.CharField(max_length=20, choices=TermUnit.choices, blank=True)
    fee_amount = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    fee_currency = models.CharField(max_length=3, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["entry", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry", "position"], name="catalogue_term_has_its_own_position"
            ),
            models.CheckConstraint(
                name="catalogue_term_limit_has_value_and_unit",
                condition=Q(limit_value__isnull=True, limit_unit="")
                | Q(limit_value__gte=0, limit_unit__in=TermUnit.values),
            ),
            models.CheckConstraint(
                name="catalogue_term_fee_has_amount_and_currency",
                condition=Q(fee_amount__isnull=True, fee_currency="")
                | Q(fee_amount__gte=0, fee_currency__in=["VND", "USD"]),
            ),
            models.CheckConstraint(
                name="catalogue_term_is_of_a_known_channel",
                condition=Q(channel__in=TermChannel.values),
            ),
        ]


class CatalogueRecord(models.Model):
    """The full page of one entry: papers, results, law. Long texts end in an ellipsis as in the
    source. ``content`` is a :class:`motcua.catalogue.national.shapes.RecordContent`.
    """

    entry = models.OneToOneField(CatalogueEntry, on_delete=models.CASCADE, related_name="record")
    partial = models.BooleanField(default=False)
    content = models.JSONField()


class CatalogueFlag(models.Model):
    """A trap found in one entry, and who confirmed what it should be.

    ``evidence`` is what was found; when a later import finds something else, the flag opens again.
    ``confirmed_by`` is an actor's label, no name.
    """

    entry = models.ForeignKey(CatalogueEntry, on_delete=models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=20, choices=FlagKind.choices)
    channel = models.CharField(max_length=10, choices=TermChannel.choices, default="any")
    blocking = models.BooleanField()
    evidence = models.JSONField(default=dict)
    confirmed_value = models.TextField(blank=True)
    confirmed_ground = models.TextField(blank=True)
    confirmed_by = models.CharField(max_length=60, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["entry", "kind", "channel"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry", "kind", "channel"], name="catalogue_flag_stands_once"
            ),
            models.CheckConstraint(
                name="catalogue_flag_confirmed_has_actor_instant_and_ground",
                condition=Q(confirmed_at__isnull=True, confirmed_by="", confirmed_ground="")
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by="") & ~Q(confirmed_ground="")),
            ),
            models.CheckConstraint(
                name="catalogue_flag_is_of_a_known_kind", condition=Q(kind__in=FlagKind.values)
            ),
        ]


class ProcedureVersion(models.Model):
    """One published version of a procedure. Never changed and never deleted (trigger).

    ``files`` holds the texts of the folder, so that the version is rebuilt without it. No personal
    data; kept as long as any dossier.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    folder = models.TextField()
    files = models.JSONField()
    valid_from = models.DateField()
    published_by = models.CharField(max_length=60)
    published_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["code", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "number"], name="procedure_version_has_its_own_number"
            ),
            models.CheckConstraint(
                name="procedure_version_has_a_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="procedure_version_names_its_publisher", condition=~Q(published_by="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"


class ProcedureRetirement(models.Model):
    """From which day a version takes no new dossiers. Dossiers under way go on. Never changed."""

    version = models.OneToOneField(
        ProcedureVersion, on_delete=models.PROTECT, related_name="retirement"
    )
    retired_on = models.DateField()
    ground = models.TextField()
    retired_by = models.CharField(max_length=60)
    retired_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="procedure_retirement_names_its_ground", condition=~Q(ground="")
            ),
        ]
