"""The server that ours is measured against: aiosmtpd as it comes, dropping every message."""

from __future__ import annotations

import asyncio
import sys

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST = 104_857_600


class Drop:
    """Takes every message and keeps none."""

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        """Say that the message was taken."""
        return "250 OK"


async def serve(port: int) -> None:
    """Serve until killed."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Drop(), data_size_limit=LARGEST), "127.0.0.1", port
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
