"""Sphinx: the directive `smtp-session`, live in HTML, a literal block wherever there is no script.

    extensions = ["smtp_playground.sphinx_ext"]

Settings in `conf.py`:

- `smtp_playground_url`: where a playground is hosted. Empty (the usual): its files are copied
  into the documentation, and nothing is asked of another host.
- `smtp_playground_persona`: who answers where a session does not say; `playground`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from smtp_playground import __version__
from smtp_playground.embedding.element import FLAGS, AttributeProblemError, check, element
from smtp_playground.embedding.files import FOLDER, NoSiteError, copy_files

_logger: Final = logging.getLogger(__name__)

NAMED: Final = "smtp_playground_documents"
"""The environment's set of documents with a session in them."""


class smtp_session(nodes.literal_block):  # noqa: N801 (docutils names nodes so)
    """A session; `attributes` of the element stand in `element`."""


class SmtpSession(SphinxDirective):
    """`.. smtp-session::` with the element's attributes as options, and the session as content."""

    has_content = True
    option_spec: ClassVar[Any] = {
        **dict.fromkeys(
            ("persona", "rules", "lang", "theme", "height", "lesson", "start"),
            directives.unchanged_required,
        ),
        **dict.fromkeys(FLAGS, directives.flag),
        "verify": directives.unchanged,
        "name": directives.unchanged,
        "class": directives.class_option,
    }

    def run(self) -> list[nodes.Node]:
        """Return the session's node; an option that means nothing is an error in its place."""
        self.assert_has_content()
        attributes = self._attributes()
        try:
            check(attributes)
        except AttributeProblemError as problem:
            raise self.error(f"smtp-session: {problem}") from problem
        text = "\n".join(self.content)
        node = smtp_session(text, text, language="none", element=attributes)
        node["classes"] += self.options.get("class", [])
        self.set_source_info(node)
        self.add_name(node)
        return [node]

    def _attributes(self) -> dict[str, str | None]:
        given = {
            name: value
            for name, value in self.options.items()
            if name not in {"verify", "name", "class"}
        }
        usual = {"persona": self.config.smtp_playground_persona}
        if language := _language(self.config.language):
            usual["lang"] = language
        return usual | given


def _language(tag: str | None) -> str | None:
    """Return the language of the words, for a documentation that is in one of them."""
    return {"en": "en", "pt_BR": "pt-BR", "pt": "pt-BR"}.get(tag or "")


class AsLiteral(SphinxPostTransform):
    """Make a literal block of a session, for all that is not HTML."""

    default_priority = 400

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002 (Sphinx's own signature)
        """Replace each session of the document."""
        if self.app.builder.format == "html":
            return
        for session in list(self.document.findall(smtp_session)):
            text = session.astext()
            session.replace_self(nodes.literal_block(text, text, language="none"))


def _visit_html(translator: HTML5Translator, node: nodes.Element) -> None:
    translator.body.append(element(node.astext(), node["element"]) + "\n")
    raise nodes.SkipNode


def _note(app: Sphinx, doctree: nodes.document) -> None:
    """Remember that a document has a session."""
    if next(iter(doctree.findall(smtp_session)), None) is not None:
        _documents(app.env).add(app.env.docname)


def _documents(env: BuildEnvironment) -> set[str]:
    if not hasattr(env, NAMED):
        setattr(env, NAMED, set())
    found: set[str] = getattr(env, NAMED)
    return found


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:  # noqa: ARG001
    _documents(env).discard(docname)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: Any) -> None:  # noqa: ANN401, ARG001
    """Take over what another process has read."""
    _documents(env).update(_documents(other) & set(docnames))


def _add_script(
    app: Sphinx, pagename: str, templatename: str, context: Mapping[str, Any], doctree: object
) -> None:
    """Name the script in the pages that need it."""
    del templatename, context
    if doctree is not None and pagename in _documents(app.env):
        url = app.config.smtp_playground_url.rstrip("/")
        app.add_js_file(f"{url or FOLDER}/embed.js", type="module")


def _copy(app: Sphinx, exception: Exception | None) -> None:
    """Copy what the script asks for, where some page has it."""
    if exception or app.builder.format != "html" or app.config.smtp_playground_url:
        return
    if not _documents(app.env):
        return
    try:
        copy_files(Path(app.outdir) / "_static" / FOLDER)
    except (NoSiteError, OSError) as error:
        _logger.warning("smtp-session: %s", error)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register all of it with Sphinx."""
    app.add_config_value("smtp_playground_url", "", "html")
    app.add_config_value("smtp_playground_persona", "playground", "env")
    app.add_node(smtp_session, html=(_visit_html, None))
    app.add_directive("smtp-session", SmtpSession)
    app.add_post_transform(AsLiteral)
    app.connect("doctree-read", _note)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    app.connect("html-page-context", _add_script)
    app.connect("build-finished", _copy)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
