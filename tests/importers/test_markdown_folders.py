"""Folders of Markdown: the order of each tool, titles, pictures, links between documents."""

from pathlib import Path

import pytest

from banks.sample_bank import PNG
from coursewright.errors import UsageError
from coursewright.importers import Imported, import_course
from importers.conftest import Take
from importers.sources import folder


def texts(made: Imported) -> dict[str, str]:
    return {one.path: one.data.decode() for one in made.artifacts if one.path.endswith(".md")}


def titles(made: Imported) -> list[tuple[str, list[str]]]:
    return [(one.title, [lesson.title for lesson in one.lessons]) for one in made.draft.modules]


def messages(made: Imported) -> list[str]:
    return [f"{loss.place}: {loss.message}" for loss in made.draft.losses]


def test_an_mdbook(tmp_path: Path, take: Take) -> None:
    files = {
        "book.toml": '[book]\ntitle = "Tea"\nlanguage = "de"\n',
        "src/SUMMARY.md": "# Summary\n\n[Hello](hello.md)\n\n# Making it\n\n- [Water](water.md)\n"
        "    - [Heat](heat/index.md)\n- [Draft]()\n- [Gone](gone.md)\n",
        "src/hello.md": "# Hello\n\nSee [water](water.md#hot) and [out](../x.md).\n",
        "src/water.md": "# Water\n\n## Hot\n\n```rust,ignore\n# hidden\n"
        "{{#include ../code/a.rs:2}}\n```\n",
        "src/heat/index.md": "# Heat\n\n![A leaf](../leaf.png)\n",
        "src/leaf.png": PNG,
        "code/a.rs": "one\ntwo\nthree\n",
    }
    made = take(folder(tmp_path, files))
    assert made.draft.kind == "mdBook"
    assert (made.draft.title, made.draft.language) == ("Tea", "de")
    assert titles(made) == [("Tea", ["Hello"]), ("Making it", ["Water", "Heat"])]
    found = texts(made)
    assert "[water](lesson:water#hot) and out." in found["1-tea/01-hello.md"]
    assert "```rust\ntwo\n```" in found["2-making-it/02-water.md"]
    assert "![A leaf](../images/leaf.png)" in found["2-making-it/03-heat.md"]
    assert messages(made) == [
        "src/gone.md:1:1: The document is named in the table of contents but missing",
        "src/hello.md:3:1: The link to '../x.md' leads out of the course",
    ]


def test_a_docusaurus_site(tmp_path: Path, take: Take) -> None:
    files = {
        "docusaurus.config.js": "module.exports = { title: 'My docs', };",
        "docs/intro.md": "---\nsidebar_position: 1\ntitle: Start here\n---\nHello.\n",
        "docs/guide/_category_.json": '{"label": "The guide", "position": 2}',
        "docs/guide/b.mdx": "---\nsidebar_position: 2\n---\nimport X from '@x';\n\n# Second\n\n"
        '<Tabs>\n<TabItem value="a" label="Apple">\n\nRed.\n\n</TabItem>\n</Tabs>\n\n<Chart />\n',
        "docs/guide/a.md": "---\nsidebar_position: 1\n---\n# First\n\n:::tip[Do it]\nNow.\n:::\n\n"
        "![Logo](/img/logo.png)\n",
        "static/img/logo.png": PNG,
        "node_modules/x/readme.md": "# No\n",
    }
    made = take(folder(tmp_path, files))
    assert titles(made) == [("My docs", ["Start here"]), ("The guide", ["First", "Second"])]
    first = texts(made)["2-the-guide/02-a.md"]
    assert ':::callout[Do it]{tone="tip"}\nNow.\n:::' in first
    assert "![Logo](../images/logo.png)" in first
    second = texts(made)["2-the-guide/03-b.md"]
    assert "::::tabs\n:::panel[Apple]\nRed.\n:::\n::::" in second
    assert [text.partition(": ")[2] for text in messages(made)] == [
        "Imports of MDX were left out, with what they show",
        "The component <Chart> was left out; its text stays",
    ]


def test_the_order_of_a_sidebar_in_json_and_in_a_script(tmp_path: Path, take: Take) -> None:
    docs = {f"docs/{name}.md": f"# {name.upper()}\n\nText.\n" for name in "abc"}
    config = {"docusaurus.config.js": ""}
    json = {"sidebars.json": '{"docs": {"Part": ["c", "a"]}}'}
    made = take(folder(tmp_path / "json", docs | config | json))
    assert titles(made)[0] == ("Part", ["C", "A"])
    script = {"sidebars.js": "module.exports = {docs: ['b', 'c', 'a']}"}
    made = take(folder(tmp_path / "js", docs | config | script))
    assert titles(made)[0][1] == ["B", "C", "A"]


