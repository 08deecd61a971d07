"""What the page may load and do: its own files, and WebAssembly; nothing else, from no one else."""

import base64
import hashlib
from collections.abc import Iterable

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
)


def single_file_policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Return the policy of a page that asks no one: these texts, and workers made of them."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'wasm-unsafe-eval' blob: data: {_hashes(scripts)}",
            f"style-src {_hashes(styles)}",
            "worker-src blob:",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hashes(texts: Iterable[str]) -> str:
    digests = (hashlib.sha256(text.encode()).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
