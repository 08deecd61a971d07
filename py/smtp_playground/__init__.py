"""The teaching: what happens in an SMTP session, shown and explained in the reader's language."""
