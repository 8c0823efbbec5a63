"""Serve a real LMS on loopback; it runs in the environment of the LMSs, not in that of the tests.

`python serve.py open_edx|wagtail_site FOLDER`: every `NAME.zip` of the folder is in the LMS under
its name. The first line printed is the port. Then each line `NAME` on standard input uploads
`NAME.zip` again, as an update of the course, and is answered by a line. State lies in the working
directory; the process ends with its input.
"""

import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import Any


def _server(app: Any) -> Any:
    http = import_module("django.core.servers.basehttp")

    class Quiet(http.WSGIRequestHandler):  # type: ignore[misc, name-defined]
        def log_message(self, *args: object) -> None:
            pass

    server = http.ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.daemon_threads = True
    server.set_app(app)
    return server


def _say(line: object) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(name: str, folder: Path) -> None:
    """Serve the packages of a folder until standard input ends."""
    lms = import_module(name)
    lms.set_up()
    for package in sorted(folder.glob("*.zip")):
        lms.upload(package.stem, package)
    handlers = import_module("django.contrib.staticfiles.handlers")
    wsgi = import_module("django.core.wsgi").get_wsgi_application()
    server = _server(handlers.StaticFilesHandler(wsgi))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _say(server.server_address[1])
    for line in sys.stdin:
        lms.update(line.strip(), folder / f"{line.strip()}.zip")
        _say("updated")


main(sys.argv[1], Path(sys.argv[2]))
