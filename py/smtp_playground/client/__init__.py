"""A client of the reader's own: Python code that speaks to the page's server, line by line.

The code runs in an interpreter of its own, where `wire.py` holds a copy of the server: replies
come at once, without a network. What the code does is told to the page (`acts.py`), which does
the same to the real conversation. The core is pure, so both hear the same.
"""
