"""What a template is given and what it makes: one item an alert, what stands around them, and the finished words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One alert as a template sees it. Every text is for people; none holds anything that names a child.

    Attributes:
        kind: what it says, for example `due_soon`; `refused` for what was met by a refusal.
        reference: of the case.
        title: of the rule or stage, for advisers, in English.
        plain: what it is about as one sentence for families, in the language of the message; empty when there is none.
        due: the date in words; of a refusal, the last day to appeal; empty when there is none.
        when: how far away it is, for standing beside the date: `in 7 days`, `today`, `3 days ago`.
        words: how a stage stands, or why there is a task, in English.
        citation: where the law says so.
        remedies: what the family can do, in the language of the message.
        link: the page of the case, for advisers; it logs nobody in.
        urgent: whether it must not wait.
        order: its place in a message, lowest first.
        before: for a date that moved, the date it was, in words.
        count: how many, for what operators are told.
        who: for a task, whom it is for: their part in the case and their number, never a name.
        ask_link: the page on which a family says whether help was given, without logging in; empty when there is none.
        happened: for how things stand, whether something happened since they last heard.
    """

    kind: str
    reference: str
    title: str
    plain: str
    due: str
    when: str
    words: str
    citation: str
    remedies: tuple[str, ...]
    link: str
    urgent: bool
    order: tuple[int, ...]
    before: str = ""
    count: int = 0
    happened: bool = False
    who: str = ""
    ask_link: str = ""


@dataclass(frozen=True)
class Surround:
    """What stands around the items of a message.

    Attributes:
        stop_link: a page on which these messages can be stopped without logging in; empty when there is none.
        heartbeat: when everything was last checked and delivered, for those who look after cases or the program.
        more: how many further items are not listed.
        code: the code to send back, for the message `verify`.
        large: whether an e-mail is in larger type, for those who read large print.
        page_link: the reader's own page, which asks before it shows anything; empty when they have none.
    """

    stop_link: str = ""
    heartbeat: str = ""
    more: int = 0
    code: str = ""
    large: bool = False
    page_link: str = ""


@dataclass(frozen=True)
class Words:
    """A message ready to leave: the same content as plain text and as HTML; a short one has its text alone."""

    subject: str
    text: str
    html: str
