"""A fast SMTP server for tests and benchmarks: takes mails, writes their Message-IDs to a log.

The log line is written before the reply, in one `write`: what a client was told is in the log.
Run it: python smtp_sink.py LOG [--later 0.03] [--bounce 0.005] [--delay 0.0] [--keep FOLDER]
    [--stage rcpt --answer "550 5.1.1 user unknown" [--share 1.0] [--domain D] [--after 0]]
    [--drop-after-dot] [--most-connections 3] [--no-smtputf8]

With `--answer` it refuses at a stage (connect, mail, rcpt, data, dot) as a real server would: a
share of the recipients, once it has taken some emails.
"""

import argparse
import asyncio
import os
import sys
import zlib
from collections import Counter
from pathlib import Path


def share(text: str) -> float:
    """A number from 0 to 1 that is the same for the same text."""
    return zlib.crc32(text.encode()) / 2**32


class Sink(asyncio.Protocol):
    def __init__(self, options: argparse.Namespace, log: int, tries: Counter[str]) -> None:
        self.options, self.log, self.tries = options, log, tries
        self.buffer = bytearray()
        self.in_data = False
        self.to = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.tries["connections"] += 1
        if self.tries["connections"] > self.options.most_connections:
            self.transport.write(b"421 4.7.0 too many connections from this client\r\n")
            self.transport.close()
        elif self.refuses("connect"):
            self.transport.close()
        else:
            self.transport.write(b"220 sink ESMTP\r\n")

    def connection_lost(self, _error: Exception | None) -> None:
        self.tries["connections"] -= 1

    def refuses(self, stage: str, whom: str = "") -> bool:
        """Refuse at a stage, if so told; return whether it did."""
        options = self.options
        if options.stage != stage or self.tries["taken"] < options.after:
            return False
        if whom and share("refuse" + whom) >= options.share:
            return False
        if whom and options.domain and not whom.endswith(options.domain):
            return False
        self.tries["refused"] += 1
        code, text = options.answer[:3], options.answer[4:]
        self.transport.write(f"{code} {text}\r\n".encode())
        return True

    def data_received(self, data: bytes) -> None:
        start = max(len(self.buffer) - 4, 0)
        self.buffer += data
        while True:
            if self.in_data:
                end = self.buffer.find(b"\r\n.\r\n", start)
                if end < 0:
                    return
                message = bytes(self.buffer[:end])
                del self.buffer[: end + 5]
                self.in_data = False
                self.message(message)
            else:
                end = self.buffer.find(b"\r\n")
                if end < 0:
                    return
                line = self.buffer[:end].decode("utf-8", "replace")
                del self.buffer[: end + 2]
                self.command(line)
            start = 0

    def command(self, line: str) -> None:
        word = line[:4].upper()
        if word == "EHLO":
            utf8 = b"" if self.options.no_smtputf8 else b"250-SMTPUTF8\r\n"
            self.transport.write(b"250-sink\r\n250-PIPELINING\r\n" + utf8 + b"250 8BITMIME\r\n")
        elif word == "DATA" and self.to and self.refuses("data", self.to):
            pass
        elif word == "DATA":
            self.in_data = bool(self.to)
            self.transport.write(b"354 go on\r\n" if self.to else b"554 5.5.1 no recipient\r\n")
        elif word == "RCPT":
            self.to = line.partition("<")[2].partition(">")[0]
            if self.refuses("rcpt", self.to):
                self.to = ""
            elif share("bounce" + self.to) < self.options.bounce:
                self.to = ""
                self.transport.write(b"550 5.1.1 no such mailbox\r\n")
            else:
                self.transport.write(b"250 2.1.5 ok\r\n")
        elif word == "QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        elif word == "MAIL" and self.refuses("mail"):
            self.to = ""
        else:
            self.to = "" if word in ("MAIL", "RSET") else self.to
            self.transport.write(b"250 ok\r\n")

    def message(self, message: bytes) -> None:
        at = message.lower().find(b"message-id:", 0, 4096) + 11
        name = message[at : message.find(b"\r\n", at)].decode().strip()
        self.tries[name] += 1
        if self.refuses("dot", self.to):
            return
        if share("later" + name) < self.options.later and self.tries[name] == 1:
            self.transport.write(b"451 4.3.0 try again later\r\n")
            return
        if self.options.drop_after_dot and self.tries["taken"] >= self.options.after:
            self.transport.abort()
            return
        self.tries["taken"] += 1
        os.write(self.log, f"{name}\n".encode())
        if self.options.keep:
            path = Path(self.options.keep) / f"{self.tries['taken']}.eml"
            path.write_bytes(message.replace(b"\r\n..", b"\r\n.") + b"\r\n")
        reply = b"250 2.0.0 taken\r\n"
        if self.options.delay:
            loop = asyncio.get_running_loop()
            loop.call_later(self.options.delay, self.transport.write, reply)
        else:
            self.transport.write(reply)


async def serve(options: argparse.Namespace) -> None:
    log = os.open(options.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    tries: Counter[str] = Counter()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Sink(options, log, tries), "127.0.0.1", options.port, backlog=512
    )
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("log")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--later", type=float, default=0.0)
    parser.add_argument("--bounce", type=float, default=0.0)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--keep")
    parser.add_argument("--stage", default="")
    parser.add_argument("--answer", default="")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--domain", default="")
    parser.add_argument("--after", type=int, default=0)
    parser.add_argument("--drop-after-dot", action="store_true")
    parser.add_argument("--most-connections", type=int, default=1000)
    parser.add_argument("--no-smtputf8", action="store_true")
    asyncio.run(serve(parser.parse_args()))
