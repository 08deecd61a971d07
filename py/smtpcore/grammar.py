"""The grammar of RFC 5321, rule by rule: each pattern stands under its quoted ABNF.

All patterns are anchored by their users (`fullmatch`), work on ASCII text, and have no
nested repetition over the same characters, so none can be made slow by its input.
"""

from __future__ import annotations

import re
from typing import Final

# sub-domain = Let-dig [Ldh-str]
# Ldh-str    = *( ALPHA / DIGIT / "-" ) Let-dig
# Written with the hyphens first, so that no character can be matched in two ways.
# sub-domain =/ U-label                   (RFC 6531 3.3; whether one may come, SMTPUTF8 decides)
# Of what RFC 5892 3 allows in no U-label, controls, spaces and other signs that nobody sees
# are left out here, but not the joiners that some scripts need (2.8).
_UNSEEN: Final = (
    r"\x80-\xa0\xad\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
    r"\ufff9-\uffff"
)
_LETDIG: Final = rf"[^\x00-/:-@\[-`{{-\x7f{_UNSEEN}]"
_SUB_DOMAIN: Final = rf"{_LETDIG}+(?:-+{_LETDIG}+)*"

# Domain = sub-domain *("." sub-domain)
DOMAIN: Final = rf"{_SUB_DOMAIN}(?:\.{_SUB_DOMAIN})*"

# Snum = 1*3DIGIT ; representing a decimal integer value in the range 0 through 255
_SNUM: Final = r"(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])"

# IPv4-address-literal = Snum 3("."  Snum)
IPV4: Final = rf"{_SNUM}(?:\.{_SNUM}){{3}}"
_IPV4: Final = re.compile(IPV4)

# IPv6-hex = 1*4HEXDIG
_IPV6_HEX: Final = re.compile(r"[0-9A-Fa-f]{1,4}")

# IPv6-address-literal    = "IPv6:" IPv6-addr
# General-address-literal = Standardized-tag ":" 1*dcontent
# "Standardized-tag MUST be specified in a Standards-Track RFC and registered with IANA": in the
# registry that section 8 begins stands IPv6, and nothing else.
_ADDRESS_LITERAL: Final = re.compile(rf"\[(?:{IPV4}|IPv6:(?P<ipv6>[^\]]+))\]", re.I | re.A)

# Atom       = 1*atext                     (atext: RFC 5322 3.2.3)
# Dot-string = Atom *("."  Atom)
# atext     =/ UTF8-non-ascii             (RFC 6531 3.3)
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010FFFF-]+"
_DOT_STRING: Final = rf"{_ATOM}(?:\.{_ATOM})*"

# Quoted-string    = DQUOTE *QcontentSMTP DQUOTE
# qtextSMTP        = %d32-33 / %d35-91 / %d93-126
# quoted-pairSMTP  = %d92 %d32-126
# qtextSMTP        =/ UTF8-non-ascii      (RFC 6531 3.3)
_QUOTED_STRING: Final = r'"(?:[ !#-\[\]-~\x80-\U0010FFFF]|\\[ -~])*"'


# Path       = "<" [ A-d-l ":" ] Mailbox ">"
# A-d-l      = At-domain *( "," At-domain )
# Mailbox    = Local-part "@" ( Domain / address-literal )
# Local-part = Dot-string / Quoted-string ; MAY be case-sensitive
# Rcpt adds ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path ): no domain there.
# The domain is taken as anything here; `is_domain` or `is_address_literal` decides.
PATH: Final = re.compile(
    rf"<(?:(?P<route>@{DOMAIN}(?:,@{DOMAIN})*):)?"
    rf"(?P<local_part>{_DOT_STRING}|{_QUOTED_STRING})(?:@(?P<domain>\[[^\]]*\]|[^>]*))?>"
)

# Where a path ends on the line: a ">" inside a quoted string or literal does not end it.
PATH_TOKEN: Final = re.compile(r'<(?:"(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^">\[])*>')

# esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")
# esmtp-value   = 1*(%d33-60 / %d62-126)
# esmtp-param   = esmtp-keyword ["=" esmtp-value]
# esmtp-value   =/ UTF8-non-ascii         (RFC 6531 3.3)
PARAMETER: Final = re.compile(
    r"(?P<keyword>[A-Za-z0-9][A-Za-z0-9-]*)(?:=(?P<value>[!-<>-~\x80-\U0010FFFF]+))?"
)

# xtext   = *( xchar / hexchar )          (RFC 3461 4)
# xchar   = any ASCII CHAR between "!" (33) and "~" (126) inclusive, except for "+" and "="
# hexchar = ASCII "+" immediately followed by two upper case hexadecimal digits
_XTEXT: Final = re.compile(r"(?:[!-*,-<>-~]|\+[0-9A-F]{2})*")
_HEXCHAR: Final = re.compile(rb"\+([0-9A-F]{2})")

# Textstring = 1*(%d09 / %d32-126): what the text of a reply may hold (4.2).
NOT_REPLY_TEXT: Final = re.compile(r"[^\t -~]")

# Textstring =/ 1*(%d09 / %d32-126 / UTF8-non-ascii)     (RFC 6531 3.7.4.2); no C1 controls.
NOT_UTF8_REPLY_TEXT: Final = re.compile(r"[^\t -~\xa0-\U0010FFFF]")

_DOMAIN_PATTERN: Final = re.compile(DOMAIN)


def is_domain(text: str) -> bool:
    """Tell whether `text` is a Domain (RFC 5321 4.1.2)."""
    return _DOMAIN_PATTERN.fullmatch(text) is not None


def is_address_literal(text: str) -> bool:
    """Tell whether `text` is an address literal with its brackets (RFC 5321 4.1.3)."""
    match = _ADDRESS_LITERAL.fullmatch(text)
    return match is not None and (match["ipv6"] is None or is_ipv6(match["ipv6"]))


def is_ipv6(text: str) -> bool:
    """Tell whether `text` is an IPv6-addr (RFC 5321 4.1.3).

    IPv6-full and IPv6v4-full fill eight groups, an IPv4 address standing for two. In the
    compressed forms "::" represents at least two groups of zeros, so six are left.
    """
    left, gap, right = text.partition("::")
    groups = [group for side in (left, right) if side for group in side.split(":")]
    if groups and _IPV4.fullmatch(groups[-1]) and (right or not gap):
        groups[-1:] = ["0", "0"]
    if not all(_IPV6_HEX.fullmatch(group) for group in groups):
        return False
    return len(groups) <= 6 if gap else len(groups) == 8


def unquote(local_part: str) -> str:
    """Return the local part that a quoted or unquoted form stands for.

    RFC 5321 4.1.2: for comparing, "all quoted forms MUST be treated as equivalent".
    """
    if not local_part.startswith('"'):
        return local_part
    return re.sub(r"\\(.)", r"\1", local_part[1:-1])


def decode_xtext(text: str) -> str | None:
    """Return what an xtext stands for, None if it is none, or none of a text (RFC 3461 4).

    A hexchar is an octet, and of a character beyond ASCII UTF-8 has several.
    """
    if not _XTEXT.fullmatch(text):
        return None
    octets = _HEXCHAR.sub(lambda match: bytes([int(match[1], 16)]), text.encode())
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return None


def is_mailbox(text: str) -> bool:
    """Tell whether `text` is a Mailbox without brackets (RFC 5321 4.1.2)."""
    match = PATH.fullmatch(f"<{text}>")
    if match is None or match["route"] is not None or match["domain"] is None:
        return False
    return is_domain(match["domain"]) or is_address_literal(match["domain"])
