"""The one script of the site: private checks, ticks, the assessment, fields of job aids."""

from coursewright.packages.player_bundle import bundle, words_used

__all__ = ["site_script"]

# What a page of the site can bring to life; all else is read as it stands.
_KINDS = ("assessment", "checklist", "choice", "embed", "likert", "match", "order", "readiness")


def site_script() -> tuple[str, list[str]]:
    """Return the script, and the keys of the strings that it asks for."""
    lines = [f'import {{ start as {kind} }} from "./blocks/{kind}.js";' for kind in _KINDS]
    blocks = "\n".join([*lines, f"export const blocks = {{{', '.join(_KINDS)}}};"])
    script = bundle("site.js", {"blocks.js": blocks})
    return script, words_used(script)
