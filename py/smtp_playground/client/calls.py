"""The browser's door to programs of the reader's: a part of `Bridge`.

Few write one: whatever it needs is imported when it is first asked for.
"""

from __future__ import annotations

import pickle
from base64 import b64encode
from typing import TYPE_CHECKING

from smtp_playground.errors import BridgeError

if TYPE_CHECKING:
    from smtp_playground.page_session import PageSession


class ClientCalls:
    """What the page asks where a program speaks to a session's server."""

    def _known_session(self, session: str) -> PageSession:
        raise NotImplementedError

    def _now(self) -> float:
        raise NotImplementedError

    def client_server(self, session: str) -> str:
        """Return the server as it stands, for a program to speak to: a `ClientServer`."""
        from smtp_playground.client.bubbles import ClientServer  # noqa: PLC0415
        from smtp_playground.page_session import as_json  # noqa: PLC0415

        twin = self._known_session(session).conversation.twin()
        twin.clear()
        twin.inbox.clear()
        twin.watch = None
        twin.session.data_to_send()  # it was shown already
        return as_json(ClientServer(b64encode(pickle.dumps(twin)).decode()))

    def client_did(self, session: str, acts: str) -> str:
        """Do what a program has done, JSON of `client.acts`; return an `Update`."""
        from smtp_playground.client.acts import perform, read_acts  # noqa: PLC0415

        known = self._known_session(session)
        try:
            done = read_acts(acts)
        except ValueError as error:
            raise BridgeError(str(error)) from error
        known.scene = None
        ids: list[int] = []
        for act in done:
            new = perform(act, known.timeline, known.conversation.persona, self._now())
            known.code_lines.update(dict.fromkeys(new, act.line))
            ids += new
        return known.update([*dict.fromkeys(ids)])

    def client_fault(self, session: str, fault: str) -> str:
        """Explain what ended a program, JSON of `client.faults`; return a `FaultView`."""
        from smtp_playground.client.explaining import explain  # noqa: PLC0415
        from smtp_playground.client.faults import read_fault  # noqa: PLC0415
        from smtp_playground.page_session import as_json  # noqa: PLC0415

        known = self._known_session(session)
        try:
            read = read_fault(fault)
        except ValueError as error:
            raise BridgeError(str(error)) from error
        return as_json(explain(read, known.conversation.entries(), known.view.words))
