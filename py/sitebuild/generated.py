"""What the view's sources import but no one writes by hand: types and words."""

from __future__ import annotations

from collections.abc import Iterator

from sitebuild.project import Project
from sitebuild.steps import Step
from sitebuild.view_types import typescript
from sitebuild.words import words_json
from smtp_playground import bubbles, mail_bubbles


def generated_step(project: Project) -> Step:
    """Return the step that writes the generated sources."""
    makers = [project.python / "sitebuild" / name for name in ("view_types.py", "words.py")]
    return Step(
        name="generated",
        doing="the view's types and words into .build/generated",
        inputs=(
            project.python / "smtp_playground" / "bubbles.py",
            project.python / "smtp_playground" / "mail_bubbles.py",
            *sorted(project.content.glob("*/ui.toml")),
            *makers,
        ),
        outputs=(project.generated,),
        make=lambda: _write(project),
    )


def _write(project: Project) -> None:
    project.generated.mkdir(parents=True, exist_ok=True)
    for name, text in _sources(project):
        (project.generated / name).write_text(text, encoding="utf-8")


def _sources(project: Project) -> Iterator[tuple[str, str]]:
    yield "bubbles.ts", f"{typescript(bubbles)}\n{typescript(mail_bubbles)}"
    yield "words.json", words_json(project.content)
