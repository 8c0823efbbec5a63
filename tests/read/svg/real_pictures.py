"""Pictures in the shape in which drawing programs export them, written for these tests."""

from pathlib import Path

__all__ = ["REAL"]

REAL: dict[str, bytes] = {
    path.stem: path.read_bytes() for path in sorted((Path(__file__).parent / "real").glob("*.svg"))
}
"""By name. The words of `drawio-html-label` are drawn by the text behind the label."""
