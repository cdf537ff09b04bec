"""``motcua doctor``: is everything as it should be?"""


def doctor() -> None:
    """Check the machine, the database, the keys and the worker."""
