"""`aiosmtplib`, unmodified, for where nothing can be installed: its sources stand in the code."""

from __future__ import annotations

from importlib.metadata import files
from typing import Final

PACKAGE: Final = "aiosmtplib"

_FINDER: Final = """\
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec

class Sources(MetaPathFinder, Loader):
    def find_spec(self, name, path, target=None):
        if name in SOURCES:
            return ModuleSpec(name, self, is_package=name == PACKAGE)

    def exec_module(self, module):
        exec(compile(SOURCES[module.__name__], module.__name__, "exec"), module.__dict__)

sys.meta_path.insert(0, Sources())
"""
_PROGRAM: Final = """
import asyncio
from email.message import EmailMessage

import aiosmtplib

message = EmailMessage()
message["From"], message["To"] = "me@client.example", "alice@example.com, nobody@example.com"
message.set_content("hello")

async def main():
    async with aiosmtplib.SMTP(
        hostname="localhost", port=2525, local_hostname="client.example",
        start_tls=True, validate_certs=False,
    ) as server:
        await server.login("alice", "wonderland")
        refused, told = await server.send_message(message)
        print(sorted(refused))

asyncio.run(main())
"""


def program() -> str:
    """Return a program that sends a message with it."""
    sources = {
        _module(path.name): path.read_text(encoding="utf-8")
        for path in files(PACKAGE) or ()
        if path.suffix == ".py" and path.name != "__main__.py"
    }
    return f"PACKAGE = {PACKAGE!r}\nSOURCES = {sources!r}\n{_FINDER}{_PROGRAM}"


def _module(file: str) -> str:
    stem = file.removesuffix(".py")
    return PACKAGE if stem == "__init__" else f"{PACKAGE}.{stem}"
