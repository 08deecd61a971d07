"""Octets to be laid over a memory, as a WebAssembly module that holds data and nothing else.

The browser lays them itself when the module is instantiated, and every host that compresses
WebAssembly compresses this too. The encoding is that of the WebAssembly Core Specification, 5.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

MAGIC = b"\0asm\1\0\0\0"
CUSTOM, IMPORT, DATA = 0, 2, 11
MEMORY_IMPORT = 0x02
NO_MAXIMUM = 0x00
I32_CONST, END = 0x41, 0x0B
PAGE = 65536

Segment = tuple[int, bytes]
"""Where in the memory, and what."""


def data_module(segments: Sequence[Segment], memory: int, notes: bytes, name: str) -> bytes:
    """Return a module that lays segments over an imported memory `env.memory`.

    `memory` is the least size of the memory in octets; `notes` stand in a custom section.
    """
    sections = [
        _section(CUSTOM, _named(name) + notes),
        _section(IMPORT, _vector([_memory_import(memory)])),
        _section(DATA, _vector([_segment(*segment) for segment in segments])),
    ]
    return MAGIC + b"".join(sections)


def differences(before: bytes, after: bytes, page: int) -> Iterator[Segment]:
    """Yield what differs, in whole pages of so many octets, neighbours joined."""
    begin = None
    for at in range(0, len(after) + page, page):
        differs = before[at : at + page] != after[at : at + page]
        if differs and begin is None:
            begin = at
        elif not differs and begin is not None:
            yield begin, after[begin:at]
            begin = None


def _section(number: int, content: bytes) -> bytes:
    return bytes([number]) + _unsigned(len(content)) + content


def _memory_import(size: int) -> bytes:
    limits = bytes([NO_MAXIMUM]) + _unsigned(size // PAGE)
    return _named("env") + _named("memory") + bytes([MEMORY_IMPORT]) + limits


def _segment(at: int, content: bytes) -> bytes:
    place = bytes([I32_CONST]) + _signed(at) + bytes([END])
    return _unsigned(0) + place + _unsigned(len(content)) + content


def _vector(items: Iterable[bytes]) -> bytes:
    listed = list(items)
    return _unsigned(len(listed)) + b"".join(listed)


def _named(name: str) -> bytes:
    octets = name.encode()
    return _unsigned(len(octets)) + octets


def _unsigned(number: int) -> bytes:
    """Return a number in LEB128."""
    result = bytearray()
    while number > 0x7F:
        result.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*result, number])


def _signed(number: int) -> bytes:
    """Return a number that is not negative in signed LEB128: its highest bit stays clear."""
    result = bytearray()
    while number > 0x3F:
        result.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*result, number])
