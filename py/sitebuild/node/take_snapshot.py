"""Runs inside Pyodide at build time: brings the interpreter to where the page begins.

All that a session needs is imported and read, since files are no part of a memory snapshot.
"""

import encodings
import gc
import importlib
import pkgutil
import random
import re
from types import ModuleType

import smtp_playground
import smtpcore
from smtp_playground.bridge import the_bridge
from smtp_playground.sessions import the_book

# What `smtplib` and `email` import late, and what people who write mail programs import early.
LATE = ("email.generator", "email.mime.text", "email.policy", "email.utils", "smtplib")

CHARSETS = re.compile("(ascii|big5|cp125|euc|gb|iso2022|iso8859|koi8|latin|shift_jis|tis|utf)")
"""What mails are written in: no network must be needed to read them."""

DESK = ("desk_bubbles", "drafting", "handing_in", "linting", "packs", "recording", "results")
"""What teachers need, and learners when they hand in."""

LATER = {
    *("smtp_playground.exports", "smtp_playground.imports"),
    *(f"smtp_playground.lessons.{name}" for name in DESK),
}
"""What most readers never need: the page fetches it when it is asked for."""

NEVER = {"smtp_playground.lessons.program"}
"""What is for the command line alone, and imports what is not in the page."""


def import_all(package: ModuleType) -> None:
    """Import everything in a package, but for what comes later."""
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if module.name not in LATER | NEVER:
            imported = importlib.import_module(module.name)
            if module.ispkg:
                import_all(imported)


def prepare() -> None:
    """Import, read, forget what was only needed on the way."""
    for name in LATE:
        importlib.import_module(name)
    for module in pkgutil.iter_modules(encodings.__path__):
        if CHARSETS.match(module.name):
            importlib.import_module(f"encodings.{module.name}")
    for package in (smtpcore, smtp_playground):
        import_all(package)
    the_bridge()
    the_book()
    random.seed(0)  # the same snapshot from the same sources; the page seeds anew
    gc.collect()
