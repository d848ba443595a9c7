import time

import pytest

from ehcp_workflow.errors import BadInput
from ehcp_workflow.messages.addresses import check_number, check_telephone, check_value
from ehcp_workflow.messages.outgoing import Channel


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("07700 900123", "+447700900123"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("+44 7700 900123", "+447700900123"),
        ("0044 7700-900-123", "+447700900123"),
        (" 07911 123456 ", "+447911123456"),
        ("+353 85 123 4567", "+353851234567"),
        ("+1 202 555 0143", "+12025550143"),
    ],
)
def test_a_mobile_number_is_put_into_the_form_of_the_world(written, number):
    assert check_number(written) == number


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("020 7946 0018", "not that of a mobile"),
        ("0909 879 0000", "not that of a mobile"),
        ("070 1234 5678", "not that of a mobile"),
        ("0800 111 1111", "cannot be used|not that of a mobile|does not exist"),
        ("07700 90012", "does not exist"),
        ("07700 9001234", "does not exist"),
        ("999", "cannot be read"),
        ("07700 900123 x5", "cannot be read"),
        ("07700 CALLME", "cannot be read"),
        ("07700 900123, 07700 900124", "cannot be read"),
        ("07700900123;07700900124", "cannot be read"),
        ("+44+7700900123", "cannot be read"),
        ("٠٧٧٠٠٩٠٠١٢٣", "cannot be read"),
        ("person:1", "cannot be read"),
        ("", "cannot be read"),
        ("+", "cannot be read"),
        ("+999 12345678", "cannot be read"),
    ],
)
def test_what_is_not_one_mobile_number_is_refused_and_never_repeated(written, why):
    with pytest.raises(BadInput, match=why) as refused:
        check_number(written)
    assert "900" not in str(refused.value).replace("07700 900123", "").replace("+44 7700 900123", "")


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("written", ["", " ", " " * 4096, "\t" * 4096, "\u2003" * 4096])
def test_blanks_are_refused_at_once_on_every_channel(channel, written):
    check_value(Channel.SMS, "07700 900123")  # the first number loads the numbering plans
    began = time.perf_counter()
    with pytest.raises(BadInput):
        check_value(channel, written)
    assert time.perf_counter() - began < 0.05


@pytest.mark.parametrize("channel", [channel for channel in Channel if channel is not Channel.LETTER])
@pytest.mark.parametrize("written", ["person:1", "a@b.org,c@d.org", "one two", "x" * 5000, "7" * 5000, "a\nb"])
def test_a_list_a_tag_or_a_flood_is_refused_at_once_on_every_channel(channel, written):
    began = time.perf_counter()
    with pytest.raises(BadInput) as refused:
        check_value(channel, written)
    assert time.perf_counter() - began < 0.05
    assert written not in str(refused.value)


@pytest.mark.parametrize(
    ("channel", "written", "used"),
    [
        (Channel.EMAIL, "Robin@Example.ORG", "Robin@example.org"),
        (Channel.SMS, "07700 900123", "+447700900123"),
        (Channel.WHATSAPP, "07700 900123", "+447700900123"),
        (Channel.SIGNAL, "07700 900123", "+447700900123"),
        (Channel.NTFY, "robins-topic_1", "robins-topic_1"),
        (Channel.SLACK, "U024BE7LH", "U024BE7LH"),
        (Channel.SLACK, "W012A3CDE", "W012A3CDE"),
        (Channel.ORGANISATION, "ops#1", "ops#1"),
        (Channel.PHONE, "0113 496 0000", "+441134960000"),
        (Channel.PHONE, "07700 900123", "+447700900123"),
        (Channel.LETTER, " 1 High Street\nLeeds ", "1 High Street\nLeeds"),
    ],
)
def test_each_channel_has_its_own_form(channel, written, used):
    assert check_value(channel, written) == used


@pytest.mark.parametrize(
    ("channel", "written"),
    [
        (Channel.NTFY, "x" * 65),
        (Channel.NTFY, "robin/topic"),
        (Channel.SLACK, "u024be7lh"),
        (Channel.SLACK, "C024BE7LH"),
        (Channel.SLACK, "U"),
        (Channel.SLACK, "@robin"),
        (Channel.ORGANISATION, "ops"),
        (Channel.ORGANISATION, "ops#0"),
        (Channel.ORGANISATION, "person:1#1"),
        (Channel.LETTER, "x" * 501),
    ],
)
def test_another_form_is_refused(channel, written):
    with pytest.raises(BadInput):
        check_value(channel, written)


def test_a_number_that_costs_extra_is_no_number_to_ring():
    with pytest.raises(BadInput, match="not an ordinary telephone number"):
        check_telephone("0909 879 0000")
