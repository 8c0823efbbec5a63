"""The build pipeline: `build` runs every step, `check` stops before rendering, `save` writes.

Names are imported on first use (PEP 562): a rebuild with nothing to do needs only `stamp`, and
importing the model and the reader would take most of its time.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .steps import Built, Reporter, Silent, build, check, save

__all__ = ["Built", "Reporter", "Silent", "build", "check", "save"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from . import steps

    return getattr(steps, name)
