"""Random clients: octets, lines and conversations, the same in every run."""

from __future__ import annotations

from typing import Final

from hypothesis import settings
from hypothesis import strategies as st

from smtpcore import MOVES, Verb

from .policies import DRAFT, EVERY, LMTP, POLICIES
from .servers import SERVERS
from .speaking import EHLO, LOGIN, WAY

steady: Final = settings(derandomize=True, database=None, deadline=None, max_examples=60)
"""No clock and no memory of earlier runs: a failure here fails everywhere."""

thorough: Final = settings(steady, max_examples=200)

BASE: Final = (
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
)

EXTENDED: Final = (
    b"LHLO client.example",
    b"MAIL FROM:<a@b.example> BODY=BINARYMIME",
    "MAIL FROM:<josé@b.example> SMTPUTF8".encode(),
    b"MAIL FROM:<a@b.example> TRANSID=<1@client.example>",
    b"MAIL FROM:<a@b.example> RET=HDRS ENVID=x BY=9;R MT-PRIORITY=3 AUTH=<>",
    b"RCPT TO:<bob@example.com> NOTIFY=NEVER ORCPT=rfc822;b@example.com",
    b"RCPT TO:<alice@example.com> CONNEG RRVS=2014-04-03T23:01:00Z",
    "RCPT TO:<jos\u00e9@example.com>".encode(),
    "VRFY jos\u00e9 SMTPUTF8".encode(),
    b"BDAT 0",
    b"BDAT 0 LAST",
    b"BDAT x LAST",
    f"BURL {DRAFT}".encode(),
    f"BURL {DRAFT} LAST".encode(),
    b"BURL imap://down.example.com/x",
    b"AUTH PLAIN",
    LOGIN.encode(),
    b"AUTH LOGIN YWxpY2U=",
    b"AUTH CRAM-MD5",
    b"AUTH EXTERNAL =",
    b"AUTH NOTHING",
    b"AGFsaWNlAHdvbmRlcmxhbmQ=",
    b"d29uZGVybGFuZA==",
    b"*",
    b"=",
    b"STARTTLS",
    b"ETRN client.example",
    b"ATRN",
    b"XCLIENT ADDR=192.0.2.9 LOGIN=alice",
)

ODD: Final = (
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

CHUNKS: Final = (
    b"BDAT 5\r\nhello",
    b"BDAT 5 LAST\r\n\r\n.\r\n",
    b"BDAT 3 LAST\r\n\xff\x00\n",
    b"BDAT 6\r\nQUIT\r\n",
    b"BDAT 120\r\n" + b"y" * 120,
    b"BDAT 40\r\n",
)
"""Commands with octets behind them; the last has too few and takes what comes next."""

command_lines: Final = st.sampled_from((*BASE, *EXTENDED, *ODD))

GROUPS: Final = (
    b"MAIL FROM:<>\r\nRCPT TO:<alice@example.com>\r\nDATA\r\n",
    b"MAIL FROM:<>\r\nRCPT TO:<bob@example.com>\r\nRCPT TO:<alice@example.com>\r\n",
    b"MAIL FROM:<>\r\nRCPT TO:<nobody@example.com>\r\nBDAT 2 LAST\r\n\r\n",
    b"hello\r\n.\r\n",
)
"""What is sent together, and what ends a message."""

commands: Final = command_lines.map(lambda line: line + b"\r\n") | st.sampled_from(
    (*CHUNKS, *GROUPS)
)

almost_commands: Final = st.builds(
    lambda verb, gap, rest: verb.encode() + gap + rest,
    st.sampled_from([verb for verb in Verb if verb not in MOVES]),
    st.sampled_from([b"", b" ", b"  ", b"\t", b":", b" FROM:<", b" TO:<", b" PLAIN ", b" 2 "]),
    st.binary(max_size=40),
)

octet_lines: Final = st.lists(command_lines | almost_commands | st.binary(max_size=60), max_size=12)

_PIECES: Final = st.sampled_from([b"\r\n", b"\r", b"\n", b".", b"BDAT 3 LAST\r\n"])

streams: Final = st.lists(commands | _PIECES | st.binary(max_size=8), max_size=30).map(b"".join)

_HELLOS: Final = (EHLO, EHLO.replace("EHLO", "LHLO"))

ways: Final = st.sampled_from(
    [
        b"".join(
            said.encode() + b"\r\n"
            for line in way
            for said in (_HELLOS if line == EHLO else (line,))
        )
        for way in WAY.values()
    ]
)
"""What leads to some state, because chance alone seldom does; LMTP's hello is among it."""

conversations: Final = st.builds(
    lambda way, said: way + b"".join(said), ways, st.lists(commands, min_size=4, max_size=20)
)

flights: Final = st.lists(conversations | streams, min_size=1, max_size=3)
"""What comes in the clear, and what comes encrypted if the one before asked for it."""

policies: Final = st.sampled_from([EVERY, LMTP, POLICIES["tight"]]) | st.sampled_from(
    [SERVERS[name] for name in sorted(SERVERS)]
)
"""Those with the most to say come oftener."""
