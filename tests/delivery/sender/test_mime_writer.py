import email
import email.policy
import json
from collections.abc import Mapping
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import unquote
from pathlib import Path
from typing import Any

import dkim  # type: ignore[import-untyped] # it has no types
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coursewright.delivery.planning.learner_values import learner_values
from coursewright.delivery.sender.mime_writer import Composer, Envelope
from coursewright.delivery.sender.signing import Signer, read_signer
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.links import LinkSigner
from coursewright.errors import CoursewrightError, UsageError
from coursewright.mime.quoted import encode_piece
from coursewright.sequence.email_template import read_email_template
from coursewright.sequence.release import Release, load_release

RING = Keyring(["a secret of the tests"])
LINKS = LinkSigner(RING, "https://learn.example.org/s")
DATE = 1768208400


def compose(
    release: Release,
    name: str = "Ada Lovelace",
    body: Mapping[str, Any] | None = None,
    signers: tuple[Signer, ...] = (),
    address: str = "ada@example.org",
) -> bytes:
    message = release.message("aspire", "start")
    assert message is not None
    found = LINKS.values(7, 3)
    values = learner_values(release, "aspire", name, {}, message) | found
    body = {"format": 2} | dict(
        body
        or {
            "subject": [
                "Hello ",
                {"placeholder": "learner.first_name", "context": "text", "fallback": "you"},
            ],
            "text": [
                "Hello ",
                {"placeholder": "learner.name", "context": "text", "fallback": "you"},
                "!\n",
            ],
            "html": [
                "<p>Hello ",
                {"placeholder": "learner.name", "context": "html", "fallback": "you"},
                "</p>",
            ],
        }
    )
    letter = read_email_template(json.dumps(body).encode(), LINKS.names)
    return Composer(release, signers).compose(
        letter,
        Envelope(
            address,
            name,
            RING.message_ids(7, 3, 0, "example.org")[0],
            DATE,
            values,
            found["link.unsubscribe"],
        ),
    )


def parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert not part.defects, part.defects
    for value in message.values():
        assert not value.defects, value.defects
    return message


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    text: str = found.get_content()
    return text


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory, compile_course: Any) -> Release:
    return load_release(compile_course(tmp_path_factory.mktemp("email")))


def test_a_mail_has_the_headers_that_receivers_ask_for(release: Release) -> None:
    message = parsed(compose(release))
    assert message["From"] == "Field notes <course@example.org>"
    assert message["To"] == "Ada Lovelace <ada@example.org>"
    assert message["Subject"] == "Hello Ada"
    assert message["Date"] == "Mon, 12 Jan 2026 09:00:00 -0000"
    assert message["List-Id"] == "<field-notes.example.org>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    https, mailto = message["List-Unsubscribe"].split(", ")
    assert https.startswith("<https://learn.example.org/s/u/")
    assert mailto == "<mailto:help@example.org?subject=unsubscribe>"
    assert [one.get_content_type() for one in message.iter_parts()] == ["text/plain", "text/html"]


def test_the_same_delivery_gives_the_same_bytes(release: Release) -> None:
    assert compose(release) == compose(release)


anything = st.text(st.characters(codec="utf-8"), max_size=200)


@settings(deadline=None)  # a busy machine is no fault
@given(name=anything, static=anything)
def test_no_name_breaks_a_header_a_tag_or_a_part(release: Release, name: str, static: str) -> None:
    body = {
        "subject": [static, {"placeholder": "learner.name", "context": "text", "fallback": "you"}],
        "text": [
            static,
            {"placeholder": "learner.name", "context": "text", "fallback": "x"},
            static,
        ],
        "html": [
            "<p>",
            {"placeholder": "learner.name", "context": "html", "fallback": "x"},
            '</p><a title="',
            {"placeholder": "learner.name", "context": "attr", "fallback": "x"},
            '" href="https://x/?',
            {"placeholder": "learner.name", "context": "url", "fallback": "x"},
            '">x</a>',
        ],
    }
    data = compose(release, name, body)
    message = parsed(data)
    assert data.isascii()
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\n." not in data, "SMTP has no dot to double"
    assert set(message.keys()) == set(parsed(compose(release)).keys()), "no header is added"
    assert message["To"].addresses[0].addr_spec == "ada@example.org"
    html = part(message, "html")
    assert html.count("<") == 4
    assert html.count('"') == 4


@settings(deadline=None)  # a busy machine is no fault
@given(st.lists(anything | st.text("..ab \n", max_size=200), max_size=5))
@example(["\r", "\n"])
def test_pieces_joined_are_what_they_say(pieces: list[str]) -> None:
    joined = b"".join(map(encode_piece, pieces))
    assert all(len(line) <= 76 for line in joined.split(b"\r\n"))
    assert not any(line.startswith(b".") for line in joined.split(b"\r\n"))
    data = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable"
    message = email.message_from_bytes(data + b"\r\n\r\n" + joined, policy=email.policy.default)
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    # Each piece is a text of its own: a CR that ends one and an LF that opens the next are two.
    wanted = "".join(one.replace("\r\n", "\n").replace("\r", "\n") for one in pieces)
    got = payload.decode().replace("\r\n", "\n")
    assert got == wanted


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("李明", "李明"),
        ("أحمد بن علي", "أحمد"),
        ('O\'Neil, "Ann" (x)', "Ann"),
        ("=?utf-8?q?x?=", "you"),
        ("Zoë " * 40, "Zoë"),
        ("", "you"),
        ("🌱", "you"),
    ],
)
def test_a_name_in_any_script_arrives(release: Release, name: str, first: str) -> None:
    data = compose(release, name)
    message = parsed(data)
    raw = email.message_from_bytes(data)["To"]  # the modern parser keeps blanks between words
    shown = str(make_header(decode_header(raw))).partition(" <ada@")[0] if name else ""
    assert unquote(shown) == " ".join(name.split())
    assert f"Hello {first}" in message["Subject"]


