"""PIPELINING (RFC 2920): a client may send several commands without waiting.

Nothing but a promise: the session answers whatever has arrived, command by command in
order, and never throws input away (section 3.2, rule 9). This line says so in public.
"""

from __future__ import annotations

from typing import Final

from smtpcore.extensions import Extension

EXTENSION: Final = Extension("PIPELINING")
