"""A page may hold the script and the style that were built into it, told by their hashes."""

from __future__ import annotations

import base64
import hashlib

from sitebuild.policy import CONTENT_SECURITY_POLICY, content_security_policy
from smtp_playground.site_server import policy_in


def source(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def test_each_text_is_allowed_for_what_it_is() -> None:
    directives = content_security_policy("começar()", "p { margin: 0 }").split("; ")

    assert f"script-src 'self' 'wasm-unsafe-eval' {source('começar()')}" in directives
    assert f"style-src 'self' {source('p { margin: 0 }')}" in directives


def test_without_such_texts_nothing_inline_is_allowed() -> None:
    assert content_security_policy() == CONTENT_SECURITY_POLICY
    assert "sha256" not in CONTENT_SECURITY_POLICY
    assert "unsafe-inline" not in content_security_policy("x", "y")


def test_a_page_tells_its_policy() -> None:
    page = '<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;">'

    assert policy_in(page) == "default-src 'none'"
    assert policy_in("<p>no policy</p>") is None
