"""The element's attributes are read in the browser and checked by documentation tools."""

from __future__ import annotations

import re

from sitebuild.project import HERE
from smtp_playground.embedding.element import ATTRIBUTES


def test_documentation_tools_know_the_attributes_that_the_element_reads() -> None:
    source = (HERE.web / "embed" / "options.ts").read_text(encoding="utf-8")
    listed = source.partition("ATTRIBUTES = [")[2].partition("]")[0]

    assert sorted(re.findall(r'"(\w+)"', listed)) == sorted(ATTRIBUTES)
