"""A small lesson as a table, to be changed by the tests."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any, Final

Table = dict[str, Any]

HELLO: Final[Table] = {
    "format": 1,
    "id": "hello",
    "language": "en",
    "title": "Hello",
    "track": "own",
    "minutes": 3,
    "goal": "Say hello and begin a message.",
    "story": "A server waits.\n\nYou go first? *No.*",
    "persona": "playground",
    "near_miss_why": "`HELLO` is no command.",
    "notice": "Numbers first.",
    "discuss": ["Why?"],
    "solution": ["EHLO client.example", "MAIL FROM:<you@client.example>"],
    "near_miss": ["HELLO client.example"],
    "steps": [
        {
            "id": "ehlo",
            "task": "Say `EHLO`.",
            "entry": "commands/ehlo",
            "hints": ["Four letters.", "`EHLO client.example`"],
            "see": [{"after": "EHLO", "code": "250"}],
            "question": {
                "ask": "Which code?",
                "choices": ["250", "500"],
                "answer": 1,
                "because": "It is *done*.",
            },
        },
        {
            "id": "mail",
            "task": "Begin a message.",
            "hints": ["MAIL FROM", "`MAIL FROM:<you@client.example>`"],
            "see": [{"after": "MAIL", "code": "250"}],
        },
    ],
}


def changed(path: str, value: object) -> Table:
    """Return the lesson with one value changed, by its path `steps.0.task`; None removes it."""
    table = deepcopy(HELLO)
    at: Any = table
    *way, last = path.split(".")
    for name in way:
        at = at[int(name)] if name.isdecimal() else at[name]
    key: Any = int(last) if last.isdecimal() else last
    if value is None:
        del at[key]
    else:
        at[key] = value
    return table


def text(table: Table = HELLO) -> str:
    """Return a lesson as the text that the page hands over."""
    return json.dumps(table)
