"""Places in a picture, in the pixels that QTI counts them in (as HTML does in maps)."""

from coursewright.model.quiz import Area

__all__ = ["area", "coords"]


def coords(place: Area, width: int, height: int) -> str:
    """Return a place in pixels."""
    return ",".join(str(round(one / 100)) for one in _pixels(place, width, height))


def _pixels(place: Area, width: int, height: int) -> list[float]:
    """Return the numbers of a place, each times 100."""
    match place.shape:
        case "rect":
            left, top, wide, high = place.numbers
            return [left * width, top * height, (left + wide) * width, (top + high) * height]
        case "circle":
            x, y, radius = place.numbers
            return [x * width, y * height, radius * width]
        case "poly":
            sizes = (width, height) * (len(place.numbers) // 2)
            return [one * size for one, size in zip(place.numbers, sizes, strict=True)]


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
    return _place(shape, percents)


def _place(shape: str, percents: list[float]) -> Area | None:
    if shape == "default":
        return Area("rect", (0, 0, 100, 100))
    if shape == "rect" and len(percents) == 4:
        left, top, right, bottom = percents
        wide, high = round(right - left, 2), round(bottom - top, 2)
        return Area("rect", (left, top, wide, high)) if wide > 0 and high > 0 else None
    if shape == "circle" and len(percents) == 3:
        return Area("circle", tuple(percents)) if percents[2] > 0 else None
    if shape == "poly" and len(percents) >= 6 and len(percents) % 2 == 0:
        closed = percents[:2] == percents[-2:] and len(percents) > 6
        return Area("poly", tuple(percents[:-2] if closed else percents))
    return None
