"""Runs inside Pyodide at build time: brings the interpreter to where the page begins.

All that a session needs is imported and read, since files are no part of a memory snapshot.
"""

import encodings
import gc
import importlib
import pkgutil
import random
import re

import smtp_playground
import smtpcore
from smtp_playground.bridge import the_bridge
from smtp_playground.sessions import the_book

# What `smtplib` and `email` import late, and what people who write mail programs import early.
LATE = ("email.generator", "email.mime.text", "email.policy", "email.utils", "smtplib")

CHARSETS = re.compile("(ascii|big5|cp125|euc|gb|iso2022|iso8859|koi8|latin|shift_jis|tis|utf)")
"""What mails are written in: no network must be needed to read them."""


def prepare() -> None:
    """Import, read, forget what was only needed on the way."""
    for name in LATE:
        importlib.import_module(name)
    for module in pkgutil.iter_modules(encodings.__path__):
        if CHARSETS.match(module.name):
            importlib.import_module(f"encodings.{module.name}")
    for package in (smtpcore, smtp_playground):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    the_bridge()
    the_book()
    random.seed(0)  # the same snapshot from the same sources; the page seeds anew
    gc.collect()
