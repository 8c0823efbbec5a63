"""Pictures in mail: hosted on the site, never inside; where that cannot be, their words."""

from markupsafe import Markup

from coursewright.markup.pictures import dense_twin, shown_size
from coursewright.model import Asset, Image, ImageWidth

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
    width, share = _width(asset, image.width)
    if dense := view.asset(dense_twin(asset.path)):
        address = dense  # twice the pixels in the same width: sharp on a phone
    # A width in percent lets a phone shrink it even within a table; Word reads the attribute.
    style = f"width:{share}%;max-width:{width}px"
    # A drawing turns dark with the email; a photograph would become its own negative.
    drawing = Markup(' class="drawing"') if asset.path != image.src else ""
    return Markup('<img src="{}" alt="{}" width="{}" style="{}"{}/>').format(
        address, image.alt.strip(), width, style, drawing
    )


def _width(asset: Asset, wanted: ImageWidth | None) -> tuple[int, int]:
    """Return the width of a picture in pixels, and the share of its place that it may take."""
    if wanted is None:
        size = shown_size(asset)
        return (min(_MOST, size[0]) if size else _MOST), 100
    if wanted.unit == "%":
        return max(1, round(_MOST * wanted.value / 100)), wanted.value
    return min(_MOST, wanted.value), 100


def _words(image: Image, view: MailView) -> Markup:
    if image.decorative or not image.alt.strip():
        return Markup("")
    return Markup('<span class="picture">{} {}</span>').format(view.say("mail.picture"), image.alt)
