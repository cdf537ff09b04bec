"""Pauses of a clock: when it stood still and on which legal ground."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from motcua.kernel.worktime.errors import PauseReversed
from motcua.kernel.worktime.instants import wall_second

__all__ = ["FOREVER", "Pause", "PauseCause", "Span", "pauses_of", "spans_of"]

FOREVER = 1 << 62
Span = tuple[int, int]


class PauseCause(StrEnum):
    """Why a clock may stand still. Any other reason is lateness."""

    SUPPLEMENT = "supplement"
    PAYMENT = "payment"
    CONSULTATION = "consultation"
    VERIFICATION = "verification"
    FORCE_MAJEURE = "force_majeure"
    UNIT_CLOSED = "unit_closed"
    APPLICANT = "applicant"
    ELSEWHERE = "elsewhere"

    @property
    def vi(self) -> str:
        """The cause in Vietnamese."""
        return _WORDS[self][0]

    @property
    def en(self) -> str:
        """The cause in English."""
        return _WORDS[self][1]

    @property
    def article(self) -> str:
        """The ground in law; empty where only sector law can give one."""
        return _WORDS[self][2]


_WORDS = {
    PauseCause.SUPPLEMENT: (
        "chờ người nộp bổ sung hồ sơ",
        "waiting for the applicant's supplement",
        "NĐ 61/2018 Đ19(4)",
    ),
    PauseCause.PAYMENT: (
        "chờ thực hiện nghĩa vụ tài chính",
        "waiting for the financial obligation",
        "NĐ 61/2018 Đ22",
    ),
    PauseCause.CONSULTATION: (
        "chờ ý kiến cơ quan phối hợp",
        "waiting for the opinion of another agency",
        "NĐ 61/2018 Đ19(5)",
    ),
    PauseCause.VERIFICATION: (
        "thẩm tra, xác minh",
        "verification",
        "NĐ 61/2018 Đ19(3)",
    ),
    PauseCause.FORCE_MAJEURE: (
        "sự kiện bất khả kháng",
        "force majeure",
        "BLDS 2015 Đ156(1)",
    ),
    PauseCause.UNIT_CLOSED: ("cơ quan tạm ngừng làm việc", "the unit was closed", ""),
    PauseCause.APPLICANT: (
        "theo đề nghị của người nộp",
        "at the applicant's request",
        "",
    ),
    PauseCause.ELSEWHERE: ("hồ sơ đang ở bước khác", "the dossier lay at another step", ""),
}


@dataclass(frozen=True, slots=True)
class Pause:
    """A half-open span ``[start, end)`` in which a clock stood still.

    ``end`` is None while it lasts. ``step`` names the step whose clock it stops; None stops the
    whole dossier.
    Errors: PauseReversed, InstantNaive.
    """

    start: datetime
    end: datetime | None
    cause: PauseCause
    step: str | None = None

    span: Span = field(init=False, repr=False, compare=False)
    """The pause in seconds of the wall clock; an open one never ends."""

    def __post_init__(self) -> None:
        begins = wall_second(self.start)
        ends = FOREVER if self.end is None else wall_second(self.end)
        if ends < begins:
            raise PauseReversed(start=self.start.isoformat(), end=f"{self.end}")
        object.__setattr__(self, "span", (begins, ends))


def pauses_of(pauses: Iterable[Pause], *, step: str | None) -> tuple[Pause, ...]:
    """Return the pauses that stop the clock of ``step`` (None: of the whole dossier).

    A pause of the whole dossier stops every step; a pause of a step stops that step alone.
    """
    return tuple(pause for pause in pauses if pause.step is None or pause.step == step)


def spans_of(pauses: Iterable[Pause]) -> list[Span]:
    """Return the time covered by ``pauses`` as disjoint spans in order; each second counts once."""
    merged: list[Span] = []
    for begins, ends in sorted(pause.span for pause in pauses):
        if begins == ends:
            continue
        if merged and begins <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(ends, merged[-1][1]))
        else:
            merged.append((begins, ends))
    return merged
