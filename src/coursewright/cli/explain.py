"""`coursewright explain CODE`: what a problem means, and what to do about it."""

import json

import click

__all__ = ["explain"]

_EXAMPLES = """\b
Examples:
  coursewright explain quiz-without-answer
  coursewright explain mail-too-big --format json
"""


@click.command("explain", epilog=_EXAMPLES)
@click.argument("code")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format: --format json",
)
def explain(code: str, style: str) -> None:
    """Explain a problem code.

    CODE is the code that `check` prints in brackets, such as quiz-without-answer.
    """
    from coursewright.pipeline.problem_pages import problem_page_of

    page = problem_page_of(code)
    found = page.code
    if style == "json":
        value = {
            "code": found.name,
            "severity": found.severity.value,
            "summary": found.summary,
            "why": found.why,
            "example": page.example,
        }
        print(json.dumps(value, ensure_ascii=False, indent=1))
        return
    print(f"{found.name} ({found.severity.value})\n\n{found.summary}\n{found.why}")
    if page.example:
        print("\nFor example:\n")
        print("\n".join(f"  {line}".rstrip() for line in page.example.splitlines()))
