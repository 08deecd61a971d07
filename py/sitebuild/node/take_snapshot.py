"""Runs inside Pyodide at build time: brings the interpreter to where the page begins.

All that a session needs is imported and read, since files are no part of a memory snapshot.
"""

import gc
import importlib
import pkgutil
import random

import smtp_playground
import smtpcore
from smtp_playground.bridge import the_bridge

# What `smtplib` and `email` import late, and what people who write mail programs import early.
LATE = ("email.generator", "email.mime.text", "email.policy", "email.utils", "smtplib")


def prepare() -> None:
    """Import, read, forget what was only needed on the way."""
    for name in LATE:
        importlib.import_module(name)
    for package in (smtpcore, smtp_playground):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    the_bridge()
    random.seed(0)  # the same snapshot from the same sources; the page seeds anew
    gc.collect()
