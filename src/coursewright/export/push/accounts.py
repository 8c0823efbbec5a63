"""Where a mailer's API is and how to log in: from the environment only, never from a file."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from coursewright.errors import UsageError

__all__ = ["ACCOUNTS", "Account", "account_from"]

Environment = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Account:
    """The address of an API and the headers that log in; a key is not part of its `repr`."""

    product: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    variables: tuple[str, ...]
    """The environment variables that it was read from."""
    secrets: tuple[str, ...] = field(repr=False)
    """What must not be printed."""


def account_from(name: str, environment: Environment) -> Account:
    """Return the account of a mailer.

    Raises:
        UsageError: a variable is missing, or an address is not safe.
    """
    return ACCOUNTS[name](environment)


def _needed(environment: Environment, name: str, form: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        msg = f"the environment variable {name} is not set"
        raise UsageError(msg, hint=f"Set it to {form}.")
    if not value.isascii() or not value.isprintable():
        msg = f"{name} contains a character that a key or an address cannot have"
        raise UsageError(msg, hint=f"Set it to {form}.")
    return value


def _address(value: str, variable: str) -> str:
    """Return an address without a slash at its end: HTTPS, or this machine."""
    parts = urlsplit(value)
    host = parts.hostname or ""
    if parts.username or parts.password:
        msg = f"{variable} contains a user name or a password"
        raise UsageError(msg, hint="Set the login in its own variable.")
    if not host or (parts.scheme != "https" and not (parts.scheme == "http" and _is_local(host))):
        msg = f"{variable} must start with https://"
        raise UsageError(msg, hint="Without TLS, anybody on the way could read the key.")
    return value.rstrip("/")


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _basic(login: str) -> str:
    return "Basic " + b64encode(login.encode()).decode()


def _listmonk(environment: Environment) -> Account:
    url = _needed(environment, "LISTMONK_URL", "the address, such as https://lists.example.org")
    login = _needed(environment, "LISTMONK_AUTH", "USER:TOKEN of an API user")
    return Account(
        product="listmonk",
        url=_address(url, "LISTMONK_URL"),
        headers={"Authorization": _basic(login)},
        variables=("LISTMONK_URL", "LISTMONK_AUTH"),
        secrets=(login, login.partition(":")[2] or login, _basic(login)),
    )


def _mautic(environment: Environment) -> Account:
    url = _needed(environment, "MAUTIC_URL", "the address, such as https://mautic.example.org")
    login = _needed(environment, "MAUTIC_AUTH", "USER:PASSWORD of an API user")
    return Account(
        product="Mautic",
        url=_address(url, "MAUTIC_URL"),
        headers={"Authorization": _basic(login)},
        variables=("MAUTIC_URL", "MAUTIC_AUTH"),
        secrets=(login, login.partition(":")[2] or login, _basic(login)),
    )


def _mailchimp(environment: Environment) -> Account:
    key = _needed(environment, "MAILCHIMP_API_KEY", "a key such as 0123abcd-us1")
    center = key.rpartition("-")[2]
    url = environment.get("MAILCHIMP_API", "")
    if not url:
        if "-" not in key or not center.isalnum():
            msg = "MAILCHIMP_API_KEY does not end with a data center"
            raise UsageError(msg, hint="Copy the whole key: it ends with -us1 or the like.")
        url = f"https://{center}.api.mailchimp.com"
    login = _basic(f"any:{key}")
    return Account(
        product="Mailchimp",
        url=_address(url, "MAILCHIMP_API"),
        headers={"Authorization": login},
        variables=("MAILCHIMP_API_KEY",),
        secrets=(key, login),
    )


def _simple(
    product: str, host: str, key_name: str, url_name: str, header: Callable[[str], tuple[str, str]]
) -> Callable[[Environment], Account]:
    def account(environment: Environment) -> Account:
        key = _needed(environment, key_name, "an API key")
        name, value = header(key)
        return Account(
            product=product,
            url=_address(environment.get(url_name, "") or host, url_name),
            headers={name: value},
            variables=(key_name,),
            secrets=(key,),
        )

    return account


def _customerio(environment: Environment) -> Account:
    key = _needed(environment, "CUSTOMERIO_APP_KEY", "an App API key")
    region = environment.get("CUSTOMERIO_REGION", "us").strip().lower()
    if region not in ("us", "eu"):
        msg = f"CUSTOMERIO_REGION is {region[:20]!r}"
        raise UsageError(msg, hint="Set it to us or eu; your account's address shows which.")
    host = "https://api-eu.customer.io" if region == "eu" else "https://api.customer.io"
    return Account(
        product="Customer.io",
        url=_address(environment.get("CUSTOMERIO_API", "") or host, "CUSTOMERIO_API"),
        headers={"Authorization": f"Bearer {key}"},
        variables=("CUSTOMERIO_APP_KEY", "CUSTOMERIO_REGION"),
        secrets=(key,),
    )


ACCOUNTS: Mapping[str, Callable[[Environment], Account]] = {
    "buttondown": _simple(
        "Buttondown",
        "https://api.buttondown.com",
        "BUTTONDOWN_API_KEY",
        "BUTTONDOWN_API",
        lambda key: ("Authorization", f"Token {key}"),
    ),
    "customerio": _customerio,
    "kit": _simple(
        "Kit", "https://api.kit.com", "KIT_API_KEY", "KIT_API", lambda key: ("X-Kit-Api-Key", key)
    ),
    "listmonk": _listmonk,
    "mailchimp": _mailchimp,
    "mautic": _mautic,
}
