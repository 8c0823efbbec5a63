"""The state of the drip as Prometheus reads it (text format 0.0.4)."""

from collections.abc import Iterable, Iterator

from coursewright.delivery.ledger.status_report import Report

__all__ = ["metrics"]


def metrics(found: Report) -> str:
    """Return the metrics of a report; no address, no name."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Report) -> Iterator[str]:
    yield from _metric(
        "enrolments",
        "gauge",
        "Enrolments by state.",
        (
            ({"course": row["course"], "state": row["state"], "why": row["why"]}, row["n"])
            for row in found.enrolments
        ),
    )
    yield from _metric(
        "sponsors",
        "gauge",
        "Sponsors who are told of a learner, by state.",
        (
            ({"course": row["course"], "state": row["state"], "why": row["why"]}, row["n"])
            for row in found.sponsors
        ),
    )
    yield from _metric(
        "deliveries_total",
        "counter",
        "Mails that were sent or failed.",
        (
            ({"course": r["course"], "lesson": r["lesson"], "state": r["state"]}, r["n"])
            for r in found.results
        ),
    )
    yield from _metric("due", "gauge", "Mails due now.", [({}, found.due)])
    yield from _metric(
        "late_seconds", "gauge", "Age of the oldest due mail.", [({}, found.late_seconds)]
    )
    yield from _metric("leased", "gauge", "Emails claimed by a sender.", [({}, found.leased)])
    yield from _metric(
        "latched_since_seconds",
        "gauge",
        "Since when sending is stopped, in seconds since the epoch; no sample: it is not.",
        (
            ({"kind": latch["kind"], "scope": latch["scope"]}, latch["since"])
            for latch in found.latches
        ),
    )
    yield from _metric("in_doubt", "gauge", "Mails in doubt.", [({}, len(found.in_doubt))])
    yield from _metric("held", "gauge", "Learners on hold.", [({}, found.held)])
    yield from _metric(
        "unaccounted",
        "gauge",
        "Active enrollments without a time for their next email.",
        [({}, len(found.unaccounted))],
    )
    yield from _metric(
        "suppressed",
        "gauge",
        "Addresses not written to any more.",
        (({"reason": reason}, count) for reason, count in found.suppressed.items()),
    )


def _metric(
    name: str, kind: str, text: str, samples: Iterable[tuple[dict[str, str], int]]
) -> Iterator[str]:
    yield f"# HELP coursewright_{name} {text}"
    yield f"# TYPE coursewright_{name} {kind}"
    for labels, value in samples:
        inner = ",".join(f'{key}="{_escaped(label)}"' for key, label in labels.items())
        yield f"coursewright_{name}{{{inner}}} {value}" if inner else f"coursewright_{name} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
