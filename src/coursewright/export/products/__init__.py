"""The products by name, each a file of its own."""

from collections.abc import Mapping

from coursewright.export.dialect import Dialect

from .buttondown import BUTTONDOWN
from .customerio import CUSTOMERIO
from .hubspot import HUBSPOT
from .kit import KIT
from .listmonk import LISTMONK
from .mailchimp import MAILCHIMP
from .mautic import MAUTIC
from .own_program import GENERIC

__all__ = ["DIALECTS"]

DIALECTS: Mapping[str, Dialect] = {
    one.name: one
    for one in (
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
