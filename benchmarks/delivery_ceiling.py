"""How near the sender comes to Postfix's own smtp-source, which makes no mail and keeps no ledger.

The same number of sessions and of bytes, in turns, into the same smtp-sink. Between the two: our
transport alone with a message made beforehand, and the whole sender without and with signatures.

Run it: python benchmarks/delivery_ceiling.py [--quick]
"""

import shutil
import subprocess
import threading

from delivery_lab import Spent, arguments, expect, postfix_sink, real_course, show, workshop
from delivery_sending import Key, Office

from coursewright.delivery.ledger.claims import claim
from coursewright.delivery.sender.transport import SmtpLink, read_server


def source(port: int, sessions: int, size: int, count: int, took: Spent) -> None:
    """Let smtp-source send."""
    program = shutil.which("smtp-source") or "/usr/sbin/smtp-source"
    words = ["-s", str(sessions), "-l", str(size), "-m", str(count), "-d"]
    with took.round(count):
        subprocess.run([program, *words, f"127.0.0.1:{port}"], check=True, timeout=300)


def transport(port: int, sessions: int, message: bytes, count: int, took: Spent) -> None:
    """Send one message again and again over our own connections."""

    def work() -> None:
        link = SmtpLink(read_server(f"smtp://127.0.0.1:{port}"))
        for _ in range(count // sessions):
            reply = link.send("course@example.org", "p1@d1.example", message, lambda: True)
            expect(reply.code == 250, reply)
        link.quit()

    threads = [threading.Thread(target=work) for _ in range(sessions)]
    with took.round(count // sessions * sessions):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def main() -> None:
    """Measure in turns and print."""
    options = arguments(
        __doc__,
        rounds=(5, 2, "turns of each"),
        mails=(3000, 600, "mails of each in a turn"),
        sessions=(16, 16, "connections at a time"),
    )
    names = ("smtp-source", "our transport alone", "our sender, unsigned", "our sender, RSA-2048")
    found = {name: Spent() for name in names}
    with workshop() as folder, postfix_sink() as port:
        release, mails = real_course(folder, options.sequence)
        office, key = Office(f"sqlite:///{folder}/ledger.db", release, mails), Key()
        office.enroll(1, "aspire")
        job = claim(office.ledger, office.clock.now(), 0.0, "judge", most=1, lease=600).jobs[0]
        message = office.mailroom([key.signer]).compose(job)
        for _ in range(options.rounds):
            source(port, options.sessions, len(message), options.mails, found[names[0]])
            transport(port, options.sessions, message, options.mails, found[names[1]])
            for name, signers in ((names[2], []), (names[3], [key.signer])):
                office.enroll(options.mails // 2, "aspire")
                sender = office.sender(port, signers, options.sessions)
                with found[name].round(options.mails):
                    tally = sender.drain()
                expect(tally["sent"] == options.mails // 2 * 2, tally)
        office.ledger.close()
    ceiling = found[names[0]].rate
    show(
        f"Mails of {len(message) // 1000} kB over {options.sessions} connections into smtp-sink",
        ["", "mails/s", "best turn", "of smtp-source"],
        [
            [name, f"{one.rate:,.0f}", f"{max(one.rates):,.0f}", f"{one.rate / ceiling:.1%}"]
            for name, one in found.items()
        ],
    )


if __name__ == "__main__":
    main()
