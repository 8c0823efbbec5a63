"""Short names: what refers to what stays as it was, and nothing of the browser's is renamed."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from coursewright.packages.player_bundle import lean
from coursewright.packages.shorten import BROWSER, names_in, shorten
from coursewright.shipped import shipped

SCRIPTS = sorted(
    path for path in shipped("player").rglob("*.js") if path.parent.name != "lms-simulator"
)


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("const first=1;use(first);", "const a=1;use(a);"),
        ("function add(left,right){return left+right}", "function c(a,b){return a+b}"),
        ("const put=(value)=>value;put(2);", "const a=(b)=>b;a(2);"),
        ("const both=1;a.both=both;", "const both=1;a.both=both;"),
        ("const both=1;b({both});", "const both=1;b({both});"),
        ("const both=1;b({both:2});", "const both=1;b({both:2});"),
        ("const both=1;b({both(){}});", "const both=1;b({both(){}});"),
        ("const both=1;b(`${both}`);", "const both=1;b(`${both}`);"),
        ('const both=1;b("both",/both/);', 'const a=1;b("both",/both/);'),
        ("const open=1;open;", "const open=1;open;"),
        ("use(unknown);", "use(unknown);"),
        ("for(const each of all)use(each);", "for(const a of all)use(a);"),
    ],
)
def test_a_name_is_shortened_where_that_is_safe(long: str, short: str) -> None:
    assert shorten(long)[0] == short


def test_imported_names_are_shortened_with_the_rest() -> None:
    assert shorten("use(made);", frozenset({"made"}))[0] == "use(a);"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_each_new_name_stands_for_one_old_one_and_meets_no_other(path: Path) -> None:
    text = lean(path.read_text("utf-8"))
    short, names = shorten(text)
    assert len(set(names.values())) == len(names)
    assert not set(names.values()) & names_in(text)
    assert names_in(short) == {names.get(name, name) for name in names_in(text)}


def test_no_name_of_the_browser_is_shortened(page: Page) -> None:
    asked = "names => names.filter(name => name in window)"
    for path in SCRIPTS:
        _, names = shorten(lean(path.read_text("utf-8")))
        assert page.evaluate(asked, list(names)) == [], path.name
    used = [name for path in SCRIPTS for name in names_in(lean(path.read_text("utf-8")))]
    assert sorted(BROWSER.difference(used)) == []
