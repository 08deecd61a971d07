"""The view model: what the page shows, with no protocol knowledge left to apply.

Everything here is plain, frozen and JSON-shaped. The TypeScript types of the view
are generated from these dataclasses, so that a drift between the two sides is a
compile error. A field's name is the same on both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from smtp_playground.lessons.bubbles import LessonView
from smtp_playground.runs import Run
from smtp_playground.travel_bubbles import NOWHERE, Travel

Speaker = Literal["client", "server", "note"]
Severity = Literal["done", "go-on", "try-later", "refused", "none"]
RuleDeed = Literal["reply", "drop", "hang", "delay"]
Mode = Literal["command", "message", "chunk", "response", "closed"]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line on the wire, explained on its own if `name` is not empty."""

    text: str
    name: str
    "`code`, `enhanced-code`, `reply-text`, `verb`, `reverse-path` ...; empty: not explained."
    anchor: str
    "Stable within the session: `b12-code`."
    title: str
    explanation: tuple[Run, ...]
    secret: str
    "What `text` stands for in dots, to be shown when asked for; empty: nothing is hidden."
    decoded: str
    "What the secret says once its base64 is turned back, to be shown with it; may be empty."


@dataclass(frozen=True, slots=True)
class Link:
    """Something more to read: a section of a bubble's detail, an entry of the reference, an RFC."""

    label: str
    target: str
    "`detail/<section id>`, an entry's address (`replies/502`), or an https address."


@dataclass(frozen=True, slots=True)
class Explanation:
    """What stands under a reply in the conversation: two sentences and the way to more."""

    title: str
    here: tuple[Run, ...]
    "What the reply means in this state, with the facts of this moment."
    next: tuple[Run, ...]
    "What to do next."
    links: tuple[Link, ...]
    departs: tuple[Run, ...] = ()
    "Where this server does otherwise than an RFC asks; may be empty."


@dataclass(frozen=True, slots=True)
class Bubble:
    """One entry of the conversation. A bubble with an id seen before replaces that one."""

    id: int
    speaker: Speaker
    label: str
    "The speaker in the reader's language."
    code: str
    "`354`; empty unless the server speaks."
    reply: str
    "The reply's name, `start-mail-input`; empty unless the server speaks."
    severity: Severity
    severity_word: str
    "`done`, `go on`, `try later`, `refused` in the reader's language."
    lines: tuple[tuple[Part, ...], ...]
    "Lines of the wire; of a note: one line, one part."
    remarks: tuple[tuple[Run, ...], ...]
    "What deserves a word though it was accepted: a tolerated space, octets made visible."
    explanation: Explanation | None
    open: bool
    "Whether the explanation speaks at once."
    spoken: str
    "What a screen reader's status announces, short."
    is_content: bool
    "Client lines that are mail data, not commands."
    compares: bool = False
    "A note on a new server, which can be compared with the one before it."
    code_line: int = 0
    "The line of the reader's program that brought it about; 0: it was no program."


@dataclass(frozen=True, slots=True)
class Section:
    """A headed piece of a panel: paragraphs, then bullet points."""

    id: str
    heading: str
    paragraphs: tuple[tuple[Run, ...], ...]
    points: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class Digit:
    """One digit of a reply code, taken apart."""

    digit: str
    meaning: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class OtherReply:
    """A reply that the RFCs allow at a point, too."""

    code: str
    severity: Severity
    title: str
    can_be_made: bool
    "Whether a rule can make the server say it here."


@dataclass(frozen=True, slots=True)
class Detail:
    """All there is to say about one bubble: the panel's Explain tab."""

    bubble: int
    code: str
    severity: Severity
    severity_word: str
    title: str
    summary: tuple[Run, ...]
    digits: tuple[Digit, ...]
    enhanced: str
    "`5.5.1`, or empty."
    enhanced_meaning: tuple[Run, ...]
    sections: tuple[Section, ...]
    links: tuple[Link, ...]
    others: tuple[OtherReply, ...]
    "What else could have come."


@dataclass(frozen=True, slots=True)
class Chip:
    """A command that may be sent now; choosing it fills the prompt."""

    label: str
    fill: str
    "The line to put into the prompt."
    select_from: int
    select_to: int
    "The stretch of `fill` a person will want to change, selected (equal: caret there)."
    hint: str
    "What the command does, in one short sentence."


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state of the session's map."""

    id: str
    title: str
    text: tuple[Run, ...]
    allowed: tuple[Run, ...]
    "What may come there: verbs, and in words what is no command."
    current: bool


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """One accepted recipient."""

    path: str
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EnvelopeView:
    """The panel's Envelope tab: the open transaction. The mailbox is asked for by itself."""

    client: str
    "What the client called itself; empty before HELO or EHLO."
    open: bool
    reverse_path: str
    "With its angle brackets; empty before MAIL."
    sender_parameters: tuple[str, ...]
    recipients: tuple[RecipientRow, ...]
    newest: int
    "The number of the newest message in the mailbox; 0 if it is empty."


