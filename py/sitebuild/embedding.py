"""What other pages embed: `embed.js`, small and by itself, the console, a page for frames."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sitebuild.bundle import bundle_script, bundle_style
from sitebuild.frame import templates, write
from sitebuild.names import add_asset
from sitebuild.policy import content_security_policy
from sitebuild.project import Project
from sitebuild.words import words_json
from smtp_playground.personas import load_personas

SCRIPT: Final = "embed.js"
"""The one name that pages elsewhere have in them: it never changes."""

FRAME: Final = "embed.html"
"""The page for hosts that allow frames but no script."""


def add_embedding(project: Project, site: Path, told: Mapping[str, object], worker: str) -> None:
    """Write all of it; `told` is what the console must know, `worker` where Python's script is."""
    embed = project.web / "embed"
    console = bundle_script(project, project.web / "live.ts", {**told, "WORKER": worker})
    constants = {"CONSOLE": add_asset(site, "console.js", console), **embed_constants(project)}
    (site / SCRIPT).write_bytes(bundle_script(project, embed / "main.ts", constants))
    frame = add_asset(site, "frame.js", bundle_script(project, embed / "frame.ts", {}))
    style = bundle_style(project, project.web / "styles" / "frame.css").decode()
    page = templates(project).get_template("embed.jinja")
    policy = content_security_policy(style=style)
    write(site / FRAME, page.render(csp=policy, style=style, frame=frame))


def embed_constants(project: Project) -> dict[str, object]:
    """Return the words, codes and servers that an embed knows by itself."""
    words = json.loads(words_json(project.content))
    return {
        "EMBED_WORDS": {language: _group(table, "embed.") for language, table in words.items()},
        "EMBED_CODES": {language: _codes(project, language) for language in words},
        "EMBED_PERSONAS": {name: each.name for name, each in load_personas().items()},
    }


def _group(table: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {key.removeprefix(prefix): text for key, text in table.items() if key.startswith(prefix)}


def _codes(project: Project, language: str) -> dict[str, str]:
    """Return what each reply code means, as its entry in the reference says it."""
    data = json.loads((project.reference / f"{language}.json").read_text(encoding="utf-8"))
    return {
        entry["code"]: entry["description"]
        for entry in data["entries"]
        if entry["kind"] == "replies"
    }
