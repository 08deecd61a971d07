"""What the view's sources import but no one writes by hand: types, words, the recording."""

from __future__ import annotations

from collections.abc import Iterator

from sitebuild.project import Project
from sitebuild.recording import recording_ts
from sitebuild.state_map import state_map_ts
from sitebuild.steps import Step
from sitebuild.view_types import typescript
from sitebuild.words import languages_ts, words_json
from smtp_playground import (
    bubbles,
    comparison_bubbles,
    mail_bubbles,
    octet_bubbles,
    runs,
    travel_bubbles,
)
from smtp_playground.client import bubbles as client_bubbles
from smtp_playground.exports import bubbles as export_bubbles
from smtp_playground.imports import bubbles as import_bubbles
from smtp_playground.lessons import bubbles as lesson_bubbles
from smtp_playground.lessons import desk_bubbles
from smtp_playground.reference import entries

VIEW_MODELS = (
    runs,
    bubbles,
    mail_bubbles,
    comparison_bubbles,
    octet_bubbles,
    travel_bubbles,
    lesson_bubbles,
)
RUN_IMPORT = 'import type { Run } from "./bubbles";\n\n'


def generated_step(project: Project) -> Step:
    """Return the step that writes the generated sources."""
    makers = ("generated.py", "recording.py", "state_map.py", "view_types.py", "words.py")
    return Step(
        name="generated",
        doing="the view's types and words, and its recording, into .build/generated",
        inputs=(
            project.python / "smtpcore",
            project.python / "smtp_playground",
            *(project.python / "sitebuild" / name for name in makers),
            project.web / "build" / "lay-out-maps.ts",
            project.packages / ".package-lock.json",
        ),
        outputs=(project.generated,),
        make=lambda: _write(project),
    )


def _write(project: Project) -> None:
    project.generated.mkdir(parents=True, exist_ok=True)
    for name, text in _sources(project):
        (project.generated / name).write_text(text, encoding="utf-8")


def _sources(project: Project) -> Iterator[tuple[str, str]]:
    yield "bubbles.ts", "\n".join(map(typescript, VIEW_MODELS))
    yield "entries.ts", f"{RUN_IMPORT}{typescript(entries)}"
    yield "client.ts", f"{RUN_IMPORT}{typescript(client_bubbles)}"
    yield "desk.ts", f"{RUN_IMPORT}{typescript(desk_bubbles)}"
    transcripts = "\n".join(map(typescript, (export_bubbles, import_bubbles)))
    yield "transcripts.ts", f"{RUN_IMPORT}{transcripts}"
    yield "words.json", words_json(project.content)
    yield "languages.ts", languages_ts(project.content)
    yield "state-map.ts", state_map_ts(project)
    yield "recording.ts", recording_ts(project.content)
