"""A small course with every block, two tracks, two modules: what lesson pages are tested with."""

from functools import cache

from coursewright.model import Course
from coursewright.read import read_files
from sample_questions import QUESTIONS

__all__ = ["FILES", "sample_course"]

_SETTINGS = """
id: sample
title: "Tea & Rails <b>"
version: "1"
language: en
tracks:
  - {id: blue, label: Blue road, choose: I take the blue road}
  - {id: green, label: Green road, choose: I take the green road, description: Through the wood.}
modules:
  - {id: A, folder: a, title: Setting out, question: Where to?, color: stage}
  - id: B
    folder: b
    title: On the way
    color: one
    opener: "Half way & on."
    figure: {src: figures/map.svg, alt: You are here}
packages:
  - {id: both, title: Both roads, tracks: [blue, green]}
outcomes: {CO1: Travel}
links: {web: "https://learn.example.org/sample/", help: "mailto:help@example.org"}
privacy: {stored: [a place], not_stored: [a thought]}
cover: {src: figures/map.svg, alt: Both roads}
"""

_FIRST = """---
id: first
module: A
title: First steps
tracks: [blue, green]
minutes: {read: 2, practice: 1}
objectives:
  - {id: L1, bloom: apply, course: CO1, text: Choose a road.}
refs: [old]
---
:::scenario
Two roads, {{ learner.first_name | "traveller" }}, and one evening.
:::

## An idea

{{fact F1}} [@seen] The [[rail]] is *long* and **hard**, see [the way](lesson:second), `x < y`,
[a site](https://example.org/a) and [@seen; @lost].

:::for{tracks="green"}
Only the green road sees this. [@old]
:::

:::more
1. one
2. two

- a

  b

> Said.

```
code <b>
```

```python {1} linenos=7 title="rails.py"
def track(gauge): return "a"  # two rails
```

H~2~O, 2^10^, ~~old~~ and <kbd>Ctrl</kbd> with $v = 3$.^[Not everywhere the *same*.]

Gauge
: How far rails are apart.

$$s = \\frac{v^2}{2a}$$
- [ ] Look left
- [x] Look right
---
:::

::::tabs
:::panel[By day]
Look.
:::
:::panel[By night]
Listen.
:::
::::

<details><summary>And if it rains?</summary>Wait.</details>

:::example[Two answers]
::weak
No.
::strong
Yes, because.
::why
Reasons travel.
:::

![A map](../figures/map.svg "The map")

:::figure
![A map](../figures/map.svg)
The map.
::description
Two lines that cross.
:::

:::table[Scores]{row-headers}
| | Day | Night |
| --- | :-: | --: |
| Trains | 3 | 1 |
:::

:::callout[Careful]{tone="caution"}
Mind the gap.
:::

"""
_FIRST_END = """::::branch[The ford]{id="B1" objective="L1"}
:::node{id="bank"}
The river is high.
- [Wait](#dry)
  > It falls by noon.
- [Swim](#wet)
  > Cold.
:::
:::node{id="dry"}
You cross with dry feet.
:::
:::node{id="wet"}
You are soaked.
:::
::::

::likert{id="SA1" survey="self"}

:::action
When I pass a gate, I will close it.
:::

:::reflect{id="W1"}
What do you leave behind?
:::

:::coach-card
Ask: "Which road?"
:::

::download{ref="JA1"}

:::checklist[Before you go]{id="pack"}
- Boots {#boots}
- Map {#map}
:::

:::video[A film]{src="../media/film.mp4" captions="../media/film.vtt" seconds=9 \
transcript="../media/film.txt"}
What happens.
:::

:::audio[A talk]{src="../media/talk.mp3" transcript="../media/film.txt" seconds=300}
What is said.
:::

:::embed[A film elsewhere]{src="https://www.youtube.com/watch?v=dQw4w9WgXcQ" seconds=120}
What happens there.
:::

:::embed[A page elsewhere]{src="https://example.org/map"}
What it shows.
:::

![A map, half as wide](../figures/map.svg){width=50%}
"""

_SECOND = """---
id: second
module: B
title: The long way
tracks: [blue, green]
recall: {blue: [R1], green: [R1]}
---
::recall

:::scenario
It rains.
:::

## Another idea

Words.

::readiness{check="ready"}

:::action{tracks="blue"}
When it rains, I will walk on.
:::

:::action{tracks="green"}
When it rains, I will wait.
:::
"""

