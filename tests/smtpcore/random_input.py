"""Random clients: octets, lines and conversations, the same in every run."""

from __future__ import annotations

from typing import Final

from hypothesis import settings
from hypothesis import strategies as st

from smtpcore import Verb

steady: Final = settings(derandomize=True, database=None, deadline=None, max_examples=60)
"""No clock and no memory of earlier runs: a failure here fails everywhere."""

COMMANDS: Final = (
    b"EHLO client.example",
    b"HELO client.example",
    b"HELO",
    b"MAIL FROM:<sender@client.example>",
    b"MAIL FROM:<> SIZE=50 BODY=8BITMIME",
    b"MAIL FROM: <a@b.example>",
    b"MAIL FROM:<a@b.example> FOO",
    b"RCPT TO:<alice@example.com>",
    b"RCPT TO:<Postmaster>",
    b"RCPT TO:<nobody@example.com>",
    b"RCPT TO:<>",
    b"DATA",
    b"DATA now",
    b"RSET",
    b"NOOP",
    b"HELP",
    b"VRFY Archer",
    b"EXPN friends",
    b"TURN  x",
    b"",
    b".",
    b"..",
    b".a line",
    b"a line",
    b"x" * 120,
    b"x" * 600,
    b"\r",
    b"\n.\n",
    b"\xff\x00",
)

command_lines: Final = st.sampled_from(COMMANDS)

almost_commands: Final = st.builds(
    lambda verb, gap, rest: verb.encode() + gap + rest,
    st.sampled_from([verb for verb in Verb if verb is not Verb.END_OF_DATA]),
    st.sampled_from([b"", b" ", b"  ", b"\t", b":", b" FROM:<", b" TO:<"]),
    st.binary(max_size=40),
)

octet_lines: Final = st.lists(command_lines | almost_commands | st.binary(max_size=60), max_size=12)

streams: Final = st.lists(
    command_lines | st.sampled_from([b"\r\n", b"\r", b"\n", b"."]) | st.binary(max_size=8),
    max_size=30,
).map(b"".join)

conversations: Final = st.lists(command_lines, max_size=25).map(
    lambda lines: b"".join(line + b"\r\n" for line in lines)
)
