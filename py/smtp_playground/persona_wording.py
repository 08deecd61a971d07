"""A persona's own words for replies, and where they depart from an RFC: `[replies.NAME]`.

The simplest is a text. A table may give another code, another enhanced code, and say that the
server hangs up; `to.<command>` has other words for the reply to one command. What departs from
an RFC says so beside it, in the reader's languages.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from smtp_playground.content_keys import COMMON_FACTS, EXTRA_FACTS, RFC, TEXT, BadValueError
from smtp_playground.ids import VERBS
from smtp_playground.markup import MarkupError, Text
from smtp_playground.words import Reference
from smtpcore import CATALOGUE, Reply, Wording
from smtpcore.grammar import NOT_REPLY_TEXT
from smtpcore.wire import MOMENT
from smtpcore.wording import CLOSING_CODE

Table = Mapping[str, Any]
Fail = Callable[[str, str], Exception]
"""A place in the file and what is wrong there -> the error to raise."""


@dataclass(frozen=True, slots=True)
class Departure:
    """Where a server does otherwise than an RFC asks."""

    rfc: Reference
    texts: Mapping[str, Text]
    "Language -> what it does, and why; English is always there."


Departures = Mapping[tuple[str, str], Departure]
"""Reply name, and the verb in upper case whose reply it is (empty: of any) -> the departure."""

_KEYS: Final = ("text", "code", "enhanced", "closes", "departs", "to")
_CODE: Final = re.compile(r"[2-5][0-5][0-9]")
_ENHANCED: Final = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")
_NAMED: Final = frozenset({220, 221, 250, CLOSING_CODE})
"""Codes behind which the server's name may have to stand: programs find it there (4.2)."""
_GREETINGS: Final = frozenset({"no-service", "host-takes-no-mail"})
_ALWAYS: Final = frozenset({"hostname", "client", "verb", "protocol", "hello", *MOMENT})
_LINE: Final = frozenset({"line"})
_WRITTEN: Final = frozenset({"argument", "syntax"})
_MORE: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(("unrecognized", "empty-line", "not-smtp"), _LINE),
    **dict.fromkeys(("argument-missing", "argument-not-allowed", "bad-syntax"), _WRITTEN),
    **dict.fromkeys(("space-around-colon", "brackets-missing", "bad-client-name"), _WRITTEN),
    **dict.fromkeys(("bad-sender-address", "bad-recipient-address"), _WRITTEN | {"path"}),
    "parameter-not-recognized": frozenset({"written", "path"}),
    "no-valid-recipients": frozenset({"refusal"}),
}
"""What else the core tells with a reply; explanations have their own facts for it."""


def facts_of_reply(name: str) -> frozenset[str]:
    """Return the facts that a server's words for a reply may ask for."""
    own = EXTRA_FACTS.get(name, frozenset()) - COMMON_FACTS
    in_text = placeholders(CATALOGUE[name].text)
    return _ALWAYS | own | in_text | _MORE.get(name, frozenset())


def read_wording(table: Table, fail: Fail) -> tuple[dict[str, Wording], Departures]:
    """Return a persona's words, by reply name, and its departures. Raises what `fail` makes."""
    words: dict[str, Wording] = {}
    departures: dict[tuple[str, str], Departure] = {}
    for name, said in table.items():
        if name not in CATALOGUE:
            raise fail(f"replies.{name}", f"is not known; known are {', '.join(sorted(CATALOGUE))}")
        words[name] = _Reader(CATALOGUE[name], fail, departures).wording(said)
    return words, departures


