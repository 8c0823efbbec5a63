"""One script of many modules, in one scope, in which each finds what it means."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from coursewright.packages.player_bundle import bundle, declared, flat_names, lean, words_used
from coursewright.presentation.strings import strings
from coursewright.shipped import shipped
from judges.node import program

SCRIPTS = sorted(shipped("player").rglob("*.js"))


def _run(script: str) -> str:
    done = subprocess.run(
        [program("node"), "-e", script], capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode()


def test_modules_see_what_they_import_under_the_names_they_give_it() -> None:
    parts = {
        "a.js": 'import { two as deux, add } from "./b/c.js";\nconsole.log(add(deux, 1));\n',
        "b/c.js": 'import { one } from "../one.js";\nexport const two = one + 1;\n'
        "export function add(a, b) {\n  return a + b;\n}\n",
        "one.js": 'export { uno as one } from "./uno.js";\n',
        "uno.js": "export const uno = 1;\n",
    }
    assert _run(bundle("a.js", parts)) == "3\n"


def test_names_of_two_modules_do_not_meet() -> None:
    parts = {
        "a.js": 'import { b } from "./b.js";\nconst same = 1;\nconsole.log(same, b);\n',
        "b.js": "const same = 2;\nexport const b = same;\n",
    }
    assert _run(bundle("a.js", parts)) == "1 2\n"


def test_text_templates_and_patterns_keep_their_spaces() -> None:
    line = 'const a = [" = ", ` ${ b } = `, c.replace(/ = [ /] /g, " , ")]; // x = y'
    assert lean(line) == 'const a=[" = ",` ${ b } = `,c.replace(/ = [ /] /g," , ")];\n'


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_module_has_text_over_lines_or_another_way_to_import(path: Path) -> None:
    for line in path.read_text("utf-8").splitlines():
        assert re.sub(r"\\.", "", line).count("`") % 2 == 0, line
        if line.startswith(("import ", "export {")):
            assert re.fullmatch(r'(import|export) \{[^}]+\} from "\.[^"]+";', line), line
        assert "import(" not in line or line.lstrip().startswith("*"), line
        assert "export default" not in line
        assert "require(" not in line
        assert not re.search(r"""["'`][^"'`]*;\s*\}[^"'`]*["'`]""", line), line


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_line_that_ends_in_a_brace_ends_a_block(path: Path) -> None:
    """What follows is joined to it: behind `x = {...}` without its sign that would be a fault."""
    opened: list[str] = []
    for line in lean(path.read_text("utf-8")).splitlines():
        bare = re.sub(r""""(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|/(?:[^/\\\n ]|\\.)+/""", "_", line)
        last = ""
        for at, sign in enumerate(bare):
            if sign == "{":
                opened.append(bare[:at])
            elif sign == "}":
                last = opened.pop()
        if bare.endswith("}"):
            assert re.search(r"(\)|else|try|finally|catch)$", last), line
    assert opened == []


def test_every_key_that_a_script_names_is_in_the_catalogue() -> None:
    english = strings("en")
    for path in SCRIPTS:
        for key in re.findall(r'\bt\("([^"]+)"', path.read_text("utf-8")):
            assert key in english, f"{path.name}: {key}"


def test_words_used_are_found_wherever_they_stand() -> None:
    assert words_used('t(a ? "lesson.right" : "lesson.wrong")') == ["lesson.right", "lesson.wrong"]


def test_a_name_that_two_modules_give_is_told_apart_by_the_name_of_the_module() -> None:
    parts = {
        "a.js": 'import { start as first } from "./b/one.js";\n'
        'import { start } from "./b/two-more.js";\nconsole.log(first, start, { start });\n',
        "b/one.js": "export const start = 1;\n",
        "b/two-more.js": "export const start = 2;\n",
    }
    names = flat_names(dict(sorted(parts.items(), reverse=True)))
    assert names["a.js"] == {"first": "start_one", "start": "start_two_more"}
    assert _run(bundle("a.js", parts)) == "1 2 { start: 2 }\n"


def test_names_that_a_module_gives_stay_and_those_it_keeps_get_short_ones() -> None:
    parts = {
        "a.js": 'import { two as deux } from "./b.js";\nimport { three } from "./c.js";\n'
        "console.log(deux, three);\n",
        "b.js": "const half = 1;\nexport const two = half + 1;\n",
        "c.js": "const half = 1.5;\nexport const three = 2 * half;\n",
    }
    script = bundle("a.js", parts)
    assert _run(script) == "2 3\n"
    assert "console.log(two,three)" in script
    assert "half" not in script


def test_no_name_that_modules_share_is_one_of_the_browser(page: Page) -> None:
    """A module that means the window's `open` would otherwise get another module's."""
    player = [path for path in SCRIPTS if path.parent.name != "lms-simulator"]
    texts = {path.name: path.read_text("utf-8") for path in player}
    names = [name for text in texts.values() for name in declared(text)]
    assert len(names) > 100
    asked = "names => names.filter(name => name in window)"
    assert page.evaluate(asked, names) == []


def test_what_two_open_modules_take_from_a_closed_one_is_declared_once() -> None:
    parts = {
        "a.js": 'import { two } from "./b.js";\nimport { c } from "./c.js";\n'
        "console.log(two, c);\n",
        "b.js": "const half = 1;\nexport const two = half + 1;\n",
        "c.js": 'import { two } from "./b.js";\nimport { d } from "./d.js";\n'
        "export const c = two + d;\n",
        "d.js": "const half = 2;\nexport const d = half;\n",
    }
    assert _run(bundle("a.js", parts)) == "2 4\n"


@pytest.mark.parametrize("standard", ["scorm12", "scorm2004", "none"])
def test_the_whole_player_is_a_script_that_can_be_parsed(standard: str) -> None:
    blocks = sorted((shipped("player") / "blocks").glob("*.js"))
    kinds = [path.stem for path in blocks if "export function start" in path.read_text("utf-8")]
    lines = [f'import {{ start as {kind} }} from "./blocks/{kind}.js";\n' for kind in kinds]
    parts = {
        "standard.js": f'export {{ createLms }} from "./lms/{standard}.js";\n',
        "blocks.js": "".join([*lines, f"export const blocks = {{ {', '.join(kinds)} }};\n"]),
    }
    assert _run(f"new Function({json.dumps(bundle('app.js', parts))}); console.log(1)") == "1\n"
