"""`docs/mailers/`, made from the table of products: what each takes, and how it gets in there."""

from collections.abc import Iterator

from coursewright.export.layout import about
from coursewright.export.mailer import Mailer
from coursewright.export.mailers import MAILERS

__all__ = ["mailer_pages"]

_INDEX = """# Use it with the mailer you have

Made from the code by `scripts/golden`.

Coursewright sends courses itself (`coursewright send`). If your team has a mailer already, let that
one send: `coursewright export DIALECT` writes the compiled mails in its own tags, with the calls
that bring them in. Author's words that look like a tag of that mailer arrive as they were written;
links to pages that it does not have are left out with the sentence that announces them.

| mailer | what it takes |
| --- | --- |
"""


def mailer_pages() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each page."""
    rows = (f"| [{one.product}]({one.name}.md) | {one.takes} |" for one in MAILERS.values())
    yield "README.md", _INDEX + "\n".join(rows) + "\n"
    for one in MAILERS.values():
        yield f"{one.name}.md", _page(one)


def _page(dialect: Mailer) -> str:
    return (
        f"# Use it with {dialect.product}\n\n"
        "Made from the code by `scripts/golden`. The same stands in the README.md of each export.\n"
        f"\n{dialect.takes}\n\n"
        "## Compile and export\n\n"
        "```sh\n"
        "coursewright build course --target email\n"
        f"coursewright export {dialect.name} --out export/{dialect.name}\n"
        f"cd export/{dialect.name}\n"
        "```\n\n"
        "There is a folder for each track, below called `TRACK`; `--track ID` writes one only, "
        "`--edition full` whole\nlessons for learners without access to the site, "
        "`--schedule ID` the days of another schedule of the course. In\neach, `mails.csv` lists "
        "the mails with day, delay after the mail before, subject and preview; `html/` and\n"
        "`text/` hold the two parts.\n\n" + "\n\n".join(about(dialect)) + "\n"
    )
