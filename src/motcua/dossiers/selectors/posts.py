"""Who holds which post: look-ups that the rules and the policy need."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.utils import timezone

from motcua.authority.api import day_of, officers_of, province
from motcua.authority.types import ActorKind, Role

PROVINCE = ZoneInfo("Asia/Ho_Chi_Minh")


@lru_cache(maxsize=8192)
def officer_label(account_id: int) -> str:
    """Return the name under which the ledger knows an officer's account; it never changes."""
    uid = get_user_model().objects.values_list("uid", flat=True).get(pk=account_id)
    return f"{ActorKind.OFFICER}:{uid}"


def holds_post(account_id: int, *, unit_id: int, role: str, at: datetime) -> bool:
    """Return whether the account itself holds the post on that day."""
    officers = officers_of(unit_id, Role(role), day_of(at))
    return any(officer.account_id == account_id for officer in officers)


def oversight_unit_ids() -> frozenset[int]:
    """Return the units at which oversight of the whole province is held today."""
    return frozenset({province(on=day_of(timezone.now())).id})
