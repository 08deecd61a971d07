"""The parts of a message, however it is made: shown as text, bounded, never an error."""

from __future__ import annotations

import email.errors
import inspect
from collections.abc import Iterator

import pytest

from smtp_playground import mime
from smtp_playground.mail_bubbles import MailPart
from smtp_playground.mime import defect_told, mail_parts
from smtp_playground.visible import shown

from .mails import WORDS, lines, mail, names, told

BIDI = "\u202e"


def parts(content: bytes) -> MailPart:
    return mail_parts(content, WORDS)


def typed(content_type: str, *body: str | bytes, **fields: str) -> bytes:
    """Return a message of a type."""
    header = [f"Content-{name.title()}: {value}" for name, value in fields.items()]
    return lines(f"Content-Type: {content_type}", *header, "", *body)


def within(*bodies: bytes, kind: str = "mixed", end: str = "--b--") -> bytes:
    """Return a message of several parts."""
    start = lines(f"Content-Type: multipart/{kind}; boundary=b", "")
    return start + b"".join(b"--b\r\n" + body for body in bodies) + lines(end)


def tree(part: MailPart) -> Iterator[tuple[str, str]]:
    """Yield place and type of a part and of all inside it."""
    yield part.place, part.type
    for inside in part.parts:
        yield from tree(inside)


def facts(part: MailPart) -> dict[str, str]:
    return {fact.label: fact.text for fact in part.facts}


# What stands where.


def test_a_plain_message_is_one_part() -> None:
    part = parts(mail("Hi", "there"))

    assert [("", "text/plain")] == list(tree(part))
    assert "Hi\nthere\n" == part.text
    assert 11 == part.size
    assert {"Charset": "us-ascii"} == facts(part)
    assert ["charset-undeclared"] == names([part.facts[0].meaning], "part")


def test_alternatives_are_parts_of_a_wrapper() -> None:
    content = within(
        typed("text/plain; charset=utf-8", "Olá", ""),
        typed("text/html; charset=utf-8", "<b>Ol=C3=A1</b>", "", transfer_encoding="x").replace(
            b"Transfer_Encoding: x", b"Transfer-Encoding: quoted-printable"
        ),
        kind="alternative",
    )
    part = parts(content)

    assert [("", "multipart/alternative"), ("1", "text/plain"), ("2", "text/html")] == list(
        tree(part)
    )
    assert (None, -1) == (part.text, part.size)
    assert ["Olá\n", "<b>Olá</b>\n"] == [inside.text for inside in part.parts]
    assert {"Charset": "utf-8", "Encoding": "quoted-printable"} == facts(part.parts[1])


def test_an_attachment_is_described_and_not_shown() -> None:
    picture = typed("image/png; name=old.png", "iVBORw0=", "").replace(
        b"\r\n\r\n",
        b"\r\nContent-Transfer-Encoding: base64"
        b'\r\nContent-Disposition: attachment; filename="a\xe2\x80\xaeb.png"\r\n\r\n',
        1,
    )
    part = parts(within(typed("text/plain", "Hi"), picture)).parts[1]

    assert (None, 5) == (part.text, part.size)
    assert ["image"] == names([part.about], "type")
    assert {"Encoding": "base64", "Disposition": "attachment"}.items() <= facts(part).items()
    assert facts(part)["File name"].endswith("b.png")
    assert BIDI not in facts(part)["File name"]


def test_a_message_inside_a_message_says_whose_it_is() -> None:
    content = within(b"Content-Type: message/rfc822\r\n\r\n" + mail("Forwarded", ""))
    part = parts(content)

    assert [
        ("", "multipart/mixed"),
        ("1", "message/rfc822"),
        ("1.1", "text/plain"),
    ] == list(tree(part))
    inside = part.parts[0].parts[0]
    assert {"From": "Me <me@client.example>", "Subject": "Hello"}.items() <= facts(inside).items()
    assert "Forwarded\n" == inside.text


def test_a_delivery_status_is_a_text() -> None:
    status = lines("Reporting-MTA: dns; mx.example.com", "", "Final-Recipient: rfc822; a@b", "")
    report = within(
        b"Content-Type: message/delivery-status\r\n\r\n" + status, kind="report"
    ).replace(b"multipart/report", b"multipart/report; report-type=delivery-status")
    part = parts(report).parts[0]

    assert [("1", "message/delivery-status")] == list(tree(part))
    assert "Final-Recipient: rfc822; a@b" in (part.text or "")


