"""`docs/mailers/`, generated from the table of mailers: what each takes, and how to import it."""

from collections.abc import Iterator

from coursewright.export.layout import about
from coursewright.export.mailer import Mailer
from coursewright.export.mailers import MAILERS

__all__ = ["mailer_pages"]

_INDEX = """# Use your own mailer

Export the compiled emails for a mailer that your team already has:

```sh
coursewright build course --target email
coursewright export listmonk --out export/listmonk
```

The export uses the mailer's own tags and contains the API calls that import the emails. Text in
your course that looks like a tag of the mailer is escaped. Links to pages that the mailer does not
have are left out, together with the sentence around them. Without a mailer, send with
[`coursewright send`](../delivery.md).

These pages are generated from the code by `scripts/golden`.

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
        f"# Use {dialect.product}\n\n"
        f"{dialect.takes} Each export has a README.md with these instructions.\n\n"
        "## Compile and export\n\n"
        "```sh\n"
        "coursewright build course --target email\n"
        f"coursewright export {dialect.name} --out export/{dialect.name}\n"
        f"cd export/{dialect.name}\n"
        "```\n\n"
        "The export has a folder for each track, called `TRACK` below. In each folder, `mails.csv` "
        "lists the emails\nwith their day, the delay after the previous email, subject and preview "
        "text. `html/` and `text/` contain the\ntwo parts.\n\n"
        "| option | exports |\n| --- | --- |\n"
        "| `--track ID` | one track only |\n"
        "| `--edition full` | full lessons, for learners without access to the site |\n"
        "| `--schedule ID` | the days of another schedule of the course |\n\n"
        + "\n\n".join(about(dialect))
        + "\n\nThis page is generated from the code by `scripts/golden`.\n"
    )
