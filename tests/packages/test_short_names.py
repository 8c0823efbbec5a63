"""Short names: every name means what it meant before."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from coursewright.packages.player_bundle import lean
from coursewright.packages.script_tokens import tokens
from coursewright.packages.short_names import short_names
from coursewright.shipped import shipped
from judges.node import package, program

SCRIPTS = sorted(shipped("player").rglob("*.js"))
# terser names variables by their scopes alone, so two scripts that mean the same look the same.
_JUDGE = """
const { minify_sync } = require(process.argv[1]);
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
const named = (code) => minify_sync(code, { compress: false, mangle: { toplevel: true } }).code;
console.log(JSON.stringify(given.map(([a, b]) => [named(a), named(b)])));
"""


def _without_modules(text: str) -> str:
    lines = [line for line in lean(text).splitlines() if not line.startswith(("import", "export{"))]
    return "\n".join(line.removeprefix("export ") for line in lines) + "\n"


def test_another_program_finds_the_same_script_behind_both_names() -> None:
    texts = [_without_modules(path.read_text("utf-8")) for path in SCRIPTS]
    pairs = json.dumps([[text, short_names(text)] for text in texts])
    done = subprocess.run(
        [program("node"), "-e", _JUDGE, str(package("terser"))],
        input=pairs.encode(),
        capture_output=True,
        check=True,
        timeout=120,
    )
    for path, (before, after) in zip(SCRIPTS, json.loads(done.stdout), strict=True):
        assert before == after, path.name


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("function add(left,right){return left+right}", "function add(a,b){return a+b}"),
        ("const put=(value)=>value;put(2);", "const put=(a)=>a;put(2);"),
        ("const f=({key,other=1})=>key+other;", "const f=({key:a,other:b=1})=>a+b;"),
        ("const f=({key:{inner}})=>inner;", "const f=({key:{inner:a}})=>a;"),
        ("const f=(both)=>({both});", "const f=(a)=>({both:a});"),
        ("const f=(both)=>({both:both.both});", "const f=(a)=>({both:a.both});"),
        (
            "const f=(all)=>({run(each){return all(each)}});",
            "const f=(a)=>({run(b){return a(b)}});",
        ),
        ("const f=(each)=>`${each} each`;", "const f=(a)=>`${a} each`;"),
        ('const f=(each)=>["each",/each/.test(each)];', 'const f=(a)=>["each",/each/.test(a)];'),
        ("const f=(each)=>all(each,a);", "const f=(b)=>all(b,a);"),
        (
            "function f(each){for(const each of all)use(each);use(each)}",
            "function f(a){for(const a of all)use(a);use(a)}",
        ),
        (
            "function f(){try{run()}catch(error){use(error)}const each=1;{const each=2;use(each)}}",
            "function f(){try{run()}catch(a){use(a)}const a=1;{const a=2;use(a)}}",
        ),
        (
            "function f(first){const second=(third)=>first+third;return second}",
            "function f(a){const b=(b)=>a+b;return b}",
        ),
        ("const one=1;const f=()=>one;", "const one=1;const f=()=>one;"),
    ],
)
def test_a_name_is_shortened_within_its_scope(long: str, short: str) -> None:
    assert short_names(long) == short


def test_a_name_of_the_whole_module_gets_the_name_it_is_given() -> None:
    text = "const f=(one)=>start(one);const g={start};"
    assert short_names(text, {"start": "start_choice"}) == (
        "const f=(a)=>start_choice(a);const g={start:start_choice};"
    )


def test_spaces_go_where_two_signs_cannot_grow_together() -> None:
    text = "const f=(one)=>`${ one } / ${one - 1}`+one / 2 + +one;"
    assert short_names(text) == "const f=(a)=>`${a} / ${a-1}`+a/2+ +a;"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_tokens_joined_are_the_script_and_every_bracket_has_its_partner(path: Path) -> None:
    text = lean(path.read_text("utf-8"))
    found = tokens(text)
    assert "".join(token.text for token in found) == text
    for place, token in enumerate(found):
        if token.kind == "sign" and token.text in "([{":
            assert found[token.partner].text in ")]}", place


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_modules_keep_to_the_language_that_the_names_are_found_in(path: Path) -> None:
    text = lean(path.read_text("utf-8"))
    names = {token.text for token in tokens(text) if token.kind == "name"}
    assert not names & {"var", "with", "eval", "arguments", "switch", "do"}
    assert not re.search(r"\bclass [A-Za-z{]", text)
