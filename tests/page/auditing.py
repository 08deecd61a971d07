"""What may be wrong with a page whatever it shows: what axe objects to, and what is too wide."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe

from .talking import Console

TOO_WIDE = """() => {
  const found = [];
  const look = root => {
    for (const element of root.querySelectorAll("*")) {
      const box = element.getBoundingClientRect();
      const seen = box.width && element.checkVisibility() && box.right > innerWidth + 1;
      // These scroll by themselves, or are for screen readers only.
      const moot = element.closest("nav, pre, .chips, .tabs, .quiet, .frame > *, .cm-scroller");
      if (seen && !moot) found.push(element.outerHTML.slice(0, 80));
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  look(document);
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) found.push("the page itself");
  return found;
}"""


def audit(console: Console) -> None:
    """Fail if axe found a violation: its rule, and where."""
    found = Axe().run(console.page).response["violations"]
    assert [
        (violation["id"], node["target"], node["failureSummary"])
        for violation in found
        for node in violation["nodes"]
    ] == []