_LAST = """---
id: last
module: B
title: The end
tracks: [blue]
---
:::scenario
The lights of a house.
:::

## The last idea

Words.

::likert{id="SA2" survey="self"}

::assessment{id="final" pool="final"}

:::action
When I arrive, I will knock.
:::
"""

_POOL = """---
id: final
title: The last gate
mastery: 60
---
Three questions.

:::quiz{id="F1" type="single" objective="L1" cell="one"}
One?
- [x] Yes {#yes}
  > So it is.
- [ ] No {#no}
  > It is not.
:::

:::quiz{id="F1b" type="single" objective="L1" cell="one"}
One, again?
- [x] Yes {#yes}
  > So it is.
- [ ] No {#no}
  > It is not.
:::

:::quiz{id="F2" type="multiple" objective="L1" cell="two"}
Both?
- [x] A {#a}
  > Yes.
- [x] B {#b}
  > Yes.
- [ ] C {#c}
  > No.
:::

:::quiz{id="F3" type="match" objective="L1" cell="three"}
Match.

| Thing | Place |
| --- | --- |
| Water | Bottle |
| Bread | Bag |
::right
Yes.
::wrong
No.
:::
"""

_AID = """---
id: JA1
title: Packing list
description: One page.
tracks: [blue, green]
---
:::table[What]{id="what" row-headers}
| | How many |
| --- | --- |
| Socks | |
:::

::field[First step]{id="step" lines=2}

:::checklist[Done]{id="done"}
- Packed {#packed}
:::
"""

FILES: dict[str, str] = {
    "course.yaml": _SETTINGS,
    "a/01-first.md": _FIRST + QUESTIONS + _FIRST_END,
    "b/02-second.md": _SECOND,
    "b/03-last.md": _LAST,
    "pools/final.md": _POOL,
    "job-aids/packing.md": _AID,
    "recall.md": ':::recall-item{id="R1"}\nWhich road?\n::answer\nThe right one.\n:::\n',
    "facts.yaml": '- {id: F1, figure: "60%", say: "About 60% fall, as far as we know.", '
    "checked: Not found., refs: [seen]}\n",
    "references.yaml": """
- {id: seen, status: seen, cite: "Rail, A. (2001). Roads.", url: "https://example.org/<r>"}
- {id: old, status: memory, cite: "Old, B. (1900). Ways."}
- {id: lost, status: not-found, cite: "Lost, C."}
""",
    "glossary.yaml": "- {term: Rail, definition: A long piece of iron.}\n",
    "surveys.yaml": """
- id: self
  title: Where you start
  stem: Last week I ...
  scale: [never, sometimes, always]
  none: no chance
  items:
    - {id: "1", text: walked, lesson: second}
    - {id: "2", text: rested, variants: {green: slept}}
""",
    "readiness.yaml": """
- id: ready
  title: Two roads
  intro: Private.
  scale: [no, half, yes]
  statements:
    - {id: P1, text: I like people.}
    - {id: E1, text: I have tried.}
    - {id: S1, text: Someone backs me., yes_no: true, no_means: First find a backer.}
  rules:
    - {id: go, title: Go, text: You want it., next: Ask., track: blue, when: ["P >= 2", "E >= 2"]}
    - {id: try, title: Try, text: Try first., track: blue, when: ["P >= 2", "E < 2"]}
    - {id: stay, title: Stay, text: Depth., track: green, when: ["P < 2 or E - P >= 1"]}
    - {id: both, title: Both, text: One of each.}
""",
    "figures/map.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
    '<path d="M0 0h40"/></svg>',
    "media/film.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n",
    "media/film.txt": "A gate opens.\n",
    "media/talk.mp3": "ID3\4",
    "media/film.mp4": "\0\0\0\x18ftypmp42",
}


@cache
def sample_course(**changes: str) -> Course:
    """Return the course, some of its files replaced: `sample_course(settings=...)`."""
    files = FILES | ({"course.yaml": changes["settings"]} if changes else {})
    result = read_files({path: text.encode() for path, text in files.items()})
    assert result.course is not None, result.problems
    return result.course
