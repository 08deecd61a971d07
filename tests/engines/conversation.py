"""A conversation in which 354 and 502 are said and explained, and a message is accepted."""

from __future__ import annotations

from .driving import Talk


def converses(talk: Talk) -> None:
    """Tell 354 from 502, in a conversation that a message ends."""
    assert talk.replies[0].code == "220"
    assert talk.say("EHLO client.example").code == "250"
    refused = talk.say("VRFY alice")
    assert (refused.code, refused.reply) == ("502", "not-implemented")
    assert refused.explanation
    talk.say("MAIL FROM:<sender@client.example>")
    talk.say("RCPT TO:<alice@example.com>")
    started = talk.say("DATA")
    assert (started.code, started.reply) == ("354", "start-mail-input")
    assert started.explanation
    assert talk.say("Subject: Hi\n\nHello\n.").reply == "message-accepted"