@dataclass(frozen=True, slots=True)
class SceneView:
    """The session that is being played to get one reply, step by step; over once all are done."""

    reply: str
    "The reply's name, `mailbox-full`."
    code: str
    severity: Severity
    title: str
    settings: tuple[str, ...]
    "How this server differs from its persona: `limits.recipients = 1`."
    done: int
    total: int
    came: bool
    "Whether the last step brought the reply."
    next: str
    "The line that is sent next, or in words what the host does or cannot be seen; empty: over."
    next_is_wire: bool


@dataclass(frozen=True, slots=True)
class ClockView:
    """The conversation's own clock, which moves when time is let pass."""

    time: str
    "Since the first connection: `0:05:00`."
    latency: int
    "Milliseconds of a round trip."
    travelled: int
    "Milliseconds of all round trips of this connection."
    waiting: bool
    "Whether the server does not answer, and only time can tell."


@dataclass(frozen=True, slots=True)
class RuleForm:
    """A rule as a form holds it: texts as they are typed, empty where nothing is said."""

    name: str
    command: str
    match: str
    "A pattern of the address; where there is none, of the argument."
    nth: str
    after_messages: str
    from_minute: str
    until_minute: str
    does: RuleDeed
    code: str
    enhanced: str
    text: str
    delay: str
    times: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule of the list."""

    name: str
    told: str
    "When and what, in one line."
    on: bool
    applied: int
    "How often it has applied so far."
    form: RuleForm


@dataclass(frozen=True, slots=True)
class RulesView:
    """The panel's Rules tab: what the server does instead."""

    rows: tuple[RuleRow, ...]
    toml: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """A rule that is ready to be added."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class RuleStage:
    """A command, or another moment of a session, that a rule may be about."""

    id: str
    "As it is written in a rule."
    label: str


@dataclass(frozen=True, slots=True)
class RuleOptions:
    """What rules can be made of, in one language."""

    ready: tuple[ReadyRule, ...]
    stages: tuple[RuleStage, ...]
    "What a rule may be about."
    codes: tuple[str, ...]
    "Codes worth offering."
    empty: RuleForm
    "A form to begin with."


@dataclass(frozen=True, slots=True)
class SessionView:
    """Where the session stands after what was just said."""

    persona: str
    hostname: str
    state: str
    state_title: str
    status: str
    "One line over the conversation: `Connected to mx.example.com, port 25, not encrypted`."
    secure: bool
    "Whether the connection is encrypted (simulated)."
    mode: Mode
    octets_due: int
    "In chunk mode: how many octets the server still reads before it answers."
    round_trips: int
    chips: tuple[Chip, ...]
    sample_message: str
    """A ready-made message for the editor, lines ended by \\n, without the dot.

    In chunk mode: lines of just the octets that are due. Empty in other modes, or if none fit."""
    completions: tuple[str, ...]
    "Whole lines that the prompt may offer as a ghost, most likely first."
    states: tuple[StateRow, ...]
    way: tuple[str, ...]
    "What was done on this connection, from state to state: `greeted>ready`."
    envelope: EnvelopeView
    scene: SceneView | None
    "What is being played here; None if nothing is."
    clock: ClockView
    rules: RulesView
    lesson: LessonView | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """The answer to whatever the page said to a session."""

    bubbles: tuple[Bubble, ...]
    first_kept: int
    "Bubbles with a smaller id were let go (the conversation holds a stated number of them)."
    session: SessionView
    kept: int | None = None
    "After a move: the last bubble that is as it was. What is behind it is gone, or here anew."
    travel: Travel = NOWHERE
    notice: str = ""
    "What the reader has to be told beside the conversation; mostly empty."


@dataclass(frozen=True, slots=True)
class PersonaRow:
    """One entry of the persona picker."""

    id: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class RawSample:
    """Octets worth sending just so, written with escapes."""

    mode: Mode
    "In which it is of interest."
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the page may offer, in one language."""

    language: str
    personas: tuple[PersonaRow, ...]
    samples: tuple[RawSample, ...]
    "For raw mode."
    rules: RuleOptions
