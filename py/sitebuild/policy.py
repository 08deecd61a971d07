"""What the page may load and do: its own files, and WebAssembly; nothing else, from no one else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable


def content_security_policy(script: str = "", style: str = "") -> str:
    """Return the policy of a page with this one script and this one style in it, if any."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' 'wasm-unsafe-eval'{_and_just([script])}",
            f"style-src 'self'{_and_just([style])}",
            "connect-src 'self'",
            "worker-src 'self' blob:",  # of a blob: a reader's own program
            "frame-src 'self'",  # the preview of an embed
            "img-src 'self' data:",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def single_file_policy(scripts: Iterable[str], style: str) -> str:
    """Return the policy of a page that asks no one: these texts, and workers made of them."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'wasm-unsafe-eval' blob: data:{_and_just(scripts)}",
            f"style-src{_and_just([style])}",
            "worker-src blob:",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _and_just(texts: Iterable[str]) -> str:
    """Return the hashes that allow texts to stand in the page, and no other."""
    digests = [hashlib.sha256(text.encode()).digest() for text in texts if text]
    return "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


CONTENT_SECURITY_POLICY = content_security_policy()
"""What holds for every file that is no page: no page's own script or style is allowed there."""
