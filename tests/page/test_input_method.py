"""Enter that ends a composition, as in Japanese, belongs to the input method and sends nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .talking import EHLO, TO_CONTENT, Console, expect_reply

_ENTER = """(field, options) => {
  if (options.isComposing) field.dispatchEvent(new CompositionEvent("compositionstart"));
  const enter = { key: "Enter", code: "Enter", bubbles: true, composed: true, cancelable: true };
  return field.dispatchEvent(new KeyboardEvent("keydown", { ...enter, ...options }));
}"""
"""Whether the browser may do with Enter what it does: in a form, send."""

COMPOSING = ({"isComposing": True}, {"keyCode": 229})
IDS = ("composing", "safari")


@pytest.mark.parametrize("options", COMPOSING, ids=IDS)
def test_enter_while_composing_does_not_send_a_line(
    console: Console, options: dict[str, object]
) -> None:
    console.prompt.fill(EHLO)

    assert console.prompt.evaluate(_ENTER, {}) is True
    assert console.prompt.evaluate(_ENTER, options) is False
    expect(console.prompt).to_have_value(EHLO)


@pytest.mark.parametrize("options", COMPOSING, ids=IDS)
def test_enter_while_composing_does_not_end_a_message(
    console: Console, options: dict[str, object]
) -> None:
    console.say(*TO_CONTENT)
    console.editor.fill("Subject: x\n\n.")

    for control in (False, True):
        assert console.editor.evaluate(_ENTER, {**options, "ctrlKey": control}) is True
    expect(console.editor).to_have_value("Subject: x\n\n.")
    assert console.editor.evaluate(_ENTER, {"ctrlKey": True}) is False
    expect_reply(console.reply(4), 250, "message-accepted")
