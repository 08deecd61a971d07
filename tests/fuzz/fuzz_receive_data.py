"""Fuzz `ServerSession.receive_data` with atheris: `python -m tests.fuzz.fuzz_receive_data FOLDER`.

FOLDER gets the seeds that the transcripts are, and a dictionary; what is found interesting is
added, and a reproducer if an invariant breaks. Options of libFuzzer follow: `-atheris_runs=N`.
"""

from __future__ import annotations

import sys
from hashlib import sha1
from importlib import import_module
from pathlib import Path
from typing import Any, Final

OPTIONS: Final = ("-max_len=2000", "-timeout=10", "-use_value_profile=1")


def prepare(folder: Path, seeds: list[bytes], words: list[bytes]) -> list[str]:
    """Write seeds and dictionary; return what tells libFuzzer of them."""
    corpus, dictionary = folder / "corpus", folder / "words.dict"
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        (corpus / sha1(seed, usedforsecurity=False).hexdigest()).write_bytes(seed)
    escaped = ("".join(f"\\x{octet:02x}" for octet in word) for word in words)
    dictionary.write_text("".join(f'"{word}"\n' for word in escaped), encoding="ascii")
    return [str(corpus), f"-dict={dictionary}", f"-artifact_prefix={folder}/"]


def main(folder: str, *options: str) -> None:
    """Fuzz until libFuzzer's options say it is enough."""
    atheris: Any = import_module("atheris")
    # Only what is imported here is watched; the tests' own modules teach a fuzzer nothing.
    with atheris.instrument_imports(include=["smtpcore"]):
        import_module("smtpcore")
    conversations = import_module("tests.fuzz.conversations")
    check = import_module("tests.fuzz.invariants").check
    told = prepare(Path(folder), list(conversations.seeds()), conversations.words())
    atheris.Setup([sys.argv[0], *told, *OPTIONS, *options], check)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
