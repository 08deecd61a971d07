"""What the page's bridge asks for: an export of a conversation, told in one language."""

from __future__ import annotations

from smtp_playground.exports import FORMS, exported
from smtp_playground.exports.bubbles import ExportedFile
from smtp_playground.exports.record import Telling, connections
from smtp_playground.history import Conversation, Entry
from smtp_playground.view import View

__all__ = ["FORMS", "export"]


def export(conversation: Conversation, view: View, form: str, *, secrets: bool) -> ExportedFile:
    """Return a conversation in one form. Raises LookupError for a form that there is not."""

    def told(entry_id: int, entry: Entry) -> str:
        """Return a note as the conversation shows it."""
        (line,) = view.bubble(entry_id, entry).lines
        return "".join(part.text for part in line)

    return exported(form, connections(conversation, told), Telling(view.words, secrets))
