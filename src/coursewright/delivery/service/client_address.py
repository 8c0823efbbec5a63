"""Who calls: the address that a rate limit goes by, also behind a proxy."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from coursewright.errors import UsageError

__all__ = ["behind_proxy", "caller"]

_HOME = 64  # bits of an IPv6 address that one customer has: the rest is theirs to vary


def behind_proxy(app: Any, proxies: str) -> Any:
    """Return an application that believes X-Forwarded-For from these proxies alone.

    What a visitor wrote into the header stands left of what the proxy added, and is not read: the
    last address that is no proxy of ours is who called.

    Args:
        app: the service.
        proxies: addresses or networks, with commas between them.

    Raises:
        UsageError: one is no address; `*` would believe anybody.
    """
    known = [one.strip() for one in proxies.split(",")]
    for one in known:
        try:
            ip_network(one)
        except ValueError as error:
            msg = f"not the address of a proxy: {one[:60]!r}"
            hint = "Write 10.0.0.2 or 10.0.0.0/24, with commas between."
            raise UsageError(msg, hint=hint) from error
    return ProxyHeadersMiddleware(app, known)


def caller(host: str | None) -> str:
    """Return what a rate limit knows a caller by: the address, of IPv6 the network of the line."""
    try:
        address = ip_address(host or "")
    except ValueError:
        return "?"  # what a proxy wrote, and is no address
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ip_network((int(address), _HOME), strict=False))
    return str(address)
