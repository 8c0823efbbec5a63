"""The mailers that a push knows, one file each."""

from collections.abc import Mapping

from coursewright.export.push.objects import Remote

from .buttondown import Buttondown
from .customerio import Customerio
from .kit import Kit
from .listmonk import Listmonk
from .mailchimp import Mailchimp
from .mautic import Mautic

__all__ = ["REMOTES"]

REMOTES: Mapping[str, Remote] = {
    "listmonk": Listmonk(),
    "kit": Kit(),
    "mailchimp": Mailchimp(),
    "mautic": Mautic(),
    "customerio": Customerio(),
    "buttondown": Buttondown(),
}
