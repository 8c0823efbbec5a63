"""Pictures in mail: hosted on the site, never inside; where that cannot be, their words."""

from markupsafe import Markup

from coursewright.markup.pictures import size_of
from coursewright.model import Asset, Image

from .mail_view import MailView

__all__ = ["picture", "shown_file"]

_MOST = 552  # 600 less the padding of both sides
# What every mail client shows; an SVG or WebP is shown by the PNG of the same name beside it.
_FIT = ("image/png", "image/jpeg", "image/gif")


def shown_file(path: str, view: MailView) -> Asset | None:
    """Return the file that a mail can show for a picture."""
    assets = view.course.assets
    asset = assets.get(path)
    if asset is not None and asset.media_type in _FIT:
        return asset
    twin = assets.get(f"{path.rpartition('.')[0]}.png")
    return twin if twin is not None and twin.media_type == "image/png" else None


def picture(image: Image, view: MailView) -> Markup:
    """Return a picture as an `<img>` with its width, or its words in a box."""
    asset = shown_file(image.src, view)
    address = view.asset(asset.path) if asset else None
    if asset is None or address is None:
        return _words(image, view)
    size = size_of(asset)
    width = min(_MOST, size[0]) if size else _MOST
    # A width in percent lets a phone shrink it even within a table; Word reads the attribute.
    style = f"width:100%;max-width:{width}px"
    # A drawing turns dark with the email; a photograph would become its own negative.
    drawing = Markup(' class="drawing"') if asset.path != image.src else ""
    return Markup('<img src="{}" alt="{}" width="{}" style="{}"{}/>').format(
        address, image.alt.strip(), width, style, drawing
    )


def _words(image: Image, view: MailView) -> Markup:
    if image.decorative or not image.alt.strip():
        return Markup("")
    return Markup('<span class="picture">{} {}</span>').format(view.say("mail.picture"), image.alt)
