"""What finds entries in the page finds what Python finds, line by line: there are two of it."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest

from sitebuild.bundle import bundle_script
from sitebuild.packages import node_script
from sitebuild.process import run
from sitebuild.project import HERE
from smtp_playground.reference.find import find
from smtp_playground.reference.whole import composers, reference

FOLDER = Path(__file__).parent
LOG_LINES = FOLDER.parent / "playground" / "log_lines.toml"
TYPED = (
    "550|5.7.1|x.7.1|vrfy|VRFY|size|354 502|354 vs 502|greylisting|mailbox full|MTA|(mta)|r|é|i|"
    "end of data|saudação|caixa postal|Ação|İ|straße|kitchen sink|1550|port 587|| |"
    " 2.6.99 |5.0.999|"
    "999|101|a b c d e f g h i|550\u00a05.7.1"
)


@pytest.mark.parametrize("language", composers())
def test_the_page_and_python_find_the_same(language: str, tmp_path: Path) -> None:
    rows = tomllib.loads(LOG_LINES.read_text(encoding="utf-8"))["line"]
    lines = [*(row["text"] for row in rows), *TYPED.split("|")]
    data = reference(language).find
    module, asked = tmp_path / "find.mjs", tmp_path / "asked.json"
    module.write_bytes(bundle_script(HERE, HERE.web / "reference" / "find.ts", {}))
    asked.write_text(json.dumps([lines, asdict(data)]), encoding="utf-8")
    printed = run("find lines", node_script(FOLDER / "find_lines.mjs", module, asked))

    told = json.loads(json.dumps([asdict(find(line, data)) for line in lines]))
    assert dict(zip(lines, json.loads(printed), strict=True)) == dict(zip(lines, told, strict=True))
