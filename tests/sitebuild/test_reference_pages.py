"""The reference's pages: valid, whole without scripts, and nothing in them leads astray."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import parse_qsl

from smtp_playground.markup import plain
from smtp_playground.reference.entries import Entry, TranscriptBlock
from smtp_playground.reference.library import ENGLISH
from smtp_playground.reference.whole import reference
from smtpcore import CATALOGUE

from .pages import LANGUAGES, SITE, Page, pages, target, text_of

PAPER = ("guides", "lessons", "tracks")
"""Folders of pages that are no entries of the reference: `test_lesson_pages.py` has them."""

LISTS = ("", "replies", "enhanced", "commands", "extensions", "compare")


def all_pages() -> Iterator[Page]:
    yield from pages().values()


def entries() -> Iterator[tuple[Page, Entry]]:
    for language in LANGUAGES:
        for entry in reference(language).entries:
            yield pages()[f"{language}/{entry.address}/"], entry


def test_each_entry_has_a_page_in_each_language_and_there_are_no_others() -> None:
    addresses = [*LISTS, *(entry.address for entry in reference(ENGLISH).entries)]
    wanted = {
        f"{language}/{address}/".replace("//", "/")
        for language in LANGUAGES
        for address in addresses
    }

    paper = {path for path in pages() if path.split("/")[1] in PAPER}
    assert set(pages()) == wanted | paper
    assert {"en/replies/354/", "pt-BR/replies/502/", "en/compare/354-vs-502/"} < wanted


# HTML.


def test_every_page_is_valid() -> None:
    assert {page.path: page.mistakes for page in all_pages() if page.mistakes} == {}


def test_no_id_stands_twice_and_every_label_has_its_field() -> None:
    for page in all_pages():
        assert [id_ for id_, times in Counter(page.ids).items() if times > 1] == [], page.path
        labels = {label.attrib["for"] for label in page.root.iter("label") if "for" in label.attrib}
        assert labels <= set(page.ids), page.path


def test_headings_are_one_first_and_no_level_left_out() -> None:
    for page in all_pages():
        levels = [
            int(each.tag[1])
            for each in page.one("body").iter()
            if re.fullmatch("h[1-6]", str(each.tag))
        ]
        assert levels.count(1) == 1, page.path
        assert levels[0] == 1, page.path
        assert all(below - above <= 1 for above, below in pairwise(levels)), page.path


# The head.


def test_a_page_says_its_language_title_and_what_it_is_about() -> None:
    for page in all_pages():
        told = page.metas("name")
        assert page.root.attrib["lang"] == page.language
        assert page.one("head/title").text, page.path
        assert 20 <= len(told["description"]) <= 600, page.path
        assert told["viewport"] == "width=device-width, initial-scale=1"


def test_titles_and_descriptions_of_a_language_differ() -> None:
    """They are all that a list of search results shows."""
    for language in LANGUAGES:
        own = [page for page in all_pages() if page.language == language]
        assert len({page.one("head/title").text for page in own}) == len(own)
        told = Counter(page.metas("name")["description"] for page in own)
        assert [text for text, times in told.items() if times > 1] == []


def link(page: Page, rel: str) -> list[dict[str, str]]:
    return [each.attrib for each in page.root.iterfind(f"head/link[@rel='{rel}']")]


def test_canonical_leads_to_the_page_itself() -> None:
    for page in all_pages():
        (canonical,) = link(page, "canonical")
        assert target(page.path, canonical["href"]) == (f"{page.path}index.html", "")


def test_every_language_names_every_other_and_the_default() -> None:
    for page in all_pages():
        found = {
            each["hreflang"]: target(page.path, each["href"])[0]
            for each in link(page, "alternate")
            if "hreflang" in each
        }
        own = page.path.removeprefix(f"{page.language}/")
        wanted = {language: f"{language}/{own}index.html" for language in LANGUAGES}
        assert found == {**wanted, "x-default": wanted[ENGLISH]}


def test_open_graph_says_what_the_page_says() -> None:
    for page in all_pages():
        told = page.metas("property")
        (canonical,) = link(page, "canonical")
        assert page.one("head/title").text == f"{told['og:title']} · {told['og:site_name']}"
        assert told["og:description"] == page.metas("name")["description"]
        assert told["og:url"] == canonical["href"]
        assert told["og:locale"] == page.language.replace("-", "_")
        assert told["og:type"] == "article"
        assert (SITE / target(page.path, told["og:image"])[0]).is_file()


# No link is dead.


def dead(page: Page, ways: Iterator[str]) -> list[str]:
    """Return the addresses that lead to no file, or to no place in it."""
    return [way for way in ways if not way.startswith("https://") and not _leads(page, way)]


def _leads(page: Page, way: str) -> bool:
    file, fragment = target(page.path, way)
    if not (SITE / file).is_file():
        return False
    if file == "index.html":  # the console: what follows # is its business
        wishes = dict(parse_qsl(fragment, keep_blank_values=True))
        known = {"play", "pace", "lang", "lesson", "entry", "desk"}
        return wishes.keys() <= known and wishes.get("play", "closing") in CATALOGUE
    return not fragment or fragment in pages()[file.removesuffix("index.html")].ids


def test_no_link_of_a_page_is_dead() -> None:
    assert {page.path: found for page in all_pages() if (found := dead(page, page.ways()))} == {}


CODE = re.compile(r"```.*?```|``.*?``|`[^`\n]*`", re.DOTALL)


def test_no_link_of_a_markdown_twin_is_dead() -> None:
    led = 0
    for page in all_pages():
        if page.path.split("/")[1] in PAPER:
            continue  # only a guide has one, and it is what the guide was made of
        text = (SITE / page.path / "index.md").read_text(encoding="utf-8")
        ways = re.findall(r"\]\(([^\s)]+)\)", CODE.sub("", text))
        assert dead(page, iter(ways)) == [], page.path
        led += len(ways)

    assert led > 5000


def test_no_page_asks_another_host_for_anything() -> None:
    """Links to RFCs are for readers to follow; nothing is fetched."""
    for page in all_pages():
        fetched = [
            way
            for tag, key in (("script", "src"), ("img", "src"), ("link", "href"))
            for way in (each.attrib.get(key, "") for each in page.root.iter(tag))
        ]
        assert [way for way in fetched if "//" in way] == []
        assert [
            each
            for each in page.root.iter()
            if each.tag in {"style", "iframe"} or "style" in each.attrib
        ] == []


# Without scripts.


def shown(page: Page) -> str:
    """Return what a reader without scripts can read: what is hidden waits for them."""
    main = page.one("body/main")
    assert "hidden" not in main.attrib
    hidden = {part for each in main.iter() if "hidden" in each.attrib for part in each.itertext()}
    return " ".join(" ".join(part for part in main.itertext() if part not in hidden).split())


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_words_of_every_entry_stand_in_its_page() -> None:
    for page, entry in entries():
        text = squeezed(shown(page))
        headings = {text_of(heading) for heading in page.root.iter("h2")}
        assert squeezed(entry.title) in text, page.path
        assert all(squeezed(plain(runs)) in text for runs in entry.lead), page.path
        assert {section.heading for section in entry.sections} <= headings, page.path
        for section in entry.sections:
            for block in section.blocks:
                if block.kind == "points":
                    assert all(squeezed(plain(point)) in text for point in block.points), page.path


def test_every_line_of_every_session_stands_in_its_page() -> None:
    for page, entry in entries():
        told = [
            squeezed(text_of(line)) for line in page.root.iterfind(".//ol[@class='transcript']/li")
        ]
        blocks = (block for section in entry.sections for block in section.blocks)
        for block in blocks:
            if isinstance(block, TranscriptBlock):
                marks = {"client": "C:", "server": "S:", "note": ""}
                assert told == [
                    squeezed(marks[each.speaker] + each.text) for each in block.lines
                ], page.path


def test_a_pair_marks_where_its_sessions_part() -> None:
    """In words as well: who does not see the colour reads them."""
    for page in all_pages():
        if page.address.startswith("compare/"):
            marks = [text_of(mark) for mark in page.root.iter("mark")]
            assert 1 <= len(marks) <= 2, page.path
            assert set(marks) == {reference(page.language).labels.differs}


# Languages.


def test_the_protocol_is_english_and_the_words_are_not() -> None:
    for page in all_pages():
        for element, language in page.spoken():
            classes = element.attrib.get("class", "").split()
            if element.tag == "code" or "badge" in classes:
                assert language == ENGLISH, (page.path, text_of(element))
            if element.tag in {"p", "h1", "h2", "h3", "mark", "figcaption"} or "note" in classes:
                assert language == page.language or "tongue" in classes, (
                    page.path,
                    text_of(element),
                )
