"""`coursewright serve`: the pages behind the links in the mails."""

from pathlib import Path

import click

from .arguments import templates_option
from .ledger_options import database_option, keyring_of, opened_ledger
from .wallclock_system import SystemClock

__all__ = ["serve"]

_EXAMPLES = """\b
Examples:
  coursewright serve
  coursewright serve --host 0.0.0.0 --port 8080 --behind-proxy 10.0.0.2

Put it behind a web server that speaks https, at the address that `links.service` names.
"""


@click.command("serve", epilog=_EXAMPLES)
@database_option
@templates_option
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Where to listen: --host 0.0.0.0",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8025, show_default=True, help="--port 8080"
)
@click.option("--root-path", default="", metavar="PATH", help="Where it is mounted: /course")
@click.option(
    "--behind-proxy",
    metavar="ADDRESS",
    help="Whose X-Forwarded-For is believed, for the rate limits: --behind-proxy 127.0.0.1",
)
def serve(
    database: str,
    templates: tuple[Path, ...],
    host: str,
    port: int,
    root_path: str,
    behind_proxy: str | None,
) -> None:
    """Serve the pages behind the links in the mails.

    Unsubscribe, preferences, sign-up, answers, certificates and metrics.

    Nothing changes by following a link: each page asks, and a button acts.
    """
    import uvicorn

    from coursewright.delivery.service.client_address import behind_proxy as believing
    from coursewright.delivery.service.endpoints import service

    with opened_ledger(database) as ledger:
        app = service(ledger, keyring_of(ledger), SystemClock(), templates=templates)
        uvicorn.run(
            believing(app, behind_proxy) if behind_proxy else app,
            host=host,
            port=port,
            root_path=root_path,
            access_log=False,  # addresses of the service hold tokens: no log may
            proxy_headers=False,  # its own default would believe any program of this machine
            server_header=False,
        )
