"""Addresses as they are found in cells."""

import pytest

from coursewright.delivery.rosters.addresses import needs_smtputf8, read_address
from coursewright.mime.headers import address


@pytest.mark.parametrize(
    "text",
    [
        "anna@example.org",
        "anna@example.org\u00a0",
        "\u200banna@example.org",
        "anna\u200b@exam\u00adple.org\ufeff",
        "\u202aanna@example.org\u202c",
        "mailto:anna@example.org",
        "MAILTO:anna@example.org?subject=Hi",
        "<anna@example.org>",
        "Anna Muster <anna@example.org>",
        '"Muster, Anna" <anna@example.org>;',
        "<mailto:anna@example.org>",
        "anna@example.org;",
        "anna@example.org,",
        "'anna@example.org'",
        "anna\uff20example\uff0eorg",
        "anna@EXAMPLE.org",
    ],
)
def test_the_address_in_a_cell_is_found(text: str) -> None:
    assert read_address(text).email == "anna@example.org"


def test_the_name_beside_an_address_is_kept() -> None:
    assert read_address('"Muster, Anna" <anna@example.org>').name == "Muster, Anna"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("anna@example.org; a2@example.org", "2 addresses"),
        ("anna@example.org, a2@example.org", "2 addresses"),
        ("anna@example.org / a2@example.org", "2 addresses"),
        ("a@x.org b@x.org c@x.org", "3 addresses"),
        ("anna", "no @"),
        ("anna(at)example.org", "Write it with @"),
        ("anna [at] example [dot] org", "Write it with @"),
        ("anna@@example.org", "is not an address"),
        ("anna@example", "is not an address"),
        ("anna@example..org", "is not an address"),
        ("an na@example.org", "is not an address"),
        ("anna@example.org\r\nBcc: b@example.org", "2 addresses"),
        ("anna@-example.org", "is not an address"),
        ("@example.org", "is not an address"),
        ("anna@", "is not an address"),
    ],
)
def test_what_is_not_one_address_says_what_to_do(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=r"Keep one|Correct|Write") as caught:
        read_address(text)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        ("user@faß.de", "user@xn--fa-hia.de"),
        ("user@münchen.example", "user@xn--mnchen-3ya.example"),
        ("用户@例子.广告", "用户@xn--fsqu00a.xn--4rr70v"),
        ("пётр@example.org", "пётр@example.org"),
        ("user@FASS.de", "user@fass.de"),
    ],
)
def test_a_domain_goes_over_the_wire_as_idna_2008_has_it(text: str, wire: str) -> None:
    found = read_address(text)
    assert address(found.email) == wire
    assert found.key == wire
    assert found.domain == wire.rpartition("@")[2]


def test_only_a_local_part_in_another_script_needs_smtputf8() -> None:
    assert needs_smtputf8("пётр@example.org")
    assert not needs_smtputf8("user@faß.de")
