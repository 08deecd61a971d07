"""ENHANCEDSTATUSCODES (RFC 2034): a three-part code (RFC 3463) before a reply's text.

Which replies have one is said in the catalogue: section 4 wants it on every 2xx, 4xx and
5xx reply but the greeting and the replies to HELO and EHLO, and on each of their lines.
The codes are sent to a client that said HELO as well.
"""

from __future__ import annotations

from typing import Final

from smtpcore.extensions import Extension

EXTENSION: Final = Extension("ENHANCEDSTATUSCODES")
