"""What the page may load and do: its own files, and WebAssembly; nothing else, from no one else."""

from __future__ import annotations

import base64
import hashlib
import html
import re


def content_security_policy(script: str = "", style: str = "") -> str:
    """Return the policy of a page with this one script and this one style in it, if any."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' 'wasm-unsafe-eval'{_and_just(script)}",
            f"style-src 'self'{_and_just(style)}",
            "connect-src 'self'",
            "worker-src 'self'",
            "img-src 'self' data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def policy_in(page: str) -> str | None:
    """Return the policy that a page carries, if it has one."""
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    return html.unescape(found[1]) if found else None


def _and_just(text: str) -> str:
    """Return the hash that allows a text to stand in the page, and no other."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f" 'sha256-{digest}'" if text else ""


CONTENT_SECURITY_POLICY = content_security_policy()
"""What holds for every file that is no page: no page's own script or style is allowed there."""