@pytest.mark.parametrize(
    ("content_type", "about"),
    [
        ("text/plain", "text-plain"),
        ("text/x-strange", "text"),
        ("TEXT/HTML", "text-html"),
        ("application/pdf", "application"),
        ("font/woff2", "other"),
        ("no type at all", "text-plain"),
    ],
)
def test_every_type_is_told_in_words(content_type: str, about: str) -> None:
    assert [about] == names([parts(typed(content_type, "x")).about], "type")


# Texts.


@pytest.mark.parametrize(
    ("charset", "octets", "text", "remark"),
    [
        ("", b"Ol\xc3\xa1", "Olá", ["undeclared"]),
        ("", b"Ol\xe1", "Ol\\x5cxe1", ["undeclared"]),
        ("us-ascii", b"Ol\xc3\xa1", "Olá", ["not-ascii"]),
        ("us-ascii", b"Hi", "Hi", []),
        ("utf-8", b"Ol\xc3\xa1", "Olá", []),
        ("iso-8859-1", b"Ol\xe1", "Olá", []),
        ("utf-8", b"Ol\xe1", "Ol�", ["not-in-charset"]),
        ("x-unknown", b"Ol\xc3\xa1", "Olá", ["unknown-charset"]),
        ("rot13", b"Hi", "Hi", ["unknown-charset"]),
        ("undefined", b"Hi", "Hi", ["not-in-charset"]),
        ("utf-8", "abc\u202e\u200b\x07".encode(), "abc\\xe2\\x80\\xae\\xe2\\x80\\x8b\\x07", []),
        ("utf-7", b"+2AA-", "\\x5c\\x75\\x64\\x38\\x30\\x30", []),
    ],
)
def test_a_text_is_decoded_or_shown_as_it_is(
    charset: str, octets: bytes, text: str, remark: list[str]
) -> None:
    declared = f"text/plain; charset={charset}" if charset else "text/plain"
    part = parts(lines(f"Content-Type: {declared}", "") + octets)

    assert text.replace("\\x5cx", "\\x") == part.text
    assert remark == names(part.remarks, "part")


def test_line_ends_of_an_encoded_text_are_line_ends() -> None:
    content = b"Content-Transfer-Encoding: base64\r\n\r\nYQpiDQpj\r\n"

    assert "a\nb\nc" == parts(content).text


def test_html_is_its_source() -> None:
    html = "<script>alert(1)</script><img src=https://evil.example/x.png>"

    assert f"{html}\n" == parts(typed("text/html", html)).text


def test_an_empty_message_is_an_empty_text() -> None:
    assert ("", 0) == (parts(b"").text, parts(b"").size)


# What is broken.


@pytest.mark.parametrize(
    ("content", "defects"),
    [
        (typed("multipart/mixed", "Hi"), ["no-boundary-in-multipart"]),
        (typed("multipart/mixed; boundary=b", "Hi"), ["start-boundary-not-found"]),
        (within(typed("text/plain", "Hi"), end=""), ["close-boundary-not-found"]),
        (b" folded\r\nA: b\r\n\r\nHi", ["first-header-line-is-continuation"]),
        (b"A: b\r\nHi\r\n", ["missing-header-body-separator"]),
        (
            b"Content-Transfer-Encoding: base64\r\n\r\nYQ\r\n",
            ["invalid-base-64-padding"],
        ),
        (
            b"Content-Transfer-Encoding: base64\r\n\r\n!!YQ==\r\n",
            ["invalid-base-64-characters"],
        ),
        (typed(";", "Hi"), ["invalid-header"]),
        (b"Content-Type: \r\n\r\nHi", ["header-missing-required-value"]),
    ],
)
def test_what_is_broken_is_told(content: bytes, defects: list[str]) -> None:
    assert defects == names(parts(content).remarks, "defect")


def test_a_wrapper_without_parts_is_shown_as_text() -> None:
    assert "Hi\n" == parts(typed("multipart/mixed", "Hi")).text


def test_every_defect_of_the_library_has_words() -> None:
    known = [
        name
        for name, kind in vars(email.errors).items()
        if inspect.isclass(kind) and issubclass(kind, email.errors.MessageDefect)
    ]
    bases = {"MessageDefect", "HeaderDefect"}
    without = {
        name for name in known if "other" in names([defect_told(name, WORDS.mailbox)], "defect")
    }

    assert len(known) > 15
    assert bases >= without
    assert "(NewDefect)" in told([defect_told("NewDefect", WORDS.mailbox)])


