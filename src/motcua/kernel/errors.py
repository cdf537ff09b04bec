"""The one root of what can go wrong, and its families by what the caller should do about it.

A room declares its own errors in its ``errors.py``::

    class TaskTaken(Conflict):
        \"\"\"Another officer took the task first.\"\"\"

        code = "task_taken"
        vi = "Nhiệm vụ đã có người nhận: {officer}."
        en = "The task was taken by {officer}."

and raises ``TaskTaken(officer="…")``. The facts are attributes, and fill the two templates.
"""

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any, ClassVar

__all__ = [
    "Broken",
    "Conflict",
    "Denied",
    "DomainError",
    "Invalid",
    "NotFound",
    "TooLarge",
    "TooMany",
    "Unauthenticated",
    "Unavailable",
    "Unsupported",
    "every_error",
    "facts_of",
]


class _Blanks(dict[str, object]):
    """Template values; a fact that was not given stays visible as its own name."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _spoken(value: object, language: str) -> object:
    """Return the text of one language when a fact is given in both (``{"vi": …, "en": …}``)."""
    if isinstance(value, Mapping) and {"vi", "en"} <= value.keys():
        return value[language]
    return value


class DomainError(Exception):
    """Something the domain refuses.

    ``code`` names the error for machines, ``status`` is the HTTP status that stands for it, ``vi``
    and ``en`` are the templates of the message. ``facts`` is what the message was made of; each
    fact is an attribute too. A fact may be a mapping with ``vi`` and ``en``.
    """

    code: ClassVar[str] = "domain_error"
    status: ClassVar[int] = 422
    vi: ClassVar[str] = "Yêu cầu không thực hiện được."
    en: ClassVar[str] = "The request cannot be carried out."

    def __init__(self, **facts: object) -> None:
        super().__init__()
        self.facts: dict[str, object] = facts

    def __getattr__(self, name: str) -> Any:
        """Return a fact by its name."""
        facts = self.__dict__.get("facts", {})
        if name in facts:
            return facts[name]
        raise AttributeError(f"{type(self).__name__} has no fact {name!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive pickling: the default would drop the facts."""
        return (_again, (type(self), self.facts))

    def message(self, language: str = "vi") -> str:
        """Return the message in ``language``; English for ``en…``, Vietnamese for all others."""
        spoken = "en" if language.lower().startswith("en") else "vi"
        values = _Blanks({name: _spoken(value, spoken) for name, value in self.facts.items()})
        return (self.en if spoken == "en" else self.vi).format_map(values)

    def __str__(self) -> str:
        return self.message("en")

    def __repr__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{type(self).__name__}({facts})"


def _again(kind: type[DomainError], facts: dict[str, object]) -> DomainError:
    return kind(**facts)


class Unauthenticated(DomainError):
    """Nobody is known to be asking."""

    code = "unauthenticated"
    status = 401
    vi = "Cần đăng nhập để thực hiện việc này."
    en = "Sign in to do this."


class Denied(DomainError):
    """The asker is known and may not."""

    code = "denied"
    status = 403
    vi = "Không có quyền thực hiện việc này."
    en = "You are not allowed to do this."


class NotFound(DomainError):
    """There is no such thing, or none that the asker may know of."""

    code = "not_found"
    status = 404
    vi = "Không tìm thấy."
    en = "Not found."


class Conflict(DomainError):
    """The thing is not in the state that the request supposes."""

    code = "conflict"
    status = 409
    vi = "Dữ liệu đã thay đổi hoặc không còn ở trạng thái cho phép."
    en = "The data has changed or is not in a state that allows this."


class TooLarge(DomainError):
    """The input is larger than is read."""

    code = "too_large"
    status = 413
    vi = "Dữ liệu gửi lên quá lớn."
    en = "The input is too large."


class Unsupported(DomainError):
    """The input is of a kind that is not taken."""

    code = "unsupported"
    status = 415
    vi = "Loại dữ liệu không được chấp nhận."
    en = "This kind of input is not accepted."


class Invalid(DomainError):
    """The input is not what it must be."""

    code = "invalid"
    status = 422
    vi = "Dữ liệu không hợp lệ."
    en = "The input is not valid."


class TooMany(DomainError):
    """The asker asks too often."""

    code = "too_many"
    status = 429
    vi = "Quá nhiều yêu cầu, hãy thử lại sau."
    en = "Too many requests, try again later."


class Broken(DomainError):
    """What was stored is not what was written."""

    code = "broken"
    status = 500
    vi = "Dữ liệu lưu trữ không còn nguyên vẹn."
    en = "Stored data is not intact."


class Unavailable(DomainError):
    """A partner or a means is out of reach for now."""

    code = "unavailable"
    status = 503
    vi = "Dịch vụ tạm thời không sẵn sàng."
    en = "The service is not available at the moment."


def every_error(root: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    """Yield ``root`` and every error declared under it in the modules imported so far."""
    yield root
    for child in root.__subclasses__():
        yield from every_error(child)


def facts_of(kind: type[DomainError]) -> dict[str, frozenset[str]]:
    """Return the names of the facts that the template of each language speaks of."""
    return {
        language: frozenset(
            name.split(".")[0].split("[")[0]
            for _, name, _, _ in Formatter().parse(template)
            if name is not None
        )
        for language, template in (("vi", kind.vi), ("en", kind.en))
    }