def test_a_carpentries_lesson(tmp_path: Path, take: Take) -> None:
    files = {
        "config.yaml": "title: 'The shell'\nlang: en\nepisodes:\n- two.md\n- one.md\n",
        "episodes/one.md": "---\ntitle: One\n---\nSee [two](two.md).\n",
        "episodes/two.md": "---\ntitle: Two\n---\n\n::::::: objectives\n\n- Know it\n\n:::::::\n\n"
        ":::: challenge\n\n## Try\n\n```bash\n$ ls\n```\n\n::: solution\n\nDone.\n\n:::\n::::\n\n"
        "::: instructor\nSecret.\n:::\n",
    }
    made = take(folder(tmp_path, files))
    assert titles(made) == [("The shell", ["Two", "One"])]
    two = texts(made)["1-the-shell/01-two.md"]
    assert ':::callout[Objectives]{tone="note"}\n- Know it\n:::' in two
    assert ':::::callout[Try]{tone="note"}' in two
    assert "::::accordion\n:::panel[Solution]\nDone.\n:::\n::::\n:::::" in two
    assert "Secret" not in two
    assert [text for text in messages(made) if "teachers" in text]


def test_an_earlier_carpentries_lesson(tmp_path: Path, take: Take) -> None:
    files = {
        "_config.yml": "title: Old\n",
        "_episodes/01-a.md": "---\ntitle: A\n---\n> ## Careful\n> Hot.\n{: .callout}\n\n"
        "~~~\n$ ls\n~~~\n{: .language-bash}\n\n{% include links.md %}\n",
    }
    made = take(folder(tmp_path, files))
    text = texts(made)["1-old/01-a.md"]
    assert ':::callout[Careful]{tone="note"}\nHot.\n:::' in text
    assert "~~~bash\n$ ls\n~~~" in text
    assert "{" not in text.partition(":::action")[0].partition("Hot.")[2].replace("{tone", "")


def test_mkdocs_in_the_order_of_its_navigation(tmp_path: Path, take: Take) -> None:
    files = {
        "mkdocs.yml": "site_name: Site\nnav:\n  - Home: index.md\n  - Guide:\n      - b.md\n"
        "      - Last: a.md\n",
        "docs/index.md": '# Welcome\n\n!!! warning "Hot"\n    Burns.\n\n    Twice.\n\nAfter.\n',
        "docs/a.md": "# A\n\nText.\n",
        "docs/b.md": "# B\n\nText.\n",
    }
    made = take(folder(tmp_path, files))
    assert titles(made) == [("Site", ["Home"]), ("Guide", ["B", "Last"])]
    text = next(iter(texts(made).values()))
    assert ':::callout[Hot]{tone="caution"}\nBurns.\n\nTwice.\n:::\n\nAfter.' in text


LIA = """<!--
author: A
version: 1.0
language: en
narrator: US English Female
comment: Short.
-->

# Course

Intro.

## First

                 --{{1}}--
Which one?

[( )] wrong
[(X)] right
********
Because.
********

Name it.

[[word]]
[[?]] a hint

## Second

[[X]] yes
[[ ]] no
[[X]] too

```
[( )] code
```
"""


def test_liascript_with_its_quizzes(tmp_path: Path, take: Take) -> None:
    made = take(folder(tmp_path, {"README.md": LIA}))
    assert made.draft.kind == "LiaScript"
    assert titles(made) == [("Course", ["Course", "First", "Second"])]
    assert made.draft.questions == 3
    first = texts(made)["1-course/02-first.md"]
    assert 'type="single"}\nWhich one?\n\n- [ ] wrong\n  > Because.\n- [x] right' in first
    assert 'type="gaps"}\nName it.\n\n[= word]\n:::' in first
    assert "{{1}}" not in first
    second = texts(made)["1-course/03-second.md"]
    assert 'type="multiple"' in second
    assert "[( )] code" in second


def test_a_plain_folder_and_one_file(tmp_path: Path, take: Take) -> None:
    files = {
        "README.md": "# About\n",
        "10-late.md": "# Late\n\nText.\n",
        "2-early.md": "Early text without a heading.\n",
        "part/x.md": "# X\n\nText.\n",
        "LICENSE.md": "No.\n",
    }
    made = take(folder(tmp_path / "my-notes", files))
    assert titles(made) == [("My notes", ["Early", "Late"]), ("Part", ["X"])]
    one = take(tmp_path / "my-notes" / "10-late.md")
    assert titles(one) == [("10 late", ["Late"])]


def test_headings_of_one_level_stay_on_one_level(tmp_path: Path, take: Take) -> None:
    text = "# T\n\n### A\n\n##### Deep\n\n### B\n\nText.\n"
    made = take(folder(tmp_path, {"a.md": text}))
    (lesson,) = texts(made).values()
    headings = [line for line in lesson.splitlines() if line.startswith("#")]
    assert headings == ["## A", "### Deep", "## B"]


