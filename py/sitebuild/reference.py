"""The reference's pages: a folder for each entry in each language, and lists of them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from sitebuild.bundle import bundle_program, bundle_script, bundle_style
from sitebuild.errors import BuildError
from sitebuild.frame import Assets, Frame, Shared, root_of, templates, write
from sitebuild.names import add_asset
from sitebuild.packages import node_script
from sitebuild.process import run
from sitebuild.project import Project
from sitebuild.reference_lists import Group, Way, groups_of
from sitebuild.snapshot import gzipped
from sitebuild.steps import Step
from smtp_playground.reference.entries import Entry, Reference
from smtp_playground.reference.machine import codes_json
from smtp_playground.reference.markdown import markdown
from smtp_playground.reference.transcripts import StrayedSessionError
from smtp_playground.reference.whole import composers, reference

KINDS: Final = ("replies", "enhanced", "commands", "extensions", "compare", "glossary")


def reference_step(project: Project) -> Step:
    """Return the step that writes the reference as data, and renders its entries."""
    return Step(
        name="reference",
        doing="the reference's entries, their sessions played, into .build/reference",
        inputs=(
            project.packages / ".package-lock.json",
            project.python / "smtpcore",
            project.python / "smtp_playground",
            project.generated,
            *(project.web / name for name in ("reference", "build", "runs.ts", "severity.ts")),
            project.python / "sitebuild" / "reference.py",
        ),
        outputs=(project.reference,),
        make=lambda: _make(project),
    )


def _make(project: Project) -> None:
    project.reference.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=project.made, prefix="reference-") as folder:
        program = Path(folder, "render-entries.mjs")
        program.write_bytes(bundle_program(project, project.web / "build" / "render-entries.ts"))
        for language in _languages():
            data = project.reference / f"{language}.json"
            data.write_text(_json(slim(asdict(_whole(language)))), encoding="utf-8")
            html = run(f"render the reference in {language}", node_script(program, data))
            (project.reference / f"{language}-pages.json").write_text(html, encoding="utf-8")


def _languages() -> list[str]:
    return list(composers())


def _whole(language: str) -> Reference:
    try:
        return reference(language)
    except StrayedSessionError as error:
        raise BuildError(str(error)) from error


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def slim(value: object) -> object:
    """Leave out what `web/reference/data.ts` puts back: how most runs and lines are."""
    if isinstance(value, dict):
        return {
            key: slim(inner)
            for key, inner in value.items()
            if USUAL.get(key, NOTHING_USUAL) != inner
        }
    return [slim(inner) for inner in value] if isinstance(value, list | tuple) else value


USUAL: Final = {"style": "plain", "href": "", "differs": False}
NOTHING_USUAL: Final = object()


def reference_data(project: Project) -> dict[str, bytes]:
    """Return the data of each language, packed with gzip: for the page and the single file."""
    return {
        language: gzipped((project.reference / f"{language}.json").read_bytes())
        for language in _languages()
    }


def add_reference(project: Project, frames: Iterable[Frame]) -> None:
    """Write all pages, and what programs read."""
    for frame in frames:
        _Writer(project, frame).write_all()
        site = frame.site
    write(site / "codes.json", codes_json())
    schema = (project.content / "schema" / "codes.json").read_text(encoding="utf-8")
    write(site / "codes.schema.json", schema)


def add_sitemap(site: Path, address: str) -> None:
    """Write the list of all pages, once all are there."""
    paths = sorted(path.parent.relative_to(site).as_posix() for path in _pages(site))
    write(site / "sitemap.xml", _sitemap([f"{path}/" for path in paths], address or NOWHERE))


NOWHERE: Final = "http://127.0.0.1:8000/"
"""A sitemap has whole addresses: this begins them where the site was not told its own."""


def _pages(site: Path) -> Iterator[Path]:
    for language in composers():
        yield from site.joinpath(language).rglob("index.html")


def frames(project: Project, site: Path, shared: Shared) -> list[Frame]:
    """Return what writes the pages of each language."""
    assets, environment = _add_assets(project, site), templates(project)
    return [Frame(site, environment, shared, assets, language) for language in composers()]


def _add_assets(project: Project, site: Path) -> Assets:
    script = bundle_script(project, project.web / "reference" / "site.ts", {})
    style = bundle_style(project, project.web / "reference" / "page.css")
    find = {language: _json(asdict(_whole(language).find)).encode() for language in composers()}
    return Assets(
        script=add_asset(site, "reference.js", script),
        style=add_asset(site, "reference.css", style.replace(b":host", b":root")),
        find={
            language: add_asset(site, f"find-{language}.json", octets)
            for language, octets in find.items()
        },
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the pages of one language."""

    project: Project
    frame: Frame

    def write_all(self) -> None:
        data = _whole(self.frame.language)
        path = self.project.reference / f"{self.frame.language}-pages.json"
        pages: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        for entry in data.entries:
            self._write_entry(entry, pages[entry.address])
        self._write_list("", [group for kind in KINDS for group in self._home(kind, data)])
        for kind in KINDS[:-1]:
            self._write_list(kind, self._groups(kind, data))

    def _write_entry(self, entry: Entry, body: str) -> None:
        href = _to_markdown(root_of(entry.address), self.frame.language)
        text = markdown(entry, self.frame.labels, href)
        self.frame.write_page(entry.address, entry.kind, entry.label, entry.description, body, text)

    def _home(self, kind: str, data: Reference) -> list[Group]:
        label = self.frame.labels
        ways = tuple(way for group in self._groups(kind, data, "") for way in group.ways)
        heading, about = label[f"kinds.{kind}"], label[f"about.{kind}"]
        return [Group("", heading, ways, about, f"{kind}/", kind != "compare")]

    def _groups(self, kind: str, data: Reference, root: str = "../") -> list[Group]:
        entries = [entry for entry in data.entries if entry.kind == kind]
        return list(groups_of(kind, entries, self.frame.composer, root))

    def _write_list(self, kind: str, groups: list[Group]) -> None:
        label = self.frame.labels
        title = label[f"kinds.{kind}"] if kind else label["site.home-title"]
        about = label[f"about.{kind}"] if kind else label["site.home-text"]
        body = self.frame.body(
            "list.jinja", title=title, about=about, groups=groups, picks=kind == "compare"
        )
        text = _list_markdown(title, about, groups)
        self.frame.write_page(kind, kind, title, about, body, text)


def _to_markdown(root: str, language: str) -> Callable[[str], str]:
    """Return what leads from a page to the Markdown of an entry."""

    def href(target: str) -> str:
        page = "glossary" if target.startswith("glossary/") else target.partition("#")[0]
        return f"{root}{language}/{page}/index.md"

    return href


def _list_markdown(title: str, about: str, groups: list[Group]) -> str:
    lines = [f"# {title}", about]
    for group in groups:
        if group.heading:
            lines.append(f"## {group.heading}")
        lines.append("\n".join(_way_markdown(way) for way in group.ways))
    return "\n\n".join(lines) + "\n"


def _way_markdown(way: Way) -> str:
    return f"- [{way.code} {way.title}]({way.address}index.md)".replace("[ ", "[")


def _sitemap(paths: list[str], address: str) -> str:
    rows = "".join(f"<url><loc>{address}{path}</loc></url>\n" for path in ["", *paths])
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
