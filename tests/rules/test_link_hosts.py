"""Links that mislead are warned of; links that show where they lead are not."""

import pytest

from coursewright import rules
from read.course_in_memory import COURSE, course_of, read


def codes(markdown: str) -> list[str]:
    found = rules.apply(course_of(read(f"{markdown}\n")))
    wanted = ("link-with-login", "link-shows-other-host")
    return [problem.code for problem in found if problem.code in wanted]


@pytest.mark.parametrize(
    "link",
    [
        "[https://bank.example](https://evil.example)",
        "[HTTPS://BANK.EXAMPLE/login](https://evil.example)",
        "[www.bank.example](https://evil.example)",
        "[bank.example](https://evil.example)",
        "[bank.com](https://evil.com:8080/x)",
        "[bank.example](https://evil.example/bank.example)",
        "[bank.example](https://bank.example.evil.example)",
        "[Log in at bank.example now](https://evil.example)",
        "[**bank**.example](https://evil.example)",
        "[`bank.example`](https://evil.example)",
        "[https://b&#97;nk.example](https://evil.example)",
        "[b\u200bank.example](https://evil.example)",
        "[bank\uff0eexample](https://evil.example)",
        "[b\u0430nk.example](https://bank.example)",  # a Cyrillic letter
        "[a.co.uk](https://b.co.uk)",
        "[alice.github.io](https://bob.github.io)",
        "[help@bank.example](mailto:x@evil.example)",
        "[https://bank.example@x.example](https://evil.example)",
    ],
)
def test_a_text_that_shows_another_host_is_warned_of(link: str) -> None:
    assert codes(link) == ["link-shows-other-host"]


@pytest.mark.parametrize(
    "link",
    [
        "[https://bank.example/a](https://www.bank.example/b)",
        "[docs.bank.co.uk](https://bank.co.uk)",
        "<https://example.org/a>",
        "<ada@example.org>",
        "[ada@example.org](mailto:ada@example.org)",
        "[münchen.de](https://xn--mnchen-3ya.de)",
        "[Node.js](https://nodejs.org)",
        "[ASP.NET](https://dotnet.microsoft.com)",
        "[setup.py](https://github.com/a/b)",
        "[version 1.2](https://example.org)",
        "[e.g. this](https://example.org)",
        "[the bank](https://bank.example)",
        "[`http://`](https://example.org)",
    ],
)
def test_a_text_that_shows_its_host_or_none_is_fine(link: str) -> None:
    assert codes(link) == []


@pytest.mark.parametrize(
    "link",
    [
        "[a](https://user:secret@example.org)",
        "[a](https://user@example.org)",
        "[a](HTTPS://bank.example%40x@example.org/)",
        "<https://user:secret@example.org>",
    ],
)
def test_a_login_in_an_address_is_warned_of(link: str) -> None:
    assert "link-with-login" in codes(link)


def test_a_login_in_the_settings_and_in_references_is_warned_of() -> None:
    files: dict[str, str | bytes] = {
        "course.yaml": f"{COURSE}links: {{lms: 'https://u:p@lms.example.org'}}\n",
        "references.yaml": "- {id: a, status: seen, cite: A, url: 'https://u:p@example.org'}\n",
    }
    found = rules.apply(course_of(read("Text.\n", files)))
    places = [str(one.span) for one in found if one.code == "link-with-login"]
    assert places == ["course.yaml:9:14", "references.yaml:1:3"]
