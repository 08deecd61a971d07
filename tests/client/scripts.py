"""Programs that speak to a server on port 2525, each with the persona it speaks to.

In the page and in a terminal they must say and hear the same.
"""

from __future__ import annotations

from typing import Final

from smtp_playground.client.programs import programs

HEAD: Final = """\
import smtplib
from email.message import EmailMessage

ME, ALICE, BOB, NOBODY = (
    "me@client.example", "alice@example.com", "bob@example.com", "nobody@example.com"
)

def connect(kind=smtplib.SMTP, **how):
    return kind("localhost", 2525, local_hostname="client.example", **how)

def tried(action, *what, **how):
    try:
        return action(*what, **how)
    except smtplib.SMTPException as error:
        print(type(error).__name__)

"""

_WRITTEN: Final = {
    "envelope-by-hand": """
with connect() as s:
    s.ehlo(); s.mail(ME); s.rcpt(ALICE); s.data(b"Subject: x\\r\\n\\r\\n.dot\\r\\n..two\\r\\n")
""",
    "helo": """
with connect() as s:
    s.helo("old.example")
    print(s.has_extn("size"))
    s.sendmail(ME, [ALICE], "x")
""",
    "every-recipient-refused": """
with connect() as s:
    tried(s.sendmail, ME, [NOBODY, "else@elsewhere.example"], "x")
    s.sendmail(ME, [ALICE], "the connection goes on")
""",
    "sender-refused": """
with connect() as s:
    tried(s.sendmail, "not an address", [ALICE], "x")
    s.noop()
""",
    "421-in-the-middle": """
with connect() as s:
    tried(s.sendmail, ME, [ALICE, "421@example.com", BOB], "x")
""",
    "421-at-mail": """
s = connect()
s.ehlo()
tried(s.sendmail, "421@example.com", [ALICE], "x")
""",
    "refused-at-data": """
with connect() as s:
    tried(s.sendmail, ME, ["552+atdata@example.com"], "x")
    tried(s.sendmail, ME, ["451+atend@example.com"], "x")
    s.sendmail(ME, [BOB], "after RSET")
""",
    "421-at-data": """
s = connect()
s.ehlo()
tried(s.sendmail, ME, ["421+atdata@example.com"], "x")
""",
    "421-after-the-message": """
s = connect()
s.ehlo()
tried(s.sendmail, ME, ["421+atend@example.com"], "x")
""",
    "a-pipeline-of-refusals": """
with connect() as s:
    s.ehlo()
    lines = (b"MAIL FROM:<>", b"RCPT TO:<x@example.com>", b"RCPT TO:<y@example.com>", b"DATA")
    s.send(b"".join(line + b"\\r\\n" for line in lines))
    print([s.getreply()[0] for _ in range(4)])
""",
    "verify-and-expand": """
with connect() as s:
    print(s.verify("alice"), s.expn("list"), s.docmd("TURN"), s.docmd("NONSENSE"))
    print(s.help()[:9])
""",
    "plain-login": """
with connect() as s:
    s.starttls()
    s.ehlo()
    s.user, s.password = "alice", "wonderland"
    print(s.auth("PLAIN", s.auth_plain))
    s.sendmail(ME, [ALICE], "x")
""",
    "wrong-password": """
with connect() as s:
    s.starttls()
    tried(s.login, "alice", "queen of hearts")
""",
    "no-such-extension": """
with connect() as s:
    s.helo()
    tried(s.starttls)
    tried(s.login, "alice", "wonderland")
""",
    "size": """
with connect() as s:
    tried(s.sendmail, ME, [ALICE], "x" * 200, ["SIZE=99999999999"])
""",
    "binary-body": """
message = EmailMessage()
message["From"], message["To"] = ME, ALICE
message.set_content("Ação", cte="8bit")
with connect() as s:
    s.send_message(message, mail_options=["BODY=8BITMIME"])
""",
    "two-messages": """
with connect() as s:
    for to in (ALICE, BOB):
        s.sendmail(ME, [to], "Subject: one of two\\r\\n\\r\\nhello\\r\\n")
    s.rset()
""",
    "asyncio-streams": """
import asyncio

async def main():
    reader, writer = await asyncio.open_connection("localhost", 2525)
    for line in (b"EHLO client.example", b"VRFY alice", b"QUIT"):
        while (await reader.readline())[3:4] == b"-":
            pass
        writer.write(line + b"\\r\\n")
        await writer.drain()
    print(len(await reader.read()) > 0)
    writer.close()

asyncio.run(main())
""",
}
_PERSONAS: Final = {
    "postfix-speaks": ("postfix", "with connect() as s: s.sendmail(ME, [ALICE, NOBODY], 'x')\n"),
    "exim-speaks": ("exim", "with connect() as s: print(s.verify('alice'), s.docmd('MAIL x'))\n"),
    "lmtp-speaks": (
        "lmtp",
        "with connect(smtplib.LMTP) as s: s.sendmail(ME, [ALICE], 'one reply for each')\n",
    ),
    "submission-over-tls": (
        "submissions-465",
        "with connect(smtplib.SMTP_SSL) as s:\n"
        "    s.ehlo()\n"
        "    s.user, s.password = 'alice', 'wonderland'\n"
        "    s.auth('PLAIN', s.auth_plain)\n"
        "    s.sendmail('alice@example.com', [BOB], 'x')\n",
    ),
}

OWN_NAME: Final = 'smtplib.SMTP("localhost", 2525)'
"""In the programs to begin with: a machine's own name would differ."""
NAMED: Final = 'smtplib.SMTP("localhost", 2525, local_hostname="client.example")'

_LEFT_OUT: Final = {"attachment", "greylisting", "login"}
"""What Python writes of an attachment differs by its version; one waits for minutes; one answers a
challenge that is new each time."""

SCRIPTS: Final = {
    **{name: ("playground", HEAD + code) for name, code in _WRITTEN.items()},
    **{name: (persona, HEAD + code) for name, (persona, code) in _PERSONAS.items()},
    **{
        f"program-{each.id}": ("playground", each.code.replace(OWN_NAME, NAMED))
        for each in programs("en")
        if each.id not in _LEFT_OUT
    },
}
"""By name: the persona, and the code."""
