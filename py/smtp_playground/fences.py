"""Python-Markdown: a fence of `smtp` becomes a session, through `pymdownx.superfences`.

    markdown_extensions:
      - pymdownx.superfences:
          custom_fences:
            - name: smtp
              class: smtp-session
              format: !!python/name:smtp_playground.fences.session
              validator: !!python/name:smtp_playground.fences.options

The plugin (`mkdocs_ext.py`) adds it by itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from smtp_playground.embedding.element import AttributeProblemError, element


def options(
    language: str,
    inputs: Mapping[str, str | None],
    options: dict[str, str | None],
    attrs: dict[str, str | None],
    md: object,
) -> bool:
    """Take over what stands behind the fence's name (superfences' `validator`).

    What means nothing is refused when the fence is written: a validator that refuses would
    leave the fence's text in the page, without a word.
    """
    del language, attrs, md
    options.update(inputs)
    return True


def session(
    source: str,
    language: str,
    css_class: str,
    options: Mapping[str, str | None],
    md: object,
    **also: object,
) -> str:
    """Return a fence's session as HTML (superfences' `format`).

    Raises `AttributeProblemError` for an attribute that means nothing, within superfences'
    own error that stops the build.
    """
    del language, css_class, md, also
    attributes = {name: value for name, value in options.items() if name != "verify"}
    try:
        return element(source, attributes)
    except AttributeProblemError as problem:
        raise _stop(problem) from problem


def _stop(problem: AttributeProblemError) -> Exception:
    """Return what stops the build: any other error, superfences passes over in silence."""
    from pymdownx.superfences import SuperFencesException  # noqa: PLC0415 (only where it is)

    stop: Exception = SuperFencesException(f"smtp: {problem}")
    return stop
