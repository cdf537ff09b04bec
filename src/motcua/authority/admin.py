"""The back office of the room: to look, not to change; changes are services with a ledger entry."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from . import models
from .selectors.actors import actor_for_account
from .types import Role

if TYPE_CHECKING:
    Table = admin.ModelAdmin[Any]
else:
    Table = admin.ModelAdmin  # it takes no parameter at run time


OVERSEERS = (Role.OPERATOR, Role.AUDITOR)


def may_look(request: HttpRequest) -> bool:
    """Tell whether who is signed in may look at reference data: operators and auditors."""
    account = request.user
    if not isinstance(account, models.Account) or not account.is_active:
        return False
    # The edge of the process: here the clock is read.
    return actor_for_account(account, at=timezone.now()).has_role(*OVERSEERS)


class LookOnly(Table):
    """A table that the back office shows and does not write."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Operators and auditors."""
        return may_look(request)

    def has_view_permission(
        self,
        request: HttpRequest,
        obj: Any = None,  # noqa: ARG002  # Django's shape
    ) -> bool:
        """Operators and auditors."""
        return may_look(request)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  # Django's shape
        """Nobody."""
        return False

    def has_change_permission(
        self,
        request: HttpRequest,  # noqa: ARG002  # Django's shape
        obj: Any = None,  # noqa: ARG002  # Django's shape
    ) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(
        self,
        request: HttpRequest,  # noqa: ARG002  # Django's shape
        obj: Any = None,  # noqa: ARG002  # Django's shape
    ) -> bool:
        """Nobody."""
        return False


@admin.register(models.Unit)
class UnitAdmin(LookOnly):
    """Units."""

    list_display = ("code", "name_vi", "level", "valid", "synthetic")
    list_filter = ("level", "synthetic")
    search_fields = ("code", "name_vi", "slug")


@admin.register(models.UnitSuccession)
class UnitSuccessionAdmin(LookOnly):
    """How units followed each other."""

    list_display = ("old", "new", "kind", "on", "divided")
    list_select_related = ("old", "new")
    list_filter = ("kind", "divided")


@admin.register(models.Account)
class AccountAdmin(LookOnly):
    """Ways to sign in."""

    list_display = ("username", "name", "is_active", "synthetic")
    search_fields = ("username", "name")
    exclude = ("password", "person")


@admin.register(models.Posting)
class PostingAdmin(LookOnly):
    """Who holds which role where."""

    list_display = ("account", "unit", "role", "period")
    list_select_related = ("account", "unit")
    list_filter = ("role",)


@admin.register(models.Delegation)
class DelegationAdmin(LookOnly):
    """Who signs for whom."""

    list_display = ("unit", "role", "giver", "account", "formula", "period", "revoked_at")
    list_select_related = ("unit", "giver", "account")


@admin.register(models.Absence)
class AbsenceAdmin(LookOnly):
    """Who stands in for whom."""

    list_display = ("account", "substitute", "period", "cancelled_at")
    list_select_related = ("account", "substitute")


@admin.register(models.ApiClient)
class ApiClientAdmin(LookOnly):
    """Programs that may call."""

    list_display = ("name", "unit", "role", "registered_at", "closed_at")
    list_select_related = ("unit",)


for calendar_table in (
    models.PublishedYear,
    models.WorkingPeriod,
    models.DayOff,
    models.Swap,
    models.HalfDay,
    models.Closure,
):
    admin.site.register(calendar_table, LookOnly)


# Nobody is staff: who enters is decided by the role that he holds today.
admin.site.has_permission = may_look  # type: ignore[method-assign]
