"""The reference for programs: `codes.json`; `content/schema/codes.json` tells what is in it."""

from __future__ import annotations

import json
from typing import Any

from smtp_playground.markup import Text, plain
from smtp_playground.reference.composing import Composer
from smtp_playground.reference.replies import names_of_codes
from smtp_playground.reference.whole import composers
from smtp_playground.words import Reference
from smtpcore import CATALOGUE


def codes_json() -> str:
    """Return every reply code and every enhanced status code, in every language."""
    english = composers()["en"]
    told = {
        "$schema": "codes.schema.json",
        "codes": {code: _code(code) for code in english.extra.codes},
        "enhanced": {detail: _enhanced(detail) for detail in english.extra.enhanced},
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _code(code: str) -> dict[str, Any]:
    english = composers()["en"]
    told = english.extra.codes[code]
    return {
        "status": told.status,
        "client": told.act,
        "rfc": _references(told.rfc),
        "related": list(told.related),
        "commands": [id_ for id_, row in english.tables.matrix.items() if code in row.codes],
        "replies": [_reply(name) for name in names_of_codes().get(code, ())],
        "words": {language: _words(composer, code) for language, composer in composers().items()},
    }


def _reply(name: str) -> dict[str, str]:
    reply = CATALOGUE[name]
    return {"name": name, "enhanced": reply.enhanced}


def _words(composer: Composer, code: str) -> dict[str, Any]:
    told = composer.extra.codes[code]
    return {
        "title": told.title,
        "meaning": plain(told.meaning),
        "fix": _plain(told.fix),
        "avoid": _plain(told.avoid),
        "client": plain(told.client),
    }


def _enhanced(detail: str) -> dict[str, Any]:
    told = composers()["en"].extra.enhanced[detail]
    key = f"detail-{detail.replace('.', '-')}"
    return {
        "basic": list(told.basic),
        "rfc": _references(told.rfc),
        "words": {
            language: {
                "title": composer.words.enhanced[key].title,
                "meaning": plain(composer.words.enhanced[key].text),
                "fix": _plain(composer.extra.enhanced[detail].fix),
            }
            for language, composer in composers().items()
        },
    }


def _plain(texts: tuple[Text, ...]) -> list[str]:
    return [plain(text) for text in texts]


def _references(references: tuple[Reference, ...]) -> list[str]:
    return [f"RFC {each.number} {each.section}".rstrip() for each in references]
