"""What a first visit brings over the wire."""

import pytest

BYTES = 100_000


@pytest.mark.parametrize(
    "path", ["/", "/procedures/1.001193/", "/search/?q=khai+sinh", "/track/", "/v/"]
)
def test_a_first_visit_is_light(open_page, transferred, shot, fits, axe, path):
    page = open_page(width=360)
    size = transferred(page, path)
    name = path.strip("/").replace("/", "-").split("?")[0] or "home"
    shot(page, f"first-visit-{name}")
    assert 0 < size < BYTES, f"{path} brings {size} bytes"
    fits(page)
    axe(page)
