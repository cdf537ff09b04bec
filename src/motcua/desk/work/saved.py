"""The filters that an officer keeps: his own, and few."""

from datetime import datetime

from motcua.authority.types import Actor
from motcua.desk.errors import FilterNameMissing, FilterNotFound, TooManyFilters
from motcua.desk.models import SavedFilter

FILTERS_MOST = 20


def own(actor: Actor) -> int:
    """Return the officer's account.

    Errors: FilterNotFound, for whoever has none.
    """
    if actor.account_id is None:
        raise FilterNotFound()
    return actor.account_id


def filters_of(actor: Actor) -> list[SavedFilter]:
    """Return the officer's filters, by name."""
    return list(SavedFilter.objects.filter(account_id=own(actor)).order_by("name", "pk"))


def save_filter(name: str, query: str, *, by: Actor, at: datetime) -> SavedFilter:
    """Keep a filter under a name, in the place of one of the same name.

    Errors: FilterNameMissing, TooManyFilters.
    """
    name = " ".join(name.split())[:60]
    if not name or not name.isprintable():
        raise FilterNameMissing()
    others = SavedFilter.objects.filter(account_id=own(by)).exclude(name=name)
    if others.count() >= FILTERS_MOST:
        raise TooManyFilters(most=FILTERS_MOST)
    row, _ = SavedFilter.objects.update_or_create(
        account_id=own(by), name=name, defaults={"query": query[:500], "saved_at": at}
    )
    return row


def drop_filter(key: int, *, by: Actor) -> None:
    """Delete one of the officer's own filters.

    Errors: FilterNotFound.
    """
    gone, _ = SavedFilter.objects.filter(pk=key, account_id=own(by)).delete()
    if not gone:
        raise FilterNotFound()