def key_pair(kind: str) -> tuple[Any, bytes, bytes]:
    """Return a private key, what DNS says of it, and its PEM."""
    import base64

    key = (
        rsa.generate_private_key(65537, 2048)
        if kind == "rsa"
        else ed25519.Ed25519PrivateKey.generate()
    )
    public = key.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        raw = public.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    else:
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return key, b"v=DKIM1; k=%s; p=%s" % (kind.encode(), base64.b64encode(raw)), pem


@pytest.fixture(scope="module")
def keys() -> dict[str, tuple[Any, bytes, bytes]]:
    return {kind: key_pair(kind) for kind in ("rsa", "ed25519")}


def holds(data: bytes, index: int, dns: Any) -> bool:
    try:
        return bool(dkim.DKIM(data).verify(index, dnsfunc=dns))
    except dkim.ValidationError:
        return False


@pytest.mark.parametrize("kinds", [("rsa",), ("ed25519",), ("rsa", "ed25519")])
@pytest.mark.parametrize("name", ["Ada", "李明 " * 30, ""])
def test_an_independent_judge_accepts_each_signature(
    release: Release, keys: dict[str, tuple[Any, bytes, bytes]], kinds: tuple[str, ...], name: str
) -> None:
    signers = tuple(Signer("example.org", f"s-{kind}", keys[kind][0]) for kind in kinds)
    data = compose(release, name, signers=signers)

    def dns(where: bytes, timeout: int = 5) -> bytes:
        kind = where.split(b".")[0].removeprefix(b"s-").decode()
        return keys[kind][1]

    for index in range(len(kinds)):
        assert holds(data, index, dns)
        for old, new in ((b"Hello", b"Hullo"), (b"From: ", b"From: x "), (b"One-Click", b"1Click")):
            assert not holds(data.replace(old, new), index, dns)
    covered = data.split(b" h=")[1].split(b";")[0].split(b":")
    names = [name.strip() for name in covered]
    assert {b"from", b"list-unsubscribe", b"list-unsubscribe-post"} <= set(names)


@pytest.mark.parametrize(
    "added",
    [
        b"From: Mallory <m@example.net>",
        b"Subject: Pay now",
        b"To: everybody@example.net",
        b"Date: Tue, 12 Jan 2027 09:00:00 +0000",
        b"Reply-To: m@example.net",
        b"List-Unsubscribe: <https://example.net/gotcha>",
        b"Content-Type: text/html",
    ],
)
def test_a_header_that_is_added_later_breaks_the_signature(
    release: Release, keys: dict[str, tuple[Any, bytes, bytes]], added: bytes
) -> None:
    signer = Signer("example.org", "s-rsa", keys["rsa"][0])
    data = compose(release, "Ada", signers=(signer,))

    def dns(where: bytes, timeout: int = 5) -> bytes:
        return keys["rsa"][1]

    assert holds(data, 0, dns)
    signature, rest = data.split(b"From: ", 1)
    assert not holds(signature + added + b"\r\nFrom: " + rest, 0, dns), "above"
    head, body = data.split(b"\r\n\r\n", 1)
    assert not holds(head + b"\r\n" + added + b"\r\n\r\n" + body, 0, dns), "below"


def test_keys_are_read_from_files_and_weak_or_foreign_ones_refused(
    keys: dict[str, tuple[Any, bytes, bytes]], tmp_path: Path
) -> None:
    path = tmp_path / "k.pem"
    path.write_bytes(keys["rsa"][2])
    assert read_signer(f"example.org:s:{path}").selector == "s"
    path.write_text("no key")
    for text in ("", "a:b", "ex ample:s:f", f"example.org:s:{path}", "example.org:s:/none"):
        with pytest.raises(CoursewrightError):
            read_signer(text)


def test_a_token_of_another_secret_is_worth_nothing_and_an_older_one_still_holds() -> None:
    old, new = Keyring(["the older secret"]), Keyring(["the newer secret", "the older secret"])
    token = LinkSigner(old, None).token(7, 3)
    ticket = LinkSigner(new, None).read(token)
    assert ticket
    assert (ticket.enrolment, ticket.lesson) == (7, 3)
    for bad in (
        token[:-1],
        token + "x",
        "",
        "a" * 10_000,
        "é",
        "..",
        LinkSigner(RING, None).token(7, 3),
    ):
        assert LinkSigner(new, None).read(bad) is None


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '{"format": 2, "subject": 1}',
        '{"format": 2, "subject": [{"placeholder": "x"}], "text": [], "html": []}',
    ],
)
def test_a_message_file_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_email_template(text.encode(), LINKS.names)
