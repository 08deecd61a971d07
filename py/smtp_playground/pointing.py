"""The parts of a line, each with what is said when a reader points at it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from smtp_playground.bubbles import Part
from smtp_playground.explain import Explainer
from smtp_playground.markup import Text, fill
from smtp_playground.parts import Cut

Told = tuple[str, Text]
"""A title and a text."""


def parts_of(
    entry_id: int, lines: Iterable[tuple[Cut, ...]], explainer: Explainer
) -> tuple[tuple[Part, ...], ...]:
    """Return the lines of a bubble in parts, each with an anchor of its own."""
    seen: Counter[str] = Counter()
    return tuple(tuple(_part(entry_id, cut, seen, explainer) for cut in line) for line in lines)


def _part(entry_id: int, cut: Cut, seen: Counter[str], explainer: Explainer) -> Part:
    told = _told(cut, explainer) if cut.name else None
    if told is None:
        return Part(cut.text, "", "", "", (), "", "")
    seen[cut.name] += 1
    number = f"-{seen[cut.name]}" if seen[cut.name] > 1 else ""
    decoded = cut.decoded if cut.secret else ""
    return Part(cut.text, cut.name, f"b{entry_id}-{cut.name}{number}", *told, cut.secret, decoded)


def _told(cut: Cut, explainer: Explainer) -> Told | None:
    words = explainer.words
    match cut.name:
        case "code":
            return words.parts["code"].title, explainer.code(cut.text)
        case "enhanced-code":
            return words.parts["enhanced-code"].title, explainer.enhanced(cut.text)
        case "verb":
            command = words.commands[cut.text.lower()]
            return command.title, command.text
        case "keyword":
            keyword = cut.text.partition(" ")[0].lower()
            extension = words.keywords.get(keyword) or words.parts.get(f"keyword-{keyword}")
            return (extension.title, extension.text) if extension else None
        case "parameter-keyword" if cut.text.lower() in words.parameters:
            parameter = words.parameters[cut.text.lower()]
            return parameter.title, parameter.text
        case "mechanism" if f"mechanism-{cut.text.lower()}" in words.parts:
            mechanism = words.parts[f"mechanism-{cut.text.lower()}"]
            return mechanism.title, mechanism.text
    part = words.parts[cut.name]
    return part.title, fill(part.text, {"value": cut.text, "decoded": cut.decoded})
