"""Mail that comes back, written by hand after what mail servers really send."""

from __future__ import annotations


def dsn(to: str, status: str, action: str = "failed", diagnostic: str = "smtp; 550 refused") -> bytes:
    """A delivery status notification as Postfix sends it to the return address of a message."""
    return f"""\
Return-Path: <>
Delivered-To: {to}
Received: by mx.example.net (Postfix) id 4B0C61A2; Mon, 23 Nov 2026 09:00:05 +0000 (GMT)
Date: Mon, 23 Nov 2026 09:00:05 +0000 (GMT)
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4B0C61A2.1"
Message-Id: <20261123090005.4B0C61A2@mx.example.net>

This is a MIME-encapsulated message.

--4B0C61A2.1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4B0C61A2.1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: 4B0C61A2
Arrival-Date: Mon, 23 Nov 2026 09:00:04 +0000 (GMT)

Final-Recipient: rfc822; somebody@example.org
Original-Recipient: rfc822;somebody@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: {diagnostic}

--4B0C61A2.1
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: reminders@example.net
To: somebody@example.org
Subject: A date is coming up

--4B0C61A2.1--
""".encode()


def complaint(about: str) -> bytes:
    """A complaint in the abuse reporting format, sent to the address the provider knows for it and not to ours."""
    return f"""\
Return-Path: <complaints@provider.example>
Delivered-To: fbl@example.net
From: complaints@provider.example
Subject: FW: A date is coming up
To: fbl@example.net
Date: Mon, 23 Nov 2026 10:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part1"

--part1
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report for an email message received from our user.

--part1
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <{about}>
Original-Rcpt-To: <somebody@example.org>
Arrival-Date: Mon, 23 Nov 2026 09:00:00 +0000

--part1
Content-Type: message/rfc822

Return-Path: <{about}>
From: reminders@example.net
To: somebody@example.org
Subject: A date is coming up

Words.

--part1--
""".encode()


def out_of_office(to: str) -> bytes:
    """A reply of a person's mail program, which says nothing of whether the message arrived."""
    return f"""\
Return-Path: <>
Delivered-To: {to}
From: somebody@example.org
To: {to}
Subject: Out of office
Auto-Submitted: auto-replied

I am back on Monday. Status: 5.1.1
""".encode()
