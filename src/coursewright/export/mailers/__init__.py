"""The mailers by name, one file each."""

from collections.abc import Mapping

from coursewright.export.mailer import Mailer

from .buttondown import BUTTONDOWN
from .customerio import CUSTOMERIO
from .generic import GENERIC
from .hubspot import HUBSPOT
from .kit import KIT
from .listmonk import LISTMONK
from .mailchimp import MAILCHIMP
from .mautic import MAUTIC

__all__ = ["MAILERS"]

MAILERS: Mapping[str, Mailer] = {
    mailer.name: mailer
    for mailer in (
        GENERIC,
        LISTMONK,
        KIT,
        MAILCHIMP,
        MAUTIC,
        CUSTOMERIO,
        HUBSPOT,
        BUTTONDOWN,
    )
}
