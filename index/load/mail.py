"""A mail -> its subject, a line that says who wrote to whom and when, and its text."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default

from index.decode import NotText, decode_as
from index.load.extract import Block, Extract, Unreadable, assemble
from index.load.markup import blocks, parsed

HEADS = ("From", "To", "Cc", "Date")


def read(raw: bytes) -> Extract:
    """Return the mail under its subject and of its date; attachments are named and not read."""
    message = message_from_bytes(raw, policy=default)
    if not any(message.get(name) for name in HEADS):
        raise Unreadable("is not a mail: save it again as .eml")
    sent = message["Date"].datetime if message["Date"] else None
    attached = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    return replace(
        assemble(_blocks(message), notes=tuple(f"the attachment {name} was not read" for name in attached)),
        title=" ".join(str(message.get("Subject", "")).split()),
        date=sent.date().isoformat() if sent else "",
    )


def _blocks(message: EmailMessage) -> Iterator[Block]:
    heads = [f"{name}: {message[name]}" for name in HEADS if message[name]]
    yield Block(" ".join(str(message.get("Subject", "")).split()), heading=True)
    yield Block(" | ".join(heads), unit=True)
    body = message.get_body(("plain", "html"))
    if body is None:
        return
    words = _words(body)
    if body.get_content_subtype() == "html":
        yield from blocks(parsed(words))
    else:
        yield from map(Block, words.replace("\r\n", "\n").split("\n\n"))


def _words(body: MIMEPart) -> str:
    """Return the text of a part, whatever it says of its encoding; what is no text at all stands out."""
    raw = body.get_payload(decode=True)
    assert isinstance(raw, bytes)
    try:
        return decode_as(raw, str(body.get_content_charset("")))
    except NotText:
        return raw.decode("utf-8", "replace")
