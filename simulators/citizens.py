"""The made-up citizens of the identity simulator.

Numbers are sound in form and belong to nobody: the digits after the year are five nines. The first
three are the applicants of the demonstration; the others are unknown to the province until they
sign in.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citizen:
    """One made-up citizen; ``level`` is the assurance level of the electronic identity."""

    number: str
    name: str
    birth_on: str
    residence: str
    level: int = 2


CITIZENS = (
    Citizen("031190999991", "Nguyễn Thị Mẫu", "1990-03-08", "Phường An Biên, Hải Phòng"),
    Citizen("031085999992", "Trần Văn Thử", "1985-09-02", "Phường Lê Chân, Hải Phòng"),
    Citizen("031204999993", "Lê Minh Giả Định", "2004-11-24", "Phường Kiến An, Hải Phòng"),
    Citizen("031088999994", "Phạm Văn Đại Diện", "1988-05-19", "Phường Hồng Bàng, Hải Phòng"),
    Citizen("031195999995", "Vũ Thị Lần Đầu", "1995-01-15", "Xã An Dương, Hải Phòng"),
    Citizen("031093999996", "Đỗ Văn Mức Một", "1993-07-27", "Phường Ngô Quyền, Hải Phòng", 1),
)
