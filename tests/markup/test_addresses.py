"""Addresses of the site: plain, stable, and below the root whatever the id is."""

import re

from hypothesis import given
from hypothesis import strategies as st

from coursewright.markup.addresses import (
    address_part,
    answer_address,
    asset_address,
    lesson_address,
)
from coursewright.output import safe_path


def test_plain_ids_are_kept() -> None:
    assert lesson_address("aspire", "two-good-paths") == "aspire/two-good-paths/"
    assert answer_address("Q02.1", "fair") == "a/q02.1/fair/"
    assert asset_address("figures/path-map.svg") == "media/figures/path-map.svg"


def test_odd_ids_get_a_key_of_their_own() -> None:
    assert address_part("überlegen") != address_part("?berlegen")
    assert address_part("../etc") != address_part("etc")


@given(st.text(), st.text())
def test_no_id_climbs_out_or_leaves_plain_ascii(item: str, option: str) -> None:
    address = answer_address(item, option)
    assert re.fullmatch(r"a/[a-z0-9._-]+/[a-z0-9._-]+/", address)
    safe_path(f"{address}index.html")


@given(st.text(min_size=1))
def test_a_file_of_the_course_lies_below_media(path: str) -> None:
    assert str(safe_path(asset_address(path))).startswith("media/")
