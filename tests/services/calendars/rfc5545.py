"""A strict reader of calendars, with the rules that programs stumble over; it knows nothing of how ours are made.

Source: RFC 5545 sections 3.1 (lines), 3.4, 3.6, 3.6.1, 3.6.6 (required properties), 3.3.4, 3.3.5 (dates), 3.8.7.4;
RFC 5546 section 3.2.1 (what a published date must have).
"""

import re
from dataclasses import dataclass, field

ONCE = {
    "DTSTAMP",
    "UID",
    "DTSTART",
    "DTEND",
    "ORGANIZER",
    "CLASS",
    "LAST-MODIFIED",
    "SEQUENCE",
    "STATUS",
    "TRANSP",
    "URL",
}
_LINE = re.compile(r"^([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:[^\";:,]*|\"[^\"]*\"))*):(.*)$", re.DOTALL)


@dataclass
class Part:
    """A component: its properties as (name, parameters, value), and the components in it."""

    name: str
    properties: list[tuple[str, str, str]] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def all(self, name: str) -> list[tuple[str, str]]:
        return [(parameters, value) for known, parameters, value in self.properties if known == name]

    def one(self, name: str) -> str:
        [(_, value)] = self.all(name)
        return value


def read(content: bytes) -> Part:
    """The calendar; an AssertionError where a rule is broken."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b""), "every line ends in CR LF"
    lines = content[:-2].split(b"\r\n")
    assert all(0 < len(line) <= 75 for line in lines), "no line is longer than 75 octets, none is empty"
    assert not lines[0].startswith((b" ", b"\t"))
    [calendar] = _parts(_unfolded(content).split("\r\n")[:-1])
    _check_calendar(calendar)
    return calendar


def _unfolded(content: bytes) -> str:
    return re.sub(rb"\r\n[ \t]", b"", content).decode("utf-8")


def _parts(lines: list[str]) -> list[Part]:
    top = Part("")
    stack = [top]
    for line in lines:
        match = _LINE.match(line)
        assert match, f"no content line: {line}"
        name, parameters, value = match.groups()
        assert not any(ord(sign) < 32 and sign != "\t" for sign in value), "no control characters"
        if name == "BEGIN":
            stack.append(Part(value))
        elif name == "END":
            done = stack.pop()
            assert done.name == value, "components are closed in the order they were opened"
            stack[-1].parts.append(done)
        else:
            stack[-1].properties.append((name, parameters, value))
    assert stack == [top]
    return top.parts


def _check_calendar(calendar: Part) -> None:
    assert calendar.name == "VCALENDAR"
    assert calendar.one("VERSION") == "2.0"
    assert calendar.one("PRODID")
    assert calendar.one("METHOD") == "PUBLISH"
    assert calendar.one("CALSCALE") == "GREGORIAN"
    [(parameters, every)] = calendar.all("REFRESH-INTERVAL")
    assert (parameters, every) == (";VALUE=DURATION", "PT6H")
    events = calendar.parts
    assert all(part.name == "VEVENT" for part in events)
    uids = [event.one("UID") for event in events]
    assert len(set(uids)) == len(uids), "one version of each date"
    for event in events:
        _check_event(event)


def _check_event(event: Part) -> None:
    names = [name for name, _, _ in event.properties]
    assert not [name for name in ONCE if names.count(name) > 1]
    assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "STATUS", "ORGANIZER"} <= set(names)
    assert not {"ATTENDEE", "REQUEST-STATUS"} & set(names), "a published date invites nobody"
    assert event.one("ORGANIZER").startswith("mailto:")
    for name in ("DTSTART", "DTEND"):
        [(parameters, value)] = event.all(name)
        assert parameters == ";VALUE=DATE"
        assert re.fullmatch(r"\d{8}", value)
    assert event.one("DTEND") > event.one("DTSTART"), "the end is exclusive, so later than the start"
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        assert re.fullmatch(r"\d{8}T\d{6}Z", event.one(name)), "in UTC"
    assert re.fullmatch(r"\d+", event.one("SEQUENCE"))
    assert event.one("STATUS") in {"CONFIRMED", "CANCELLED"}
    assert event.one("CLASS") == "PRIVATE"
    assert event.one("TRANSP") == "TRANSPARENT"
    for alarm in event.parts:
        assert alarm.name == "VALARM"
        assert alarm.one("ACTION") == "DISPLAY"
        assert alarm.one("DESCRIPTION")
        assert re.fullmatch(r"-P(\d+D)?(T\d+H)?", alarm.one("TRIGGER"))
