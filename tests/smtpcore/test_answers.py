"""RFC 5321 4.3.2: the replies that a policy asks for, for whom and what it names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smtpcore import CATALOGUE, FAULTS, NEXT, Kind, Policy, Reply, State, Verb, replies

from .policies import EVERY, LMTP
from .speaking import EHLO, LOGIN, MAIL, RCPT, messages, names, replies_in, say, session_in

LINES: dict[Verb, tuple[State, list[str], str]] = {
    Verb.EHLO: (State.GREETED, [EHLO], "client.example"),
    Verb.HELO: (State.GREETED, ["HELO client.example"], "client.example"),
    Verb.LHLO: (State.GREETED, ["LHLO client.example"], "client.example"),
    Verb.MAIL: (State.READY, [MAIL], "sender"),
    Verb.RCPT: (State.HAS_SENDER, [RCPT], "alice"),
    Verb.DATA: (State.HAS_RECIPIENT, ["DATA"], "*"),
    Verb.END_OF_DATA: (State.RECEIVING_CONTENT, ["hi", "."], "alice"),
    Verb.AUTH: (State.READY, [LOGIN], "alice"),
    Verb.STARTTLS: (State.READY, ["STARTTLS"], "*"),
    Verb.ETRN: (State.READY, ["ETRN client.example"], "client.example"),
    Verb.ATRN: (State.READY, ["ATRN client.example"], "alice"),
    Verb.XCLIENT: (State.READY, ["XCLIENT ADDR=192.0.2.9"], ""),
    Verb.VRFY: (State.READY, ["VRFY alice"], "alice"),
    Verb.EXPN: (State.READY, ["EXPN friends"], "friends"),
}
"""Verb -> where it is in order, a good line, and what a policy would name."""

PAIRS = [(verb, reply) for verb, asked in FAULTS.items() for reply in asked]


def asking(verb: Verb, reply: Reply, key: str = "*") -> Policy:
    """Return a server that answers so."""
    server = LMTP if verb is Verb.LHLO else EVERY
    return replace(server, answers={verb: {key: reply}})


def said(verb: Verb, policy: Policy) -> tuple[list[tuple[str, int]], State]:
    """Return the replies to a good line of this verb, and the state after them."""
    state, lines, _ = LINES[verb]
    session = session_in(state, policy, account=verb is Verb.ATRN)
    return names(say(session, *lines)), session.state


def test_every_verb_that_may_be_asked_about_is_tried_here() -> None:
    """None is forgotten."""
    assert set(FAULTS) == set(LINES)


@pytest.mark.parametrize(("verb", "reply"), PAIRS, ids=[f"{v} {r.name}" for v, r in PAIRS])
def test_policy_gets_the_reply_it_asks_for(verb: Verb, reply: Reply) -> None:
    """By its name; what is refused moves nothing, but a 421 closes (RFC 5321 3.8)."""
    state = LINES[verb][0]
    expected = State.CLOSED if reply.code == 421 else state
    if not reply.is_refusal or (verb is Verb.END_OF_DATA and reply.code != 421):
        expected = NEXT[state][verb]
    answered, after = said(verb, asking(verb, reply))

    assert [(reply.name, reply.code)] == answered
    assert expected is after


@pytest.mark.parametrize("verb", FAULTS)
def test_policy_asks_for_whom_it_names(verb: Verb) -> None:
    """A key that is not theirs leaves everybody else alone."""
    reply, (_, _, key) = FAULTS[verb][0], LINES[verb]
    (named, _), (others, _) = (
        said(verb, asking(verb, reply, key)),
        said(verb, asking(verb, reply, "x")),
    )

    assert [(reply.name, reply.code)] == named
    assert (reply.name, reply.code) not in others


@pytest.mark.parametrize("verb", FAULTS)
def test_first_key_that_fits_decides(verb: Verb) -> None:
    """Who is named goes before all."""
    one, other = FAULTS[verb][0], FAULTS[verb][1]
    key = LINES[verb][2]
    policy = replace(asking(verb, one), answers={verb: {"*": other, key: one}})
    answered, _ = said(verb, policy)

    assert [(one.name, one.code)] == answered


ADDRESSES = [
    # verb, key, mailbox, whether it is meant
    ("alice", "alice@example.com", True),
    ("alice", "ALICE@Example.COM", True),
    ("alice", '"al\\ice"@example.com', True),
    ("alice", "bob@example.com", False),
    ("@example.com", "bob@example.com", True),
    ("@example.com", "bob@EXAMPLE.COM", True),
    ("@example.com", "bob@sub.example.com", False),
    ("@example.net", "a@example.net", True),
    ("a@example.net", "a@example.net", True),
    ("a@example.net", "b@example.net", False),
    ("postmaster", "Postmaster", True),
]


@pytest.mark.parametrize(("key", "mailbox", "meant"), ADDRESSES)
def test_recipients_are_named_by_local_part_or_domain(key: str, mailbox: str, meant: bool) -> None:
    """In lower case, as mailboxes are everywhere in a policy."""
    session = session_in(State.HAS_SENDER, asking(Verb.RCPT, replies.GREYLISTED, key))
    ((name, _),) = names(say(session, f"RCPT TO:<{mailbox}>"))

    assert meant == (name == "greylisted")


@pytest.mark.parametrize(
    ("key", "path", "meant"),
    [
        ("sender", "sender@client.example", True),
        ("@client.example", "other@client.example", True),
        ("@", "", True),
        ("sender", "", False),
        ("*", "", True),
    ],
)
def test_senders_are_named_alike(key: str, path: str, meant: bool) -> None:
    """The null path has neither a local part nor a domain."""
    session = session_in(State.READY, asking(Verb.MAIL, replies.SENDER_REFUSED, key))
    ((name, _),) = names(say(session, f"MAIL FROM:<{path}>"))

    assert meant == (name == "sender-refused")


def test_asked_reply_comes_after_the_syntax_and_before_the_look_up() -> None:
    """What is badly written is 501 or 555 still; who is unknown may be greylisted."""
    session = session_in(State.HAS_SENDER, asking(Verb.RCPT, replies.GREYLISTED))
    expected = ["bad-recipient-address", "parameter-not-recognized", "greylisted", "greylisted"]
    lines = ["RCPT TO:<a@", f"{RCPT} X=1", "RCPT TO:<nobody@example.com>", RCPT]

    assert expected == [name for name, _ in names(say(session, *lines))]


def test_refused_hello_leaves_everything_as_it_was() -> None:
    """RFC 5321 4.1.4: the client's name as well, and the transaction."""
    policy = asking(Verb.EHLO, replies.CLIENT_REFUSED, "other.example")
    session = session_in(State.HAS_RECIPIENT, policy)
    (reply,) = replies_in(say(session, "EHLO Other.Example"))

    assert ("550 Access denied for Other.Example",) == reply.lines
    assert ("client.example", State.HAS_RECIPIENT) == (session.client, session.state)
    assert session.envelope is not None


