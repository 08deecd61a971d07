"""The state map is laid out when the page is built, from the table: the page only draws it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from sitebuild.bundle import bundle_program
from sitebuild.packages import node_script
from sitebuild.process import run
from sitebuild.project import Project
from sitebuild.view_types import typescript
from smtp_playground.library import Library
from smtp_playground.reference import map_view
from smtp_playground.reference.state_map import drawings


def state_map_ts(project: Project) -> str:
    """Return both maps as a source that the types of the view check."""
    told = {
        name.upper(): json.dumps(each, ensure_ascii=False)
        for name, each in laid_out(project).items()
    }
    maps = [f"export const {name}: StateMap = {each};\n" for name, each in told.items()]
    return "\n".join([typescript(map_view), *maps])


def laid_out(project: Project) -> dict[str, Any]:
    """Return the maps with a place for each box and a path for each line."""
    program = bundle_program(project, project.web / "build" / "lay-out-maps.ts")
    project.made.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=project.made, prefix="map-") as folder:
        path, asked = Path(folder, "lay-out-maps.mjs"), Path(folder, "drawings.json")
        path.write_bytes(program)
        asked.write_text(json.dumps(drawings(Library.load(project.content))), encoding="utf-8")
        maps: dict[str, Any] = json.loads(run("lay out the state map", node_script(path, asked)))
        return maps