def test_nothing_to_import(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no lesson and no question"):
        import_course(folder(tmp_path, {"a.bin": b"\x00"}))


def test_links_out_of_the_folder_take_nothing_along(tmp_path: Path, take: Take) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    root = folder(
        tmp_path / "in",
        {"a.md": "# A\n\n![x](../secret.png)\n![y](link.png)\n\nText.\n", "b.png": PNG},
    )
    (root / "link.png").symlink_to(tmp_path / "secret.png")
    made = take(root)
    assert made.draft.files == {}
    assert len(made.draft.losses) == 3


HOSTILE = [
    "# A\n\n" + "> " * 500 + "deep\n",
    "# A\n\n" + "[" * 3000 + "\n",
    "# A\n\n" + "*a **b " * 1500 + "\n",
    "# A\n\n" + "- " * 200 + "x\n",
    "# A\n\n" + "x" * 30_000 + "\n",
    "# A\n\n::: a\n::: b\n:::: c\nno end\n",
    "# A\n\n<div>" * 300 + "\n",
    "# A\n\n{{ learner.first_name }} {{nope}} [[term]] [@ref] {{fact F1}}\n",
    "# A\n\n[x](javascript:alert(1)) [y](file:///etc/passwd) ![z](data:image/png;base64,AA)\n",
    '---\ntitle: "A: {{ x }} \\" B"\n---\n\nText.\n',
    "---\na: &a [*a, *a]\n---\n\nText.\n",
    '# A\n\n:::quiz{id="a" type="single"}\nx\n:::\n',
    "# A {digestt} {#x y}\n\n## B {.cls #id}\n\n#### C\n\n# D\n\nText\n===\n",
    "# A\n\n```\nnever closed\n",
    "# A\n\n<!-- never closed\n\ntext\n",
    "# A\n\n\u202eturned\n",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_odd_and_hostile_documents_pass_the_check(text: str, tmp_path: Path, take: Take) -> None:
    take(folder(tmp_path, {"a.md": text, "b.md": "# B\n\nPlain.\n"}))


NATIVE = """# Native

A footnote[^1], $a_1 + b_2 < c$, <kbd>Ctrl</kbd>, ~~gone~~ and H<sub>2</sub>O.

[^1]: The note.

- [ ] open
- [x] done

> [!WARNING] Careful
> With a title.

!!! tip "Title"
    Inside.

??? note "Folded"
    Hidden.

<details open>
<summary>More <b>about</b> it</summary>

Folded text.

=== "Linux"

    Use `apt`.

=== "Mac"

    Use `brew`.

</details>

$$
\\frac{a}{b} < 1
$$

Term
: Its definition.

```python linenums="5" hl_lines="2 9" title="a.py"
x = 1
y = 2
```
"""


def test_what_the_course_format_has_stays_what_it_is(tmp_path: Path, take: Take) -> None:
    made = take(folder(tmp_path, {"mkdocs.yml": "site_name: N", "docs/a.md": NATIVE}))
    assert made.draft.losses == []
    (text,) = texts(made).values()
    for kept in (
        "A footnote[^1], $a_1 + b_2 < c$, <kbd>Ctrl</kbd>, ~~gone~~ and H<sub>2</sub>O.",
        "[^1]: The note.",
        "- [ ] open\n- [x] done",
        ':::callout[Careful]{tone="caution"}\nWith a title.\n:::',
        ':::callout[Title]{tone="tip"}\nInside.\n:::',
        "::::accordion\n:::panel[Folded]\nHidden.\n:::\n::::",
        "::::::accordion\n:::::panel[More about it]{open}\nFolded text.",
        "::::tabs\n:::panel[Linux]\nUse `apt`.\n:::\n:::panel[Mac]\nUse `brew`.\n:::\n::::",
        "$$\n\\frac{a}{b} < 1\n$$",
        "Term\n: Its definition.",
        '```python {2} linenos=5 title="a.py"',
    ):
        assert kept in text
    assert {problem.code for problem in made.problems} == {"action-missing"}


def test_tabs_of_each_tool_are_tabs(tmp_path: Path, take: Take) -> None:
    carpentries = "# A\n\n::: group-tab\n\n### Windows\n\nOne.\n\n### Mac\n\nTwo.\n\n:::\n"
    docusaurus = (
        '# B\n\n<Tabs>\n<TabItem value="w" label="Windows">\n\nOne.\n\n</TabItem>\n'
        '<TabItem value="Mac">\n\nTwo.\n\n</TabItem>\n</Tabs>\n'
    )
    made = take(folder(tmp_path, {"a.md": carpentries, "b.md": docusaurus}))
    tabs = "::::tabs\n:::panel[Windows]\nOne.\n:::\n:::panel[Mac]\nTwo.\n:::\n::::"
    assert [tabs in text for text in texts(made).values()] == [True, True]
    assert made.draft.losses == []


def test_a_question_in_a_folded_part_is_asked_outside_it(tmp_path: Path, take: Take) -> None:
    text = LIA.partition("# First")[0] + "# First\n\n<details>\n<summary>Try</summary>\n\n"
    text += "Which?\n\n[( )] a\n[(x)] b\n\n</details>\n"
    made = take(folder(tmp_path, {"README.md": text}))
    found = "".join(texts(made).values())
    assert "**Try**" in found
    assert "- [ ] a\n- [x] b" in found
