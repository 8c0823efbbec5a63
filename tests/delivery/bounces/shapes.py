"""Returned mail in the shapes that mail systems give it, written for these tests."""

from collections.abc import Callable

__all__ = ["SHAPES", "complaint", "eml", "exchange", "exim", "gmail", "old_exim", "postfix"]

OURS = """From: Field notes <course@example.org>
To: Ada <ada@example.org>
Subject: Hello
Message-ID: {id}
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="=_x"

--=_x
Content-Type: text/plain; charset=utf-8

Status: 5.1.1 is a code that this course explains.
--=_x--
"""


def eml(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def postfix(
    id_: str,
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown",
    action: str = "failed",
    to: str = "course@example.org",
) -> bytes:
    return eml(f"""Return-Path: <>
Received: by mail.example.org (Postfix)
\tid 4XYZ; Mon, 11 Jan 2027 09:00:01 +0000 (UTC)
Date: Mon, 11 Jan 2027 09:00:01 +0000 (UTC)
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to SendWorker
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4ABC.1799658001/mail.example.org"
Message-Id: <20270111090001.4XYZ@mail.example.org>

This is a MIME-encapsulated message.

--4ABC.1799658001/mail.example.org
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.example.org.

<ada@example.org>: host mx.example.org[192.0.2.1] said: {diagnostic[6:]}
    (in reply to RCPT TO command)

--4ABC.1799658001/mail.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
X-Postfix-Queue-ID: 4ABC
X-Postfix-Sender: rfc822; course@example.org
Arrival-Date: Mon, 11 Jan 2027 09:00:00 +0000 (UTC)

Final-Recipient: rfc822; ada@example.org
Original-Recipient: rfc822;ada@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: {diagnostic}

--4ABC.1799658001/mail.example.org
Content-Description: Undelivered Message
Content-Type: message/rfc822

{OURS.format(id=id_)}
--4ABC.1799658001/mail.example.org--
""")


def exim(
    id_: str,
    status: str = "5.0.0",
    diagnostic: str = "smtp; 550 No such user here",
    action: str = "failed",
    to: str = "course@example.org",
) -> bytes:
    return eml(f"""Return-path: <>
Received: from Debian-exim by mx.example.org with local (Exim 4.96)
\tid 1pAbCd-0000ab-1x
X-Failed-Recipients: ada@example.org
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.example.org>
To: {to}
References: {id_}
Content-Type: multipart/report; report-type=delivery-status; boundary=1799658001-eximdsn-17
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1pAbCd-0000ab-1x@mx.example.org>

--1799658001-eximdsn-17
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

  ada@example.org
    host mx2.example.org [192.0.2.2]
    SMTP error from remote mail server after RCPT TO:<ada@example.org>:
    {diagnostic[6:]}

--1799658001-eximdsn-17
Content-type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Action: {action}
Final-Recipient: rfc822;ada@example.org
Status: {status}
Remote-MTA: dns; mx2.example.org
Diagnostic-Code: {diagnostic}

--1799658001-eximdsn-17
Content-type: message/rfc822

Return-path: <course@example.org>
{OURS.format(id=id_)}
--1799658001-eximdsn-17--
""")


def exchange(
    id_: str,
    status: str = "5.1.10",
    diagnostic: str = "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP",
    action: str = "failed",
    to: str = "course@example.org",
) -> bytes:
    return eml(f"""From: <postmaster@corp.example.org>
To: <{to}>
Subject: Undeliverable: Hello
Date: Mon, 11 Jan 2027 09:00:01 +0000
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="b1f0_corp"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: en-US
Message-ID: <b1f0@corp.example.org>
In-Reply-To: {id_}
References: {id_}
Auto-Submitted: auto-replied

--b1f0_corp
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="b1f1_corp"

--b1f1_corp
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

Delivery has failed to these recipients or groups:

ada@example.org<mailto:ada@example.org>
The email address you entered couldn't be found.

--b1f1_corp
Content-Type: text/html; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

<html><body><p>Delivery has failed to these recipients or groups:</p></body></html>

--b1f1_corp--

--b1f0_corp
Content-Type: message/delivery-status

Reporting-MTA: dns;MB01.corp.example.org
Received-From-MTA: dns;mail.example.org
Arrival-Date: Mon, 11 Jan 2027 09:00:00 +0000

Final-Recipient: rfc822;ada@example.org
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}
X-Display-Name: ada@example.org

--b1f0_corp
Content-Type: text/rfc822-headers

Received: from mail.example.org by MB01.corp.example.org
From: Field notes <course@example.org>
To: Ada <ada@example.org>
Subject: Hello
Message-ID: {id_}

--b1f0_corp--
""")


def gmail(
    id_: str,
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550-5.1.1 The email account that you tried to reach does not exist.",
    action: str = "failed",
    to: str = "course@example.org",
) -> bytes:
    return eml(f"""Return-Path: <>
Received: by 2002:a05:1234:0:0:0:0:1 with SMTP id x1mr1
Message-ID: <65a0.050a0220.1.mta@google.example.org>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.example.org>
To: {to}
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
In-Reply-To: {id_}
References: {id_}
X-Failed-Recipients: ada@example.org
MIME-Version: 1.0
Content-Type: multipart/report; boundary="00000000000012ab"; report-type=delivery-status

--00000000000012ab
Content-Type: multipart/related; boundary="00000000000012ac"

--00000000000012ac
Content-Type: multipart/alternative; boundary="00000000000012ad"

--00000000000012ad
Content-Type: text/plain; charset="UTF-8"
Content-Transfer-Encoding: base64

KiogQWRkcmVzcyBub3QgZm91bmQgKioK
--00000000000012ad
Content-Type: text/html; charset="UTF-8"

<html><body><h2>Address not found</h2></body></html>
--00000000000012ad--
--00000000000012ac
Content-Type: image/png; name="icon.png"
Content-Disposition: attachment; filename="icon.png"
Content-Transfer-Encoding: base64
Content-ID: <icon.png>

iVBORw0KGgo=
--00000000000012ac--
--00000000000012ab
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.example.org
Arrival-Date: Mon, 11 Jan 2027 01:00:00 -0800 (PST)
X-Original-Message-ID: {id_}

Final-Recipient: rfc822; ada@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; gmail-smtp-in.l.google.example.org. (192.0.2.3, the server for the domain.)
Diagnostic-Code: {diagnostic}
 Please try double-checking the recipient's email address.
Last-Attempt-Date: Mon, 11 Jan 2027 01:00:01 -0800 (PST)

--00000000000012ab
Content-Type: message/rfc822

{OURS.format(id=id_)}
--00000000000012ab--
""")


def old_exim(id_: str) -> bytes:
    """As Exim wrote before it knew RFC 3464: all in one text."""
    return eml(f"""Return-path: <>
X-Failed-Recipients: ada@example.org
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.example.org>
To: course@example.org
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1@mx.example.org>

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its recipients.

  ada@example.org
    SMTP error from remote mail server after RCPT TO:<ada@example.org>:
    host mx2.example.org [192.0.2.2]: 550 5.1.1 unknown user

------ This is a copy of the message, including all the headers. ------

{OURS.format(id=id_)}
""")


def complaint(id_: str, kind: str = "abuse", mail_from: str = "course@example.org") -> bytes:
    """A report of a press on "this is spam" (RFC 5965)."""
    return eml(f"""From: <feedback@isp.example.org>
Date: Mon, 11 Jan 2027 10:00:00 +0000
Subject: FW: Hello
To: <abuse@example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report;
\tboundary="part1_13d.2e68ed54_boundary"

--part1_13d.2e68ed54_boundary
Content-Type: text/plain; charset="US-ASCII"
Content-Transfer-Encoding: 7bit

This is an email abuse report for an email message received from IP 192.0.2.1.

--part1_13d.2e68ed54_boundary
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <{mail_from}>
Source-IP: 192.0.2.1

--part1_13d.2e68ed54_boundary
Content-Type: message/rfc822
Content-Disposition: inline

{OURS.format(id=id_)}
--part1_13d.2e68ed54_boundary--
""")


SHAPES: dict[str, Callable[..., bytes]] = {
    "postfix": postfix,
    "exim": exim,
    "exchange": exchange,
    "gmail": gmail,
}
