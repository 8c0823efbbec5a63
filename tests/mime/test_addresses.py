"""Addresses and list ids: what may go into a header or an SMTP dialog."""

import pytest

from coursewright.mime.addresses import AddressFault, EmailAddress, parse_address, parse_list_id
from coursewright.mime.headers import address, is_one_line, standing


@pytest.mark.parametrize(
    ("text", "ascii_form", "key"),
    [
        ("ada@example.org", "ada@example.org", "ada@example.org"),
        ("Ada.L@Example.ORG", "Ada.L@example.org", "ada.l@example.org"),
        ("a+b@example.org", "a+b@example.org", "a+b@example.org"),
        ("o'neill@example.org", "o'neill@example.org", "o'neill@example.org"),
        ("jörg@straße.de", "jörg@xn--strae-oqa.de", "jörg@xn--strae-oqa.de"),
        ("x@例え.jp", "x@xn--r8jz45g.jp", "x@xn--r8jz45g.jp"),
    ],
)
def test_an_address_is_normalized(text: str, ascii_form: str, key: str) -> None:
    found = parse_address(text)
    assert isinstance(found, EmailAddress)
    assert (found.ascii, found.key) == (ascii_form, key)
    assert found.domain == ascii_form.rpartition("@")[2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nobody",
        "r@example.org>, <x@evil.example",
        "a@example.org,b@example.org",
        "Ada <ada@example.org>",
        "<ada@example.org>",
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org\n",
        " a@example.org",
        "a b@example.org",
        '"a b"@example.org',
        "a@[127.0.0.1]",
        "a@localhost",
        "a@example..org",
        "a@-example.org",
        "a@example.org?bcc=b@example.org",
        "a\u202e@example.org",
        f"{'a' * 65}@example.org",
    ],
)
def test_what_is_not_one_address_is_refused_with_a_reason(text: str) -> None:
    found = parse_address(text)
    assert isinstance(found, AddressFault)
    assert found.reason.endswith((".", ")"))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("tea.example.org", "tea.example.org"),
        ("<tea.example.org>", "tea.example.org"),
        ("Good tea", None),
        ("tea", None),
        ("tea.example.org>\r\nBcc: a@example.org", None),
        ("tea..org", None),
        ("a." * 130 + "org", None),
        ("täa.example.org", None),
        ("", None),
    ],
)
def test_a_list_id_is_names_joined_by_dots(text: str, plain: str | None) -> None:
    assert parse_list_id(text) == plain


def test_headers_never_carry_a_second_address() -> None:
    fields = standing("r@example.org>, <x@evil.example", "no id", "en")
    assert ("Reply-To", "<r@example.orgx@evil.example>") in fields  # one, and none that exists
    assert ("List-Id", "<noid>") in fields
    assert ("Reply-To", "<r@xn--strae-oqa.de>") in standing("r@straße.de", None, "en")
    assert ("List-Id", "<tea.example.org>") in standing(None, "<tea.example.org>", "en")


def test_a_domain_is_written_by_idna_2008() -> None:
    assert address("a@straße.de") == "a@xn--strae-oqa.de"  # IDNA 2003 made another domain of it


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\x00b", "a\u2028b", "a\u2029b", "a\x85b"])
def test_a_line_end_of_any_kind_makes_a_second_line(text: str) -> None:
    assert not is_one_line(text)
    assert is_one_line("\u200e\u05d0\u05d1\u200d")
