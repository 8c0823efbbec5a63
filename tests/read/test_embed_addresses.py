"""Every way in which people copy an address of a video leads to its player without cookies."""

import pytest

from coursewright.read.embed_addresses import EmbedFault, EmbedSource, embed_source

ID = "dQw4w9WgXcQ"
NO_COOKIE = f"https://www.youtube-nocookie.com/embed/{ID}"
PLAYER = "https://player.vimeo.com/video"


@pytest.mark.parametrize(
    ("address", "frame", "href"),
    [
        (f"https://www.youtube.com/watch?v={ID}", NO_COOKIE, f"watch?v={ID}"),
        (f"https://youtu.be/{ID}?si=abc", NO_COOKIE, f"watch?v={ID}"),
        (f"https://m.youtube.com/watch?app=desktop&v={ID}", NO_COOKIE, f"watch?v={ID}"),
        (f"https://youtube.com/shorts/{ID}", NO_COOKIE, f"watch?v={ID}"),
        (f"https://www.youtube.com/live/{ID}?feature=share", NO_COOKIE, f"watch?v={ID}"),
        (f"https://www.youtube.com/embed/{ID}", NO_COOKIE, f"watch?v={ID}"),
        (f"https://www.youtube-nocookie.com/embed/{ID}", NO_COOKIE, f"watch?v={ID}"),
        (f"https://youtu.be/{ID}?t=1m5s", f"{NO_COOKIE}?start=65", f"watch?v={ID}&t=65s"),
        (f"https://youtu.be/{ID}?t=90", f"{NO_COOKIE}?start=90", f"watch?v={ID}&t=90s"),
        (f"https://HTTPS.example@youtu.be/{ID}", None, None),
        (
            "https://www.youtube.com/playlist?list=PL1234567890abc",
            "https://www.youtube-nocookie.com/embed/videoseries?list=PL1234567890abc",
            "playlist?list=PL1234567890abc",
        ),
    ],
)
def test_youtube(address: str, frame: str | None, href: str | None) -> None:
    found = embed_source(address)
    if frame is None:
        assert isinstance(found, EmbedFault)
    else:
        assert found == EmbedSource(f"https://www.youtube.com/{href}", frame, "youtube")


@pytest.mark.parametrize(
    ("address", "frame", "href"),
    [
        ("https://vimeo.com/76979871", "76979871?dnt=1", "76979871"),
        ("https://player.vimeo.com/video/76979871", "76979871?dnt=1", "76979871"),
        ("https://vimeo.com/channels/staffpicks/76979871", "76979871?dnt=1", "76979871"),
        (
            "https://vimeo.com/76979871/0123456789",
            "76979871?dnt=1&h=0123456789",
            "76979871/0123456789",
        ),
        (
            "https://player.vimeo.com/video/76979871?h=0123456789",
            "76979871?dnt=1&h=0123456789",
            "76979871/0123456789",
        ),
    ],
)
def test_vimeo(address: str, frame: str, href: str) -> None:
    found = embed_source(address)
    assert found == EmbedSource(f"https://vimeo.com/{href}", f"{PLAYER}/{frame}", "vimeo")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org/map?a=1&b=2#x", "https://example.org/map?a=1&b=2#x"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://notyoutube.com/watch?v=" + ID, "https://notyoutube.com/watch?v=" + ID),
        ("https://youtube.com.example.org/a", "https://youtube.com.example.org/a"),
    ],
)
def test_any_other_page_is_loaded_as_it_is(address: str, shown: str) -> None:
    assert embed_source(address) == EmbedSource(shown, shown, "page")


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/",
        "javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "data:text/html,x",
        "//example.org/a",
        "../media/a.mp4",
        "https://",
        "https://example.org:8443/",
        "https://user:secret@example.org/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://192.168.1.4/",
        "https://intranet/",
        "https://[::1]/",
        "https://[bad/",
        'https://example.org/"onload="x',
        "https://example.org/a b",
        "https://www.youtube.com/@channel",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/results?search_query=tea",
        "https://vimeo.com/",
        "https://vimeo.com/user/about",
    ],
)
def test_what_cannot_be_shown_says_what_to_do(address: str) -> None:
    found = embed_source(address)
    assert isinstance(found, EmbedFault), found
    assert found.hint
