"""Every reply the base protocol can give, by name.

A reply's `name` is the only join between the protocol and the words that explain it.
One code has many names: a 550 for a mailbox that does not exist is not a 550 for a
domain that is not relayed, and the explanation follows the name.

The replies of an extension stand in the extension's own file; `smtpcore.CATALOGUE`
holds them all. No reply literal stands anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply: RFC 5321 4.2, with its enhanced status code (RFC 3463) if it has one.

    `text` is a template: `{verb}` and the like are filled from the facts of the moment.
    A newline in it begins a new line of the reply.
    """

    name: str
    code: int
    enhanced: str
    "`class.subject.detail`, or empty where RFC 2034 section 4 wants none."
    text: str

    @property
    def is_refusal(self) -> bool:
        """Tell whether the command failed: 4yz or 5yz (RFC 5321 4.2.1)."""
        return self.code >= 400

    @property
    def is_error(self) -> bool:
        """Tell whether the command was badly made, which a server need not suffer for ever.

        Not what the server leaves out (502, 504). Nor what came too early (503): after one
        refused MAIL, a client that pipelines hears as many 503s as it has recipients.
        Wrong credentials count too: guessing passwords must end (RFC 4954 9).
        """
        return self.code in (500, 501, 535, 555)


# Connection (RFC 5321 3.1, 3.8, 4.5.3.2). No enhanced code in a greeting: RFC 2034 4.
SERVICE_READY: Final = Reply("service-ready", 220, "", "{hostname} {protocol} Service ready")
NO_SERVICE: Final = Reply("no-service", 554, "", "{hostname} No SMTP service here")
CLOSING: Final = Reply("closing", 221, "2.0.0", "{hostname} Service closing transmission channel")
TOO_MANY_ERRORS: Final = Reply(
    "too-many-errors", 421, "4.7.0", "{hostname} Too many errors, closing transmission channel"
)
TIMED_OUT: Final = Reply(
    "timed-out", 421, "4.4.2", "{hostname} Timeout, closing transmission channel"
)
# A server may have enough of unknown words alone, and of what speaks another protocol at once.
TOO_MANY_UNKNOWN: Final = Reply(
    "too-many-unknown", 421, "4.7.0", "{hostname} Too many unknown commands, closing connection"
)
NOT_SMTP: Final = Reply("not-smtp", 421, "4.7.0", "{hostname} This is not SMTP, closing connection")
SHUTTING_DOWN: Final = Reply(
    "shutting-down", 421, "4.3.2", "{hostname} Service shutting down, closing transmission channel"
)
TOO_MANY_CONNECTIONS: Final = Reply(
    "too-many-connections", 421, "4.3.2", "{hostname} Too many connections, try again later"
)

HOST_TAKES_NO_MAIL: Final = Reply(
    "host-takes-no-mail", 521, "5.3.2", "{hostname} Host does not accept mail"
)
SERVICE_UNAVAILABLE: Final = Reply(
    "service-unavailable", 421, "4.3.0", "{hostname} Service not available, try again later"
)

# Session (RFC 5321 4.1.1.1, 4.1.1.5 to 4.1.1.10). No enhanced code for HELO and EHLO.
HELLO: Final = Reply("hello", 250, "", "{hostname} Hello {client}")
EXTENDED_HELLO: Final = Reply("extended-hello", 250, "", "{hostname} Hello {client}\n{keywords}")
CLIENT_REFUSED: Final = Reply("client-refused", 550, "", "Access denied for {client}")
RESET: Final = Reply("reset", 250, "2.0.0", "OK, transaction cleared")
NOTHING_DONE: Final = Reply("nothing-done", 250, "2.0.0", "OK")
HELP_TEXT: Final = Reply("help-text", 214, "2.0.0", "Commands known here:\n{commands}")
SYSTEM_STATUS: Final = Reply(
    "system-status", 211, "2.0.0", "{hostname} {state}; messages accepted: {number}"
)
HELP_TOPIC: Final = Reply("help-topic", 214, "2.0.0", "{syntax}")
NO_SUCH_HELP: Final = Reply("no-such-help", 504, "5.5.4", "HELP topic is not known")

