"""Where small senders hand in their email, and what each provider allows: rows of a table.

Figures are what the providers' own pages said on the date of the row, where a source is named.
Plans differ and limits change: `--rate` and `--connections` of the command come first.
"""

from dataclasses import dataclass

from coursewright.delivery.ledger.limits import Rate
from coursewright.errors import UsageError
from coursewright.problems import near

__all__ = ["PROVIDERS", "Provider", "provider_of"]

_S, _M, _H, _D = 1, 60, 3600, 86400


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider's entrance for email, and its limits."""

    name: str
    url: str
    """Without a user; empty if the host differs by account or region: then `--smtp` names it."""
    rates: tuple[Rate, ...]
    connections: int
    source: str
    as_of: str
    """Year and month."""
    remark: str = ""


PROVIDERS: tuple[Provider, ...] = (
    Provider(
        "gmail",
        "smtp+starttls://smtp.gmail.com:587",
        (Rate(500, _D),),
        5,
        "support.google.com/mail/answer/22839",
        "2026-11",
        "a personal account; needs an app password",
    ),
    Provider(
        "google-workspace",
        "smtp+starttls://smtp.gmail.com:587",
        (Rate(2000, _D),),
        5,
        "support.google.com/a/answer/166852",
        "2026-11",
        "a paid account; 500 a day on trial. A rolling window of 24 hours",
    ),
    Provider(
        "google-relay",
        "smtp+starttls://smtp-relay.gmail.com:587",
        (Rate(10_000, _D),),
        10,
        "support.google.com/a/answer/2956491",
        "2026-11",
        "per user of the organization; the relay must be set up for your address",
    ),
    Provider(
        "office365",
        "smtp+starttls://smtp.office365.com:587",
        (Rate(30, _M), Rate(10_000, _D)),
        3,
        "learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements",
        "2026-11",
        "SMTP AUTH must be enabled for the mailbox; sent email fills the mailbox's Sent Items",
    ),
    Provider(
        "ses",
        "",
        (Rate(14, _S), Rate(50_000, _D)),
        10,
        "docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html",
        "2026-11",
        "a new production account; --smtp smtp+starttls://USER@email-smtp.REGION.amazonaws.com:587",
    ),
    Provider(
        "ses-sandbox",
        "",
        (Rate(1, _S), Rate(200, _D)),
        2,
        "docs.aws.amazon.com/ses/latest/dg/request-production-access.html",
        "2026-11",
        "only to verified addresses; --smtp as for ses",
    ),
    Provider(
        "postmark",
        "smtp+starttls://smtp.postmarkapp.com:587",
        (),
        10,
        "postmarkapp.com/developer/user-guide/send-email-with-smtp",
        "2026-11",
        "no limit is published; use a broadcast stream",
    ),
    Provider(
        "sendgrid",
        "smtp+starttls://smtp.sendgrid.net:587",
        (),
        10,
        "docs.sendgrid.com/for-developers/sending-email/getting-started-smtp",
        "2026-11",
        "user `apikey`; the credits of the plan are counted there",
    ),
    Provider(
        "mailgun",
        "smtp+starttls://smtp.mailgun.org:587",
        (),
        10,
        "documentation.mailgun.com/docs/mailgun/user-manual/sending-messages",
        "2026-11",
        "name the --rate of your plan; in the EU --smtp smtp+starttls://USER@smtp.eu.mailgun.org",
    ),
    Provider(
        "brevo",
        "smtp+starttls://smtp-relay.brevo.com:587",
        (),
        5,
        "developers.brevo.com/docs/smtp-integration",
        "2026-11",
        "name the --rate of your plan",
    ),
    Provider(
        "mailjet",
        "smtp+starttls://in-v3.mailjet.com:587",
        (Rate(200, _D),),
        5,
        "www.mailjet.com/blog/mj_faq_category/pricing",
        "2026-11",
        "the free plan; name your own --rate on a paid one",
    ),
    Provider(
        "icloud",
        "smtp+starttls://smtp.mail.me.com:587",
        (Rate(1_000, _D),),
        3,
        "support.apple.com/en-us/102198",
        "2026-11",
        "needs an app-specific password",
    ),
    Provider(
        "yahoo",
        "smtps://smtp.mail.yahoo.com:465",
        (Rate(500, _D),),
        3,
        "help.yahoo.com/kb/SLN17518.html",
        "2026-11",
        "needs an app password",
    ),
    Provider(
        "ionos",
        "smtps://smtp.ionos.com:465",
        (Rate(500, _H),),
        3,
        "ionos.com/help/email/general-topics/what-are-the-mass-mailing-limits",
        "2026-11",
        "50 an hour in the first week of a contract: --rate 50/h",
    ),
    Provider(
        "infomaniak",
        "smtps://mail.infomaniak.com:465",
        (Rate(1_440, _D),),
        3,
        "infomaniak.com/support/faq/2065",
        "2026-11",
        "a paid address; 500 a day on a free one. A rolling window of 24 hours",
    ),
)


def provider_of(name: str) -> Provider:
    """Return the provider with a name.

    Raises:
        UsageError: the table has none.
    """
    for one in PROVIDERS:
        if one.name == name:
            return one
    names = [one.name for one in PROVIDERS]
    msg = f"no provider {name[:40]!r} is known"
    raise UsageError(msg, hint=near(name, names) or f"Known: {', '.join(names)}.")
