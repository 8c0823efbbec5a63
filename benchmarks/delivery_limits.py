"""What limits cost: the sender without any, and with five that are never reached, in turns.

The figure to read is the processor time for each email: it is the sender's own, without the mail
server's, and other work on the machine changes it little. A ratio of 1 means that limits are free.

Run it: python benchmarks/delivery_limits.py [--quick]
"""

from dataclasses import replace

from delivery_lab import Spent, arguments, expect, logging_sink, real_course, show, workshop
from delivery_sending import Office

from coursewright.delivery.ledger.limits import Rate, SendLimits

WITHOUT = SendLimits()
WITH = SendLimits(
    total=(Rate(10**7, 1), Rate(10**8, 86400), Rate(10**8, 3600)),
    per_domain=(Rate(10**7, 60), Rate(10**8, 86400)),
)


def main() -> None:
    """Measure in turns and print."""
    options = arguments(
        __doc__,
        rounds=(6, 3, "turns of each"),
        mails=(4000, 1000, "emails of each in a turn"),
    )
    found = {"without limits": Spent(), "with five limits": Spent()}
    with workshop() as folder, logging_sink(folder) as port:
        release, mails = real_course(folder, options.sequence)
        office = Office(f"sqlite:///{folder}/ledger.db", release, mails)
        for turn in range(options.rounds + 1):
            for name, limits in zip(found, (WITHOUT, WITH), strict=True):
                office.enroll(options.mails // 2, "aspire")
                sender = office.sender(port, [])
                sender = type(sender)(
                    office.ledger,
                    office.keyring,
                    office.clock,
                    replace(sender.setup, limits=limits),
                    office.mailroom([]),
                )
                took = found[name] if turn else Spent()  # the first turn warms up
                with took.round(options.mails):
                    tally = sender.drain()
                expect(tally["sent"] == options.mails // 2 * 2, tally)
        office.ledger.close()
    free = found["without limits"].cost
    show(
        "Processor time of the sender for each email",
        ["", "ms", "emails/s by CPU", "of the rate without limits", "emails/s by the clock"],
        [
            [
                name,
                f"{one.cost:.3f}",
                f"{1000 / one.cost:,.0f}",
                f"{free / one.cost:.1%}",
                f"{one.rate:,.0f}",
            ]
            for name, one in found.items()
        ],
    )


if __name__ == "__main__":
    main()
