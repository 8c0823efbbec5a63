"""One process: every .mjml of a folder through the compiler that we use, each HTML beside it."""

import sys
from pathlib import Path

from mjml import mjml2html

for path in sorted(Path(sys.argv[1]).glob("*.mjml")):
    html = mjml2html(path.read_text("utf-8"), fonts={})
    path.with_suffix(".html").write_text(html, "utf-8")
