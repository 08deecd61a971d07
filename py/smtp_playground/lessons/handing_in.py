"""A learner's results, ready to be given to a teacher."""

from __future__ import annotations

import json

from smtp_playground.errors import ContentError
from smtp_playground.lessons.desk_bubbles import Results
from smtp_playground.lessons.drafting import slug
from smtp_playground.lessons.progress import read_progress
from smtp_playground.lessons.results import (
    FILE,
    LONGEST_NAME,
    LONGEST_TITLE,
    Sheet,
    write_code,
    write_file,
)


def hand_in(progress: str, name: str, pack: str, lessons: str) -> Results:
    """Return what was kept of these lessons, under a name. Raises `ContentError`."""
    name, pack = " ".join(name.split()), " ".join(pack.split())
    if len(name) > LONGEST_NAME:
        raise ContentError(FILE, "name", f"is {len(name)} characters long; at most {LONGEST_NAME}")
    counted = json.loads(lessons)
    kept = read_progress(progress)
    done = {id_: kept[id_] for id_ in kept if not counted or id_ in counted}
    sheet = Sheet(name, pack[:LONGEST_TITLE], done)
    file = "-".join(part for part in ("results", slug(name)) if part)
    return Results(f"{file}.json", write_file(sheet), write_code(sheet))