# What is too much.


def test_many_parts_are_shown_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mime, "PARTS_SHOWN", 4)
    inner = within(typed("text/plain", "x"), typed("text/plain", "y")).replace(b"b\r\n", b"c\r\n")
    inner = inner.replace(b"boundary=b", b"boundary=c").replace(b"--b--", b"--c--")
    part = parts(within(inner, *[typed("text/plain", "z")] * 3))

    assert ["", "1", "1.1", "1.2"] == [place for place, _ in tree(part)]
    assert (3, 0) == (part.more_parts, part.parts[0].more_parts)


def test_only_so_many_parts_are_read() -> None:
    content = within(*[typed("text/plain", "x")] * 10_000)
    part = parts(content)

    assert ["cut"] == names(part.remarks[:1], "part")
    assert mime.PARTS_SHOWN == len(list(tree(part)))
    assert mime.PARTS_READ == len(part.parts) + part.more_parts


def test_only_so_many_octets_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mime, "OCTETS_READ", 100)

    part = parts(typed("text/plain", "x" * 1_000))

    assert ["cut"] == names(part.remarks, "part")
    assert part.size < 100


def nested(depth: int) -> bytes:
    return b"".join(
        lines(f"Content-Type: multipart/mixed; boundary=b{number}", "", f"--b{number}")
        for number in range(depth)
    )


@pytest.mark.parametrize("depth", [mime.NESTINGS_READ + 1, 10_000])
def test_too_many_nested_parts_are_not_taken_apart(depth: int) -> None:
    part = parts(nested(depth))

    assert ["not-taken-apart"] == names([part.about], "part")
    assert [("", "")] == list(tree(part))


def test_many_lines_in_many_nested_parts_are_not_taken_apart() -> None:
    content = nested(mime.NESTINGS_READ) + b"\n" * 100_000

    assert ["not-taken-apart"] == names([parts(content).about], "part")


def test_nested_parts_are_shown_to_a_depth() -> None:
    *_, (place, _) = tree(parts(nested(mime.NESTINGS_READ)))

    assert mime.DEPTH_SHOWN == len(place.split("."))


def test_a_long_text_is_shown_in_part() -> None:
    part = parts(typed("text/plain", "x" * (mime.TEXT_SHOWN + 10)))

    assert part.truncated
    assert mime.TEXT_SHOWN == len(part.text or "")
    assert mime.TEXT_SHOWN + 12 == part.size


def test_texts_together_are_bounded() -> None:
    text = typed("text/plain", "x" * mime.TEXT_SHOWN)
    shown_parts = parts(within(*[text] * 20)).parts
    last = shown_parts[-1]

    assert sum(len(part.text or "") for part in shown_parts) <= mime.TEXTS_SHOWN + mime.TEXT_SHOWN
    assert (None, False) == (last.text, last.truncated)
    assert ["enough"] == names(last.remarks, "part")


def test_what_the_library_raises_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise IndexError

    monkeypatch.setattr(mime, "BytesParser", refuse)

    assert ["not-taken-apart"] == names([parts(b"A: b\r\n\r\nHi").about], "part")


@pytest.mark.parametrize(
    "header",
    [
        "Content-Type: text/plain; charset*=x''%ff; charset*1=\x01",
        "Content-Type: text/plain; charset=\x00",
        "Content-Type: text/plain; charset=" + "=?utf-8?q?=00?=" * 20,
        "Content-Type: " + "(" * 2_000,
        "Content-Type: multipart/mixed; boundary=" + '"' * 500,
        "Content-Type: message/rfc822",
        "Content-Disposition: attachment; filename*=utf-16''%d8%00; filename*0*=x",
        "Content-Transfer-Encoding: x-uuencode",
        "Content-Transfer-Encoding: \x0b\x0c",
        "Subject: =?utf-7?q?+2AA-?=",
        "Content-Type: text/plain; charset=punycode",
        "Content-Type: text/plain; charset=idna",
    ],
)
def test_a_hostile_header_is_borne(header: str) -> None:
    """Whatever stands there, the part is told of, and every sign of it can be seen."""
    for content in (lines(header, "", "begin 666 x", "\x00"), within(lines(header, "", "x"))):
        for place, kind in tree(parts(content)):
            assert shown(place + kind) == place + kind
