"""The teaching: what happens in an SMTP session, shown and explained in the reader's language."""

__version__ = "0.1.0"