def test_reply_at_the_end_is_for_the_message_of_any_of_its_recipients() -> None:
    """RFC 5321 4.2.5: nobody gets a message that was refused."""
    policy = asking(Verb.END_OF_DATA, replies.MAILBOX_FULL, "bob")
    session = session_in(State.HAS_RECIPIENT, policy)
    events = say(session, "RCPT TO:<bob@example.com>", "DATA", "hi", ".")
    others = say(session, MAIL, RCPT, "DATA", "hi", ".")

    assert [("mailbox-full", 452)] == names(events)[2:]
    assert ([], 1) == (messages(events), len(messages(others)))


def test_reply_at_the_end_is_for_chunks_too() -> None:
    """However the octets came."""
    session = session_in(State.HAS_RECIPIENT, asking(Verb.END_OF_DATA, replies.CONTENT_REFUSED))

    assert [("content-refused", 550)] == names(say(session, "BDAT 0 LAST"))
    assert State.READY is session.state


def test_refused_recipients_leave_no_valid_one() -> None:
    """RFC 5321 3.3: whatever the reason."""
    session = session_in(State.HAS_SENDER, asking(Verb.RCPT, replies.GREYLISTED))

    assert [("greylisted", 450), ("no-valid-recipients", 554)] == names(say(session, RCPT, "DATA"))


@pytest.mark.parametrize("verb", FAULTS)
def test_asked_replies_belong_to_what_the_standard_lets_a_command_have(verb: Verb) -> None:
    """RFC 5321 4.3.2; and one name is asked for once."""
    names_of = [reply.name for reply in FAULTS[verb]]

    assert len(set(names_of)) == len(names_of)
    assert all(CATALOGUE[reply.name] is reply for reply in FAULTS[verb])


@pytest.mark.parametrize("kind", Kind)
def test_no_kind_of_server_is_spared(kind: Kind) -> None:
    """A fault is a fault everywhere."""
    policy = replace(EVERY, kind=kind, answers={Verb.RCPT: {"*": replies.LOCAL_ERROR}})

    session = session_in(State.HAS_SENDER, policy, account=True)

    assert [("local-error", 451)] == names(say(session, RCPT))
