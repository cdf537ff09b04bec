"""Electronic ids of agencies, in the form of 2020 and in that of 2016."""

import re
from dataclasses import dataclass

from motcua.kernel.errors import Invalid

__all__ = ["AgencyCode", "AgencyCodeInvalid"]

# A level-1 code is a letter from A to Y and two digits; further groups are A-Z and 0-9.
_NEW = re.compile(r"[A-Y][0-9]{2}(?:\.[A-Z0-9]+)*")
_OLD = re.compile(r"([0-9]{3})\.([0-9]{2})\.([0-9]{2})\.([A-Y][0-9]{2})")
_MOST = 35


class AgencyCodeInvalid(Invalid):
    """A text is not the electronic id of an agency."""

    code = "agency_code_invalid"
    vi = "“{text}” không phải là mã định danh điện tử của cơ quan, tổ chức (ví dụ: H24.14)."
    en = "“{text}” is not the electronic id of an agency (such as H24.14)."


@dataclass(frozen=True, slots=True, order=True)
class AgencyCode:
    """The id of an agency: groups that grow left to right from the level-1 code.

    ``H24.14.02`` lies under ``H24.14``, which lies under ``H24``. At most 35 characters.

    Source: QĐ 20/2020/QĐ-TTg Đ4.
    """

    groups: tuple[str, ...]

    def __post_init__(self) -> None:
        text = ".".join(self.groups)
        if len(text) > _MOST or not _NEW.fullmatch(text):
            raise AgencyCodeInvalid(text=text[:60])

    @classmethod
    def parse(cls, text: str) -> "AgencyCode":
        """Return the id that either form writes; spaces around and lower case are forgiven.

        Errors: AgencyCodeInvalid.
        """
        code = text.strip().upper()
        old = _OLD.fullmatch(code)
        return cls.from_old(*old.groups()) if old else cls(tuple(code.split(".")))

    @classmethod
    def from_old(cls, level_4: str, level_3: str, level_2: str, level_1: str) -> "AgencyCode":
        """Return the id that the groups of the old form make when they are turned round.

        Zero groups at the lower end stand for "this agency itself" and fall away. This is the
        change of form only: where an agency was given another number as well, its succession says
        so, not this function.

        Source: TT 10/2016/TT-BTTTT, QCVN 102:2016/BTTTT (``V1V2V3.Z1Z2.Y1Y2.MX1X2``).
        """
        groups = [level_1, level_2, level_3, level_4]
        while not groups[-1].strip("0"):
            groups.pop()
        return cls(tuple(groups))

    def old_form(self) -> str:
        """Return the id in the form of 2016.

        Errors: AgencyCodeInvalid when the old form has no room for it.
        """
        groups = self.groups + ("00", "00", "000")[len(self.groups) - 1 :]
        text = ".".join(reversed(groups))
        if not _OLD.fullmatch(text):
            raise AgencyCodeInvalid(text=str(self))
        return text

    @property
    def level(self) -> int:
        """Return 1 for a ministry or province, 2 for the units under it, and so on."""
        return len(self.groups)

    @property
    def parent(self) -> "AgencyCode | None":
        """Return the agency above; none above level 1."""
        return AgencyCode(self.groups[:-1]) if self.level > 1 else None

    def is_under(self, other: "AgencyCode") -> bool:
        """Whether this agency lies below ``other``, at any depth; not below itself."""
        return self.level > other.level and self.groups[: other.level] == other.groups

    def child(self, group: str) -> "AgencyCode":
        """Return the agency one level below."""
        return AgencyCode((*self.groups, group))

    def __str__(self) -> str:
        return ".".join(self.groups)
