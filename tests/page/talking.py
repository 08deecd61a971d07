"""Talking to the page in a test, as a person does, and waiting for what it says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Literal

from playwright.sync_api import Locator, Page, Route, expect

from smtp_playground.library import the_library

Language = Literal["en", "pt-BR"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "pt-BR")

WORDS: Final = {language: the_library().words(language) for language in LANGUAGES}

STARTING: Final = 90_000
"""Milliseconds that a slow machine may need to start Python: patience, no measure of speed."""

EHLO: Final = "EHLO client.example"
MAIL: Final = "MAIL FROM:<sender@client.example>"
RCPT: Final = "RCPT TO:<alice@example.com>"
TO_CONTENT: Final = (EHLO, MAIL, RCPT, "DATA")
"""The lines that bring a session to its 354."""

SPEAKING: Final = ("start-mail-input", "not-implemented")
"""The replies that the recorded conversation explains unasked."""

WASM: Final = "**/python-*.wasm"
SHELL_THERE: Final = "() => performance.getEntriesByName('smtp:shell').length > 0"
APP: Final = "**/app-*.js"
"""The elements: until they come, the shell is all there is."""
WORKER: Final = "**/worker-*.js"

# No field holds the text: to lay 100,000 lines out in one took the browser minutes.
_COPY = """text => document.addEventListener("copy", event => {
  event.clipboardData.setData("text/plain", text);
  event.preventDefault();
}, { once: true })"""


@dataclass
class Console:
    """One page with a console in it, and what it complained of."""

    page: Page
    language: Language = "en"
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen from the start."""
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )

    # Where things are.

    @property
    def view(self) -> Locator:
        return self.page.locator("smtp-playground")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def articles(self) -> Locator:
        return self.log.locator("article")

    @property
    def replies(self) -> Locator:
        return self.log.locator("article[data-from=server]")

    @property
    def queued(self) -> Locator:
        return self.page.locator("article[data-queued]")

    @property
    def prompt(self) -> Locator:
        return self.page.locator("[data-part=prompt]")

    @property
    def editor(self) -> Locator:
        return self.page.locator("textarea[data-part=prompt]")

    @property
    def recording(self) -> Locator:
        """The recorded conversation in the language of the page."""
        return self.page.locator(f"smtp-recording[lang={self.language}]")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("tabpanel")

    @property
    def mail(self) -> Locator:
        """The message that is open in the panel."""
        return self.panel.locator(".mail")

    @property
    def reference(self) -> Locator:
        """The window in which an entry of the reference opens."""
        return self.page.locator("smtp-reference dialog")

    @property
    def exports(self) -> Locator:
        """The window that exports the conversation."""
        return self.page.locator("smtp-export dialog")

    @property
    def imports(self) -> Locator:
        """The window that imports a log."""
        return self.page.locator("smtp-import dialog")

    @property
    def tip(self) -> Locator:
        return self.page.get_by_role("tooltip")

    def button(self, words: str) -> Locator:
        """Return the control that carries these words of the chrome, named by their key."""
        return self.page.get_by_role("button", name=self.ui(words), exact=True)

    def status_button(self, name: str) -> Locator:
        words = self.ui(f"status.{name}")
        return self.page.locator("smtp-status").get_by_role("button", name=words, exact=True)

    def tab(self, name: str) -> Locator:
        return self.page.get_by_role("tab", name=self.ui(f"panel.{name}"))

    def ui(self, key: str) -> str:
        return WORDS[self.language].ui[key]

    @property
    def start(self) -> dict[str, str]:
        """Which way Python started, and why."""
        mark = "performance.getEntriesByName('smtp:runtime')[0]"
        return dict(self.page.evaluate(f"() => {mark}.detail"))

    # Beginning.

    def arrive(self, url: str) -> None:
        """Open the page as far as its shell; what comes after that may be held back."""
        self.page.goto(url, wait_until="commit")
        self.page.wait_for_function(SHELL_THERE)

    def load(self, url: str) -> None:
        """Open the page and wait for the greeting."""
        self.page.goto(url)
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        expect(self.view).to_have_attribute("state", "ready", timeout=STARTING)

    def begin_again(self) -> None:
        """Leave nothing of what was said: a new connection, in English, to the first server."""
        self.page.keyboard.press("Escape")  # a dialog that a failed test left open
        self.clear()  # first, because every search takes its time in a long conversation
        self.speak("en")
        self.connect("playground")
        self.clear()
        self.prompt.fill("")

    def clear(self) -> None:
        self.status_button("clear").click()
        self.articles.first.wait_for(state="detached")

    def speak(self, language: Language) -> None:
        """Choose a language in the header."""
        self.page.locator("select.language").select_option(language)
        self.language = language
        expect(self.page.locator("html")).to_have_attribute("lang", language)

    def connect(self, persona: str = "") -> Locator:
        """Open a new connection, to another server if one is named; return its greeting."""
        before = self.replies.count()
        choice = self.page.locator(".persona select")
        if persona and choice.input_value() != persona:
            choice.select_option(persona)
        else:
            self.status_button("new-connection").click()
        return self.reply(before)

    # Speaking.

    def type(self, line: str) -> None:
        """Put a line into the prompt and press Enter."""
        self.prompt.fill(line)
        self.prompt.press("Enter")

    def say(self, *lines: str) -> Locator:
        """Send lines one by one, each after the reply to the one before; return the last reply."""
        for line in lines:
            before = self.replies.count()
            self.type(line)
            reply = self.reply(before)
        return reply

    def finish(self, content: str) -> Locator:
        """Write content into the message editor, end it by its button, and return the reply."""
        before = self.replies.count()
        self.editor.fill(content)
        self.page.locator("smtp-message-editor button.primary").click()
        return self.reply(before)

    def paste(self, text: str) -> None:
        """Copy a text, as from another program, and paste it into the prompt."""
        self.page.evaluate(_COPY, text)
        self.prompt.focus()
        self.page.keyboard.press("ControlOrMeta+c")
        self.page.keyboard.press("ControlOrMeta+v")

    def reply(self, index: int) -> Locator:
        """Wait until there is nothing after this reply, and return it."""
        expect(self.replies).to_have_count(index + 1)
        return self.replies.nth(index)

    def accepted(self) -> str:
        """Return the content of the message that was accepted last, as the panel shows it."""
        self.open_message()
        return self.mail.locator("[data-part=content]").text_content() or ""

    def open_message(self) -> Locator:
        """Open the message that was accepted last; return what the panel shows of it."""
        self.tab("envelope").click()
        number = self.view.evaluate("view => view.session.envelope.newest")
        back = self.panel.locator(".back")
        newest = self.panel.locator(f'.letter[data-number="{number}"]')
        expect(back.or_(newest)).to_be_visible()
        if back.is_visible():
            back.click()
        newest.click()
        expect(self.mail).to_be_visible()
        return self.mail


def expect_reply(reply: Locator, code: int, name: str) -> None:
    """Check which reply this is, by the contract's attributes."""
    expect(reply).to_have_attribute("data-from", "server")
    expect(reply).to_have_attribute("data-code", str(code))
    expect(reply).to_have_attribute("data-reply", name)


def explanation(reply: Locator) -> Locator:
    """Return a reply's explanation: it stands in the same article."""
    return reply.locator("[data-part=explanation]")


def explained_in(recording: Locator) -> list[str]:
    """Return the titles of the explanations that are open."""
    return [
        heading.inner_text()
        for heading in recording.locator(".explanation h3").all()
        if heading.is_visible()
    ]


def title(language: Language, reply: str) -> str:
    """Return what the content calls a reply."""
    return WORDS[language].replies[reply].title


@contextmanager
def held_back(page: Page, pattern: str) -> Iterator[None]:
    """Let a file of the site wait until the end of the block."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:  # Playwright marks what it calls: no built-in method will do
        waiting.append(route)

    page.route(pattern, hold)
    try:
        yield
    finally:
        for route in waiting:
            route.continue_()
        page.unroute(pattern)
