"""A message's parts, as MIME (RFC 2045, RFC 2046) lays them out, each told in words.

The standard library takes them apart, when somebody asks. Its time is the number of lines
times the number of parts each of them stands in, so both are bounded; what is left out is
said. Nothing is ever rendered: a text is shown as text, whatever it is a text of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from email import policy
from email.errors import MessageDefect
from email.message import Message
from email.parser import BytesParser
from typing import Final

from smtp_playground.header import attempt
from smtp_playground.mail_bubbles import Explained, MailPart
from smtp_playground.markup import Text, fill, plain
from smtp_playground.visible import shown
from smtp_playground.words import Words

OCTETS_READ: Final = 1_048_576
PARTS_READ: Final = 1_000
NESTINGS_READ: Final = 100
CHECKS_MADE: Final = 5_000_000
"""Lines times the parts that each may stand in: each line is held against their ends."""
PARTS_SHOWN: Final = 100
DEPTH_SHOWN: Final = 10
TEXT_SHOWN: Final = 16_384
"""Octets of one text that are shown."""
TEXTS_SHOWN: Final = 131_072
"""Octets of all texts together that are shown."""

_DELIMITER: Final = re.compile(rb"^--", re.MULTILINE)
_NESTING: Final = re.compile(rb"\b(?:multipart|message)/", re.IGNORECASE)


def mail_parts(content: bytes, words: Words) -> MailPart:
    """Return the parts of some content as a tree."""
    beginning = _beginning(content)
    parsed = attempt(lambda: _parsed(beginning), None)
    tree = _Tree(words)
    if parsed is None:
        return tree.not_taken_apart()
    cut = (words.mailbox["part.cut"],) if len(beginning) < len(content) else ()
    return tree.part(parsed, "", 0, cut)


def _beginning(content: bytes) -> bytes:
    beginning = content[:OCTETS_READ]
    for number, delimiter in enumerate(_DELIMITER.finditer(beginning)):
        if number == PARTS_READ:
            return beginning[: delimiter.start()]
    return beginning


def _parsed(beginning: bytes) -> Message | None:
    nestings = len(_NESTING.findall(beginning))
    if nestings > NESTINGS_READ or nestings * beginning.count(b"\n") > CHECKS_MADE:
        return None
    return BytesParser(policy=policy.default).parsebytes(beginning)


class _Tree:
    """Tell of parts until a stated number of them has been told of."""

    def __init__(self, words: Words) -> None:
        self._words = words.mailbox
        self._parts = PARTS_SHOWN
        self._octets = TEXTS_SHOWN

    def not_taken_apart(self) -> MailPart:
        about = self._words["part.not-taken-apart"]
        return MailPart("", "", about, (), -1, (), None, False, (), 0)

    def part(self, part: Message, place: str, depth: int, remarks: tuple[Text, ...]) -> MailPart:
        self._parts -= 1
        children = _children(part)
        payload = b"" if children else _payload(part)
        text, text_remarks = self._text(part, payload) if not children else (None, ())
        # The payload is decoded first: only then does the library know what is wrong with it.
        defects = tuple(defect_told(name, self._words) for name in _defects(part))
        inside = tuple(self._inside(children, place, depth)) if depth < DEPTH_SHOWN else ()
        return MailPart(
            place=place,
            type=shown(_type(part)),
            about=_about(self._words, "type", _type(part).replace("/", "-"), _main_type(part)),
            facts=tuple(self._facts(part, place)),
            size=-1 if children else len(payload),
            remarks=(*remarks, *defects, *text_remarks),
            text=text,
            truncated=text is not None and len(payload) > TEXT_SHOWN,
            parts=inside,
            more_parts=len(children) - len(inside),
        )

    def _inside(self, children: list[Message], place: str, depth: int) -> Iterable[MailPart]:
        for number, child in enumerate(children, 1):
            if not self._parts:
                break
            yield self.part(child, f"{place}.{number}" if place else f"{number}", depth + 1, ())

    def _text(self, part: Message, payload: bytes) -> tuple[str | None, tuple[Text, ...]]:
        """Return the text of a part, or None if it is none, and what to say of it."""
        # What claims to hold parts and holds none is shown as the text that it is.
        if _main_type(part) not in ("text", "multipart", "message"):
            return None, ()
        if self._octets < 0:
            return None, (self._words["part.enough"],)
        beginning = payload[:TEXT_SHOWN]
        self._octets -= len(beginning)
        charset = _charset(part)
        text, remark = _decoded(beginning, charset)
        lines = "\n".join(map(shown, re.split("\r\n|\n", text)))
        return lines, (fill(self._words[f"part.{remark}"], {"charset": charset}),) if remark else ()

    def _facts(self, part: Message, place: str) -> Iterable[Explained]:
        """Yield what the header of a part says; of a message within, also whose it is."""
        for name in ("From", "Subject") if place else ():
            if found := _said(part, name):
                yield Explained(name, shown(found), ())
        charset, encoding = _charset(part), _said(part, "Content-Transfer-Encoding").strip().lower()
        if not charset and _main_type(part) == "text":
            yield self._fact("charset", "us-ascii", self._words["part.charset-undeclared"])
        yield from (
            self._fact(label, value, meaning)
            for label, value, meaning in (
                ("charset", charset, ()),
                ("encoding", encoding, _about(self._words, "encoding", encoding)),
                ("disposition", _disposition(part), ()),
                ("filename", _filename(part), self._words["part.filename-meaning"]),
            )
            if value
        )

    def _fact(self, label: str, value: str, meaning: Text) -> Explained:
        return Explained(plain(self._words[f"part.{label}"]), shown(value), meaning)


def defect_told(name: str, words: Mapping[str, Text]) -> Text:
    """Return a defect that the library found, named by its class, in kind words."""
    told = "-".join(re.findall("[A-Z][a-z]+|[0-9]+", name.removesuffix("Defect"))).lower()
    return words.get(f"defect.{told}") or fill(words["defect.other"], {"defect": name})


def _about(words: Mapping[str, Text], group: str, *names: str) -> Text:
    """Return the words for the first name that has some."""
    found = [words[f"{group}.{name}"] for name in names if f"{group}.{name}" in words]
    return [*found, words[f"{group}.other"]][0]


# What a part says of itself; each question may make the library raise.


def _type(part: Message) -> str:
    return attempt(part.get_content_type, "text/plain")


def _main_type(part: Message) -> str:
    return _type(part).partition("/")[0]


def _charset(part: Message) -> str:
    return attempt(part.get_content_charset, None) or ""


def _disposition(part: Message) -> str:
    return attempt(part.get_content_disposition, None) or ""


def _filename(part: Message) -> str:
    return attempt(part.get_filename, None) or ""


def _said(part: Message, name: str) -> str:
    return attempt(lambda: str(part.get(name, "")), "")


def _children(part: Message) -> list[Message]:
    # The blocks of a delivery status (RFC 3464) are no parts: they are its text.
    if not part.is_multipart() or _type(part) == "message/delivery-status":
        return []
    return _blocks(part)


def _payload(part: Message) -> bytes:
    """Return the octets of a part, once decoded."""
    if part.is_multipart():
        return attempt(lambda: b"".join(block.as_bytes() for block in _blocks(part)), b"")
    payload: object = attempt(lambda: part.get_payload(decode=True), None)
    return payload if isinstance(payload, bytes) else b""


def _blocks(part: Message) -> list[Message]:
    return [block for block in part.get_payload() if isinstance(block, Message)]


def _defects(part: Message) -> Iterable[str]:
    """Return what the library found wrong, each kind once, by the names of its classes."""
    found = list(part.defects)
    for name in ("Content-Type", "Content-Transfer-Encoding", "Content-Disposition"):
        found += _header_defects(part, name)
    names = dict.fromkeys(type(defect).__name__ for defect in found)
    if len(names) > 1:
        names.pop("MultipartInvariantViolationDefect", None)  # the other one says why
    return names


def _header_defects(part: Message, name: str) -> tuple[MessageDefect, ...]:
    return attempt(lambda: getattr(part.get(name), "defects", ()), ())


def _decoded(octets: bytes, charset: str) -> tuple[str, str]:
    """Return octets as text, and which remark there is to make."""
    if charset in ("", "us-ascii"):
        remark = "" if octets.isascii() else "not-ascii" if charset else "undeclared"
        return octets.decode("utf-8", "backslashreplace"), remark
    try:
        return octets.decode(charset), ""
    except LookupError:
        return octets.decode("utf-8", "backslashreplace"), "unknown-charset"
    except ValueError:
        replaced = attempt(lambda: octets.decode(charset, "replace"), "")
        return replaced or octets.decode("utf-8", "backslashreplace"), "not-in-charset"