# Transaction (RFC 5321 3.3, 4.1.1.2 to 4.1.1.4).
SENDER_ACCEPTED: Final = Reply("sender-accepted", 250, "2.1.0", "Sender OK")
RECIPIENT_ACCEPTED: Final = Reply("recipient-accepted", 250, "2.1.5", "Recipient OK")
# Taken without a look whether there is such a mailbox (`Policy.unchecked`).
RECIPIENT_UNCHECKED: Final = Reply("recipient-unchecked", 250, "2.1.5", "Recipient OK")
WILL_FORWARD: Final = Reply(
    "will-forward", 251, "2.1.5", "User not local; will forward to {forward}"
)
START_MAIL_INPUT: Final = Reply(
    "start-mail-input", 354, "", "Start mail input; end with <CRLF>.<CRLF>"
)
MESSAGE_ACCEPTED: Final = Reply("message-accepted", 250, "2.0.0", "OK, message {number} accepted")
RECIPIENT_DELIVERED: Final = Reply(
    "recipient-delivered", 250, "2.1.5", "OK, message {number} delivered to {path}"
)
NO_SUCH_MAILBOX: Final = Reply("no-such-mailbox", 550, "5.1.1", "No mailbox {path} here")
USER_MOVED: Final = Reply("user-moved", 551, "5.1.6", "User not local; please try {forward}")
RELAYING_DENIED: Final = Reply("relaying-denied", 550, "5.7.1", "Relaying denied for {domain}")
NULL_RECIPIENT: Final = Reply("null-recipient", 501, "5.1.3", "A recipient cannot be empty")
TOO_MANY_RECIPIENTS: Final = Reply(
    "too-many-recipients", 452, "4.5.3", "Too many recipients, at most {limit}"
)
MESSAGE_TOO_BIG: Final = Reply(
    "message-too-big", 552, "5.3.4", "Message is larger than {limit} octets"
)
TEXT_LINE_TOO_LONG: Final = Reply(
    "text-line-too-long", 500, "5.5.2", "A line of the message is longer than {limit} octets"
)
BARE_LINE_END_IN_CONTENT: Final = Reply(
    "bare-line-end-in-content", 550, "5.5.2", "Bare CR or LF in the message"
)
CONTENT_REFUSED: Final = Reply("content-refused", 550, "5.7.1", "Message refused by policy")
CONTENT_DEFERRED: Final = Reply(
    "content-deferred", 450, "4.7.1", "Message deferred by policy, try again later"
)
TRANSACTION_FAILED: Final = Reply("transaction-failed", 554, "5.0.0", "Transaction failed")
UNDECLARED_8BIT: Final = Reply(
    "undeclared-8bit", 554, "5.6.1", "8-bit octets in a message that was not declared BODY=8BITMIME"
)

# What a plain server has no occasion for, and a policy can ask for (`Policy.answers`).
SENDER_REFUSED: Final = Reply("sender-refused", 550, "5.7.1", "Sender {path} is refused by policy")
# RFC 7505 4.2: nobody could be told what became of the message.
SENDER_DOMAIN_TAKES_NO_MAIL: Final = Reply(
    "sender-domain-takes-no-mail", 550, "5.7.27", "Sender domain {domain} does not accept mail"
)
# RFC 6409 4.2: in submission every domain must be fully qualified, "554 is to be used".
SENDER_NOT_QUALIFIED: Final = Reply(
    "sender-not-qualified", 554, "5.1.8", "Sender domain {domain} is not fully qualified"
)
RECIPIENT_NOT_QUALIFIED: Final = Reply(
    "recipient-not-qualified", 554, "5.1.2", "Recipient domain {domain} is not fully qualified"
)
SENDER_NOT_YOURS: Final = Reply(
    "sender-not-yours", 553, "5.7.1", "Sender {path} is not yours to use"
)
RECIPIENT_REFUSED: Final = Reply(
    "recipient-refused", 550, "5.7.1", "Mail for {path} is refused by policy"
)
MAILBOX_BUSY: Final = Reply("mailbox-busy", 450, "4.2.0", "Mailbox {path} is busy, try again later")
GREYLISTED: Final = Reply("greylisted", 450, "4.7.1", "Greylisted, try again in a few minutes")
LOCAL_ERROR: Final = Reply(
    "local-error", 451, "4.3.0", "Local error in processing, try again later"
)
INSUFFICIENT_STORAGE: Final = Reply(
    "insufficient-storage", 452, "4.3.1", "Insufficient system storage, try again later"
)
MAILBOX_FULL: Final = Reply("mailbox-full", 452, "4.2.2", "Mailbox {path} is full, try again later")
PARAMETERS_NOT_ACCOMMODATED: Final = Reply(
    "parameters-not-accommodated", 455, "4.3.3", "Unable to accommodate the parameters now"
)
MAILBOX_DISABLED: Final = Reply("mailbox-disabled", 550, "5.2.1", "Mailbox {path} is disabled")
QUOTA_EXCEEDED: Final = Reply("quota-exceeded", 552, "5.2.2", "Mailbox {path} is over its quota")
MAILBOX_NAME_NOT_ALLOWED: Final = Reply(
    "mailbox-name-not-allowed", 553, "5.1.3", "Mailbox name {path} is not allowed"
)
DOMAIN_TAKES_NO_MAIL: Final = Reply(
    "domain-takes-no-mail", 556, "5.1.10", "Domain {domain} does not accept mail"
)
# Basic codes that IANA's table of enhanced codes names (RFC 5248), and no RFC defines.
TRY_COMMAND_LATER: Final = Reply(
    "try-command-later", 430, "4.5.1", "{verb} cannot be taken now, try again later"
)
NOT_AUTHORIZED: Final = Reply("not-authorized", 533, "5.7.1", "{verb}: not authorized")
ENCRYPTION_NEEDED: Final = Reply("encryption-needed", 523, "5.7.10", "{verb}: encryption needed")

