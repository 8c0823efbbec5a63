"""Places in a picture, in the pixels that QTI counts them in (as HTML does in maps)."""

from coursewright.model.quiz import Area

__all__ = ["area", "coords"]


def coords(place: Area, width: int, height: int) -> str:
    """Return a place in pixels."""
    match place.shape:
        case "rect":
            left, top, wide, high = place.numbers
            numbers = [left * width, top * height, (left + wide) * width, (top + high) * height]
        case "circle":
            x, y, radius = place.numbers
            numbers = [x * width, y * height, radius * width]
        case "poly":
            sizes = (width, height) * (len(place.numbers) // 2)
            numbers = [one * size for one, size in zip(place.numbers, sizes, strict=True)]
    return ",".join(str(round(one / 100)) for one in numbers)


def area(shape: str, text: str, width: int, height: int) -> Area | None:
    """Return a place in percent; None if it cannot be read."""
    try:
        numbers = [float(one) for one in text.replace(",", " ").split()]
    except ValueError:
        return None
    if width <= 0 or height <= 0 or not all(0 <= one < 1e6 for one in numbers):
        return None
    sizes = (width, height) * (len(numbers) // 2 + 1)
    percents = [
        round(min(100 * one / size, 100), 2) for one, size in zip(numbers, sizes, strict=False)
    ]
    match shape, percents:
        case "rect", [left, top, right, bottom] if right > left and bottom > top:
            return Area("rect", (left, top, round(right - left, 2), round(bottom - top, 2)))
        case "circle", [x, y, radius] if radius > 0:
            return Area("circle", (x, y, radius))
        case "poly", corners if len(corners) >= 6 and len(corners) % 2 == 0:
            ends = corners[:-2] if corners[:2] == corners[-2:] and len(corners) > 6 else corners
            return Area("poly", tuple(ends))
        case "default", _:
            return Area("rect", (0, 0, 100, 100))
    return None
