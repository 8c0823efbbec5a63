"""The list of targets and their options in `build --help`, including installed plugins."""

import click

__all__ = ["WithTargets"]


class WithTargets(click.Command):
    """A command whose help ends with a list of the targets."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the targets before the examples."""
        with formatter.section("Targets"):
            formatter.write_dl(_rows())
        super().format_epilog(ctx, formatter)


def _rows() -> list[tuple[str, str]]:
    from coursewright import registry
    from coursewright.errors import CoursewrightError

    rows = []
    for name in registry.names():
        try:
            target = registry.load(name)
        except CoursewrightError as error:  # a broken plugin is named, and the help still comes
            rows.append((name, str(error)))
            continue
        rows.append((name, "" if target.options else "No options."))
        for option in target.options:
            default = option.shown_default
            words = f" One of {', '.join(option.choices)}." if option.choices else ""
            row = (f"  --set {name}.{option.key}={default}", f"{option.doc}{words}")
            rows.append(row)
    return rows
