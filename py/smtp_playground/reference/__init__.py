"""The reference: an entry for every reply code, enhanced status code, command, extension and term.

It is made from the same content as the explanations in the conversation, and from words of its own
(`content/reference/`). None of it is in the page's Python: the page gets it as data.
"""
