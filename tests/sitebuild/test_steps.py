"""Steps are made when they are stale, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitebuild.errors import BuildError
from sitebuild.project import Project
from sitebuild.steps import Step, ensure


class Copying:
    """A step that copies a file, and counts how often."""

    def __init__(self, root: Path) -> None:
        self.project = Project(root)
        self.source, self.target = root / "source", root / "target"
        self.source.write_text("one")
        self.times = 0

    def copy(self) -> None:
        self.times += 1
        self.target.write_text(self.source.read_text())

    def ensure(self) -> bool:
        return ensure(
            self.project, Step("copy", "a copy", (self.source,), (self.target,), self.copy)
        )


@pytest.fixture
def step(tmp_path: Path) -> Copying:
    step = Copying(tmp_path)
    step.ensure()
    return step


def test_a_fresh_step_is_left_alone(step: Copying, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()

    assert not step.ensure()
    assert step.times == 1
    assert capsys.readouterr().out == ""


def test_a_touched_file_with_the_same_content_is_no_change(step: Copying) -> None:
    step.source.write_text("one")

    assert not step.ensure()


def test_a_changed_source_makes_a_step_stale(
    step: Copying, capsys: pytest.CaptureFixture[str]
) -> None:
    step.source.write_text("two")
    capsys.readouterr()

    assert step.ensure()
    assert step.target.read_text() == "two"
    assert capsys.readouterr().out == "copy: a copy\n"


def test_a_damaged_result_makes_a_step_stale(step: Copying) -> None:
    step.target.write_text("damaged")

    assert step.ensure()
    assert step.target.read_text() == "one"


def test_a_removed_result_makes_a_step_stale(step: Copying) -> None:
    step.target.unlink()

    assert step.ensure()


def test_a_renamed_source_makes_a_step_stale(tmp_path: Path) -> None:
    folder, project = tmp_path / "folder", Project(tmp_path)
    folder.mkdir()
    (folder / "a").write_text("same")
    step = Step("look", "a look", (folder,), (), lambda: None)
    ensure(project, step)
    (folder / "a").rename(folder / "b")

    assert ensure(project, step)


def test_a_step_that_failed_is_tried_again(tmp_path: Path) -> None:
    def fail() -> None:
        raise BuildError("no")

    step = Step("fail", "nothing", (), (), fail)
    for _ in range(2):
        with pytest.raises(BuildError):
            ensure(Project(tmp_path), step)