# Verification (RFC 5321 3.5, 7.3).
MAILBOX_VERIFIED: Final = Reply("mailbox-verified", 250, "2.1.5", "{mailbox}")
LIST_EXPANDED: Final = Reply("list-expanded", 250, "2.1.5", "{mailboxes}")
CANNOT_VERIFY: Final = Reply(
    "cannot-verify",
    252,
    "2.5.0",
    "Cannot {verb} here, but will accept the message and attempt delivery",
)
NO_SUCH_USER: Final = Reply("no-such-user", 550, "5.1.1", "No mailbox {argument} here")
NO_SUCH_LIST: Final = Reply("no-such-list", 550, "5.1.1", "No such mailing list here")
AMBIGUOUS_MAILBOX: Final = Reply(
    "ambiguous-mailbox", 553, "5.1.4", "Ambiguous; Possibilities are\n{mailboxes}"
)

# Order (RFC 5321 4.1.4).
HELLO_FIRST: Final = Reply(
    "hello-first", 503, "5.5.1", "Bad sequence of commands: say {hello} first"
)
SENDER_FIRST: Final = Reply(
    "sender-first", 503, "5.5.1", "Bad sequence of commands: need MAIL before {verb}"
)
RECIPIENT_FIRST: Final = Reply(
    "recipient-first", 503, "5.5.1", "Bad sequence of commands: need RCPT before {verb}"
)
NESTED_MAIL: Final = Reply(
    "nested-mail", 503, "5.5.1", "Bad sequence of commands: sender already given"
)
CHUNKS_BEGUN: Final = Reply(
    "chunks-begun", 503, "5.5.1", "Bad sequence of commands: {verb} after BDAT or BURL"
)
PART_FAILED: Final = Reply(
    "part-failed", 503, "5.5.1", "Bad sequence of commands: a part failed, send RSET"
)
TRANSACTION_OPEN: Final = Reply(
    "transaction-open", 503, "5.5.1", "Bad sequence of commands: {verb} within a transaction"
)
OUT_OF_ORDER: Final = Reply(
    "out-of-order", 503, "5.5.1", "Bad sequence of commands: only QUIT is possible"
)
NO_VALID_RECIPIENTS: Final = Reply("no-valid-recipients", 554, "5.5.1", "No valid recipients")

# The command itself (RFC 5321 4.2.4, 4.3.2, 4.5.3.1).
UNRECOGNIZED: Final = Reply("unrecognized", 500, "5.5.2", "Command not recognized")
EMPTY_LINE: Final = Reply("empty-line", 500, "5.5.2", "Empty line: a command was expected")
LINE_TOO_LONG: Final = Reply("line-too-long", 500, "5.5.2", "Line too long, at most {limit} octets")
BARE_LINE_END: Final = Reply(
    "bare-line-end", 500, "5.5.2", "Bare CR or LF in a command; lines end with CRLF"
)
NON_ASCII: Final = Reply(
    "non-ascii", 500, "5.5.2", "Syntax error, invalid character: commands are ASCII"
)
CONTROL_CHARACTER: Final = Reply(
    "control-character", 501, "5.5.2", "Control character in a command"
)
NOT_IMPLEMENTED: Final = Reply(
    "not-implemented", 502, "5.5.1", "{verb} is not implemented on this server"
)
NOT_OFFERED: Final = Reply("not-offered", 503, "5.5.1", "{verb} is not offered here")
OBSOLETE_COMMAND: Final = Reply(
    "obsolete-command", 502, "5.5.1", "{verb} is obsolete and not implemented"
)
ARGUMENT_MISSING: Final = Reply("argument-missing", 501, "5.5.4", "Syntax: {syntax}")
ARGUMENT_NOT_ALLOWED: Final = Reply(
    "argument-not-allowed", 501, "5.5.4", "{verb} takes no argument"
)
BAD_CLIENT_NAME: Final = Reply(
    "bad-client-name", 501, "5.5.4", "Not a domain name or address literal"
)
BAD_SYNTAX: Final = Reply("bad-syntax", 501, "5.5.4", "Syntax: {syntax}")
SPACE_AROUND_COLON: Final = Reply(
    "space-around-colon", 501, "5.5.4", "No space is allowed around the colon. Syntax: {syntax}"
)
BRACKETS_MISSING: Final = Reply(
    "brackets-missing", 501, "5.5.4", "The address must stand in <>. Syntax: {syntax}"
)
BAD_SENDER_ADDRESS: Final = Reply("bad-sender-address", 501, "5.1.7", "Not a valid sender address")
BAD_RECIPIENT_ADDRESS: Final = Reply(
    "bad-recipient-address", 501, "5.1.3", "Not a valid recipient address"
)
PATH_TOO_LONG: Final = Reply(
    "path-too-long", 501, "5.5.4", "Too long: {part} of {size} octets, at most {limit}"
)
PARAMETER_NOT_RECOGNIZED: Final = Reply(
    "parameter-not-recognized",
    555,
    "5.5.4",
    "{verb} parameter {parameter} is not recognized or not implemented",
)
BAD_PARAMETER: Final = Reply("bad-parameter", 501, "5.5.4", "Bad value of parameter {parameter}")
REPEATED_PARAMETER: Final = Reply(
    "repeated-parameter", 501, "5.5.4", "Parameter {parameter} given twice"
)
