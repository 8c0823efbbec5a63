"""`docs/problems.md`, generated from the codes and the scenes."""

from collections.abc import Iterator
from pathlib import Path

from coursewright import read, registry, rules
from coursewright.problems import Code

from .scene import read_scene

__all__ = ["problem_page"]

HERE = Path(__file__).parent
_HEAD = """# Problems

Look up the code that `coursewright check` or `coursewright build` prints, or run
`coursewright explain CODE`. An error stops a build. A warning stops it only with `--strict`. A note
never does. [Rules and severities](rules.md) shows how to change a severity. Each code has an
example report and a small test course that causes it. This page is generated from
the code by `scripts/golden`.
"""


def problem_page() -> str:
    """Return the whole page."""
    out = [_HEAD]
    for title, what, codes in _groups():
        out.append(f"## {title}\n\n{what}\n")
        out += [_entry(code) for code in sorted(codes, key=lambda code: code.name)]
    return "\n".join(out)


def _groups() -> Iterator[tuple[str, str, tuple[Code, ...]]]:
    yield (
        "Reading",
        "Problems with files, YAML, Markdown and blocks, found before any rule is applied.",
        read.CODES,
    )
    for family in rules.FAMILIES:
        title, _, what = (family.__doc__ or "").partition("\n")[0].partition(": ")
        yield title, what[:1].upper() + what[1:], family.CODES
    yield (
        "Overlap",
        "Words in a row that are also in another text, for `check --overlap`.",
        rules.overlap.CODES,
    )
    listed: set[str] = set()
    for target in registry.pick(registry.names()):
        fresh = tuple(code for code in target.codes if code.name not in listed)
        listed.update(code.name for code in fresh)
        if fresh:
            yield f"Target `{target.name}`", "Checked if this target is built.", fresh


def _entry(code: Code) -> str:
    strict = f" ({code.strict.value} in the profile `strict`)" if code.strict else ""
    severity = f"*{code.severity.value}*{strict}"
    lines = [f"### {code.name}", "", f"{severity}: {code.summary} {code.why}", ""]
    scene = HERE / f"{code.name}.md"
    if scene.exists():
        report = read_scene(scene).report.split("\n\n")
        shown = next((part for part in report if f"[{code.name}]" in part), "").strip("\n")
        lines += ["```text", *shown.split("\n"), "```", ""]
        lines += [f"[Test course](../tests/scenes/{code.name}.md)", ""]
    return "\n".join(lines)
