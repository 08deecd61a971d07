"""MAIL and RCPT: the path they name, and their parameters (RFC 5321 4.1.1.2, 4.1.1.3, 4.1.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from smtpcore import grammar, replies
from smtpcore.commands import (
    Mail,
    Malformed,
    Parsed,
    PathCommand,
    Rcpt,
    malformed,
    octets,
    part_too_long,
)
from smtpcore.dialect import Leniency
from smtpcore.paths import Parameters, Path
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.policy import Policy

_FROM_OR_TO: Final = {
    Verb.MAIL: re.compile(r"FROM( *):( *)(.*)", re.IGNORECASE),
    Verb.RCPT: re.compile(r"TO( *):( *)(.*)", re.IGNORECASE),
}


def parse_path_command(verb: Verb, argument: str, policy: Policy) -> Parsed:
    """Parse `FROM:<path> parameters` or `TO:<path> parameters` (RFC 5321 4.1.1.2, 4.1.1.3)."""
    if not argument:
        return malformed(verb, replies.ARGUMENT_MISSING, argument, policy), ()
    match = _FROM_OR_TO[verb].fullmatch(argument)
    if match is None or not match[3]:
        return malformed(verb, replies.BAD_SYNTAX, argument, policy), ()
    before, after, rest = match.groups()
    # RFC 5321 3.3: "spaces are not permitted on either side of the colon".
    if before or (after and Leniency.SPACE_AFTER_COLON not in policy.dialect.tolerated):
        return malformed(verb, replies.SPACE_AROUND_COLON, argument, policy), ()
    remarks: tuple[Leniency, ...] = (Leniency.SPACE_AFTER_COLON,) if after else ()
    if not rest.startswith("<"):
        if Leniency.BRACKETS_MISSING not in policy.dialect.tolerated:
            return malformed(verb, replies.BRACKETS_MISSING, rest, policy), remarks
        address, space, parameters = rest.partition(" ")
        rest = f"<{address}>{space}{parameters}"
        remarks = (*remarks, Leniency.BRACKETS_MISSING)
    command, more = _parse_rest(verb, rest, policy)
    return command, (*remarks, *more)


def _parse_rest(verb: Verb, rest: str, policy: Policy) -> Parsed:
    """Parse `<path> parameters`."""
    token = grammar.PATH_TOKEN.match(rest)
    if token is None:
        return malformed(verb, _BAD_ADDRESS[verb], rest, policy, path=rest), ()
    path = _parse_path(verb, token[0], policy)
    if isinstance(path, Malformed):
        return path, ()
    remarks: tuple[Leniency, ...] = (Leniency.DOMAIN_MISSING,) if _lacks_domain(verb, path) else ()
    text = rest[token.end() :]
    if text and Leniency.PARAMETER_IGNORED in policy.dialect.tolerated:
        remarks, text = (*remarks, Leniency.PARAMETER_IGNORED), ""
    parameters = _parse_parameters(verb, text, policy)
    if isinstance(parameters, Malformed):
        return parameters, remarks
    if "  " in text:
        remarks = (*remarks, Leniency.EXTRA_SPACE)
    return _COMMAND_WITH_PATH[verb](verb, path, parameters), remarks


_BAD_ADDRESS: Final = {
    Verb.MAIL: replies.BAD_SENDER_ADDRESS,
    Verb.RCPT: replies.BAD_RECIPIENT_ADDRESS,
}
_COMMAND_WITH_PATH: Final[Mapping[Verb, type[PathCommand]]] = {
    Verb.MAIL: Mail,
    Verb.RCPT: Rcpt,
}


def _parse_path(verb: Verb, token: str, policy: Policy) -> Path | Malformed:
    limits = policy.dialect.limits
    if octets(token) > limits.path:
        return part_too_long(verb, "path", token, limits.path, policy)
    if token == "<>":
        # RFC 5321 4.1.1.3: forward-paths are never null; 4.1.1.2: reverse-paths may be.
        if verb is Verb.RCPT:
            return malformed(verb, replies.NULL_RECIPIENT, token, policy, path=token)
        return Path()
    match = grammar.PATH.fullmatch(token)
    if match is None or not _has_good_domain(verb, match, policy):
        return malformed(verb, _BAD_ADDRESS[verb], token, policy, path=token)
    path = Path(match["local_part"], match["domain"] or "", match["route"] or "")
    if octets(path.local_part) > limits.local_part:
        return part_too_long(verb, "local part", path.local_part, limits.local_part, policy)
    if octets(path.domain) > limits.domain:
        return part_too_long(verb, "domain", path.domain, limits.domain, policy)
    return path


def _has_good_domain(verb: Verb, path: re.Match[str], policy: Policy) -> bool:
    domain = path["domain"]
    if domain is None:
        # RFC 5321 4.1.1.3: "<Postmaster>" is the one recipient that needs no domain.
        is_postmaster = verb is Verb.RCPT and path[0].lower() == "<postmaster>"
        return is_postmaster or Leniency.DOMAIN_MISSING in policy.dialect.tolerated
    return grammar.is_domain(domain) or grammar.is_address_literal(domain)


def _lacks_domain(verb: Verb, path: Path) -> bool:
    is_postmaster = verb is Verb.RCPT and path.local_part.lower() == "postmaster"
    return not (path.domain or path.is_null or is_postmaster)


def _parse_parameters(verb: Verb, text: str, policy: Policy) -> Parameters | Malformed:
    """Parse what follows a path: `*(SP esmtp-param)`."""
    parameters: dict[str, str | None] = {}
    if not text:
        return parameters
    words = text.split(" ")
    if Leniency.EXTRA_SPACE in policy.dialect.tolerated:
        words = [words[0], *filter(None, words[1:])]
    for word in words[1:]:
        match = grammar.PARAMETER.fullmatch(word)
        if match is None:
            return malformed(verb, replies.BAD_SYNTAX, text, policy, parameter=word)
        keyword = match["keyword"].upper()
        if keyword in parameters:
            return malformed(verb, replies.REPEATED_PARAMETER, text, policy, parameter=keyword)
        parameters[keyword] = match["value"]
    if words[0]:
        return malformed(verb, replies.BAD_SYNTAX, text, policy)
    return parameters