class _Reader:
    """Read the words for one reply."""

    def __init__(
        self, base: Reply, fail: Fail, departures: dict[tuple[str, str], Departure]
    ) -> None:
        self._base = base
        self._fail = fail
        self._departures = departures

    def wording(self, said: object) -> Wording:
        place = f"replies.{self._base.name}"
        table = {"text": said} if isinstance(said, str) else said
        if not isinstance(table, dict):
            raise self._fail(place, "must be a text in printable ASCII, or a table")
        self._refuse_unknown(place, table, _KEYS)
        own = self._one(place, table, self._base, "")
        commands = table.get("to", {})
        if not isinstance(commands, dict):
            raise self._fail(f"{place}.to", "must be a table of commands")
        self._refuse_unknown(f"{place}.to", commands, VERBS)
        to = {
            str(VERBS[command]): self._to(f"{place}.to.{command}", more, own.reply, VERBS[command])
            for command, more in commands.items()
        }
        return replace(own, to=to)

    def _to(self, place: str, said: object, above: Reply, verb: str) -> Wording:
        table = {"text": said} if isinstance(said, str) else said
        if not isinstance(table, dict):
            raise self._fail(place, "must be a text in printable ASCII, or a table")
        self._refuse_unknown(place, table, _KEYS[:-1])
        return self._one(place, table, above, verb)

    def _one(self, place: str, table: Table, above: Reply, verb: str) -> Wording:
        departure = self._departure(f"{place}.departs", table.get("departs"))
        if departure is not None:
            self._departures[self._base.name, verb] = departure
        text = self._text(place if set(table) == {"text"} else f"{place}.text", table, above)
        code = self._code(f"{place}.code", table.get("code", above.code))
        enhanced = self._enhanced(f"{place}.enhanced", table.get("enhanced"), above, code)
        reply = Reply(self._base.name, code, enhanced, text)
        if departure is None:
            self._refuse_unsaid(place, reply)
        return Wording(reply, self._closes(f"{place}.closes", table, reply))

    def _text(self, place: str, table: Table, above: Reply) -> str:
        text = table.get("text", above.text)
        if not isinstance(text, str) or not all(map(is_reply_text, text.split("\n"))):
            raise self._fail(place, "must be a text in printable ASCII")
        known = facts_of_reply(self._base.name)
        try:
            unknown = placeholders(text) - known
        except ValueError as error:
            raise self._fail(place, f"has a broken placeholder: {error}") from error
        if unknown:
            there_are = ", ".join(sorted(known))
            raise self._fail(place, f"has no fact {{{min(unknown)}}}; known are {there_are}")
        return text

    def _code(self, place: str, code: object) -> int:
        """RFC 5321 4.2; and a name says already whether it is a yes, a no, or a go on."""
        if type(code) is not int or not _CODE.fullmatch(str(code)):
            raise self._fail(place, "must be a reply code: RFC 5321 4.2 has 200 to 559")
        base = self._base
        kept = code // 100 == base.code // 100 or (code >= 400 and base.is_refusal)
        if not kept and (base.code != CLOSING_CODE or code // 100 == 3):
            said = f"{base.code // 100}yz" if not base.is_refusal else "4yz or 5yz"
            raise self._fail(place, f"must stay {said}, as {base.name} is")
        return code

    def _enhanced(self, place: str, enhanced: object, above: Reply, code: int) -> str:
        if enhanced is None:
            # The class follows the code; what is departed from has to be written.
            return re.sub(r"^[245]", str(code // 100), above.enhanced)
        if enhanced == "" or (isinstance(enhanced, str) and _ENHANCED.fullmatch(enhanced)):
            return str(enhanced)
        raise self._fail(place, "must be like 5.5.1, or empty (RFC 3463 2)")

    def _refuse_unsaid(self, place: str, reply: Reply) -> None:
        """Refuse a departure that the file does not name as one."""
        if reply.enhanced and int(reply.enhanced[0]) != reply.code // 100:
            problem = f"has a {reply.enhanced} with {reply.code}, against RFC 2034 4"
            raise self._fail(f"{place}.enhanced", f"{problem}; say so in {place}.departs")
        named = self._base.text.startswith("{hostname}") and reply.code in _NAMED
        if named and not reply.text.startswith("{hostname}"):
            problem = "must begin with {hostname} (RFC 5321 4.2)"
            raise self._fail(place, f"{problem}, or say in {place}.departs that it does not")

    def _closes(self, place: str, table: Table, reply: Reply) -> bool:
        ends = CLOSING_CODE in (self._base.code, reply.code)
        closes = table.get("closes", ends)
        if not isinstance(closes, bool):
            raise self._fail(place, "must be true or false")
        if closes and not (self._base.is_refusal and self._base.name not in _GREETINGS):
            raise self._fail(place, "is for the refusal of a command")
        if ends and not closes:
            raise self._fail(place, "must be true: the connection ends with a 421")
        return closes

    def _departure(self, place: str, said: object) -> Departure | None:
        if said is None:
            return None
        if not isinstance(said, dict) or not {"rfc", "en"} <= said.keys():
            raise self._fail(place, "must be a table of rfc, en and other languages")
        try:
            (rfc,) = RFC.read([said["rfc"]])
            texts = {key: TEXT.read(text) for key, text in said.items() if key != "rfc"}
        except (BadValueError, MarkupError) as error:
            raise self._fail(place, str(error)) from error
        return Departure(rfc, texts)

    def _refuse_unknown(self, place: str, table: Table, known: Iterable[str]) -> None:
        there_are = tuple(known)
        for key in table:
            if key not in there_are:
                problem = f"is not known; known are {', '.join(sorted(there_are))}"
                raise self._fail(f"{place}.{key}", problem)


def placeholders(text: str) -> set[str]:
    """Return the facts that a text asks for; a format or conversion makes it an unknown one."""
    return {
        name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        for _, name, spec, conversion in string.Formatter().parse(text)
        if name is not None
    }


def is_reply_text(text: object) -> bool:
    """Tell whether this may stand in a line of a reply (RFC 5321 4.2)."""
    return isinstance(text, str) and NOT_REPLY_TEXT.search(text) is None
