"""BINARYMIME (RFC 3030 3): content that is any octets at all, sent in chunks only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smtpcore.extensions import Extension
from smtpcore.extensions.eightbitmime import check_body
from smtpcore.outcome import Refusal
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.standing import Standing

NEEDS_CHUNKS: Final = Reply(
    "binary-needs-chunks", 503, "5.5.1", "BODY=BINARYMIME needs BDAT, not DATA"
)


def _guard(verb: Verb, at: Standing) -> Refusal | None:
    """Section 3: DATA after BODY=BINARYMIME "MUST" get a 503."""
    return (NEEDS_CHUNKS, {}) if verb is Verb.DATA and at.body() == "BINARYMIME" else None


EXTENSION: Final = Extension(
    "BINARYMIME",
    mail_parameters={"BODY": check_body},
    guards=(_guard,),
    line_allowance={Verb.MAIL: 16},  # section 3 (8)
    needs=frozenset({"CHUNKING"}),  # section 3 (3)
    replies=(NEEDS_CHUNKS,),
)
