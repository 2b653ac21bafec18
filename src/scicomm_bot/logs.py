"""Logs: one line to an event, as text or JSON, with no secret in it."""

import json
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TextIO

from scicomm_bot.characters.invisible import escaped, shown
from scicomm_bot.redaction import Redactor

LOGGER = logging.getLogger("scicomm_bot")


def event(level: int, name: str, **fields: object) -> None:
    """Log one event with its fields; a field that is None is left out."""
    known = {key: value for key, value in fields.items() if value is not None}
    LOGGER.log(level, name, extra={"fields": known})


class _OneLine(logging.Formatter):
    """Makes one line of a record and blots out every secret it is told of.

    What comes from outside is blotted before the line is put together: a secret may be written otherwise in the line,
    and the line's own words and numbers are never taken for one.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._redactor = Redactor(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        fields: dict[str, object] = dict(getattr(record, "fields", {}))
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        message = self._redactor.text(record.getMessage())
        clean = {key: self._redactor.value(value) for key, value in fields.items()}
        return self.line(moment, record.levelname.lower(), message, clean)

    def line(self, moment: str, level: str, message: str, fields: dict[str, object]) -> str:
        """Return one line for an event."""
        raise NotImplementedError


class TextFormatter(_OneLine):
    """`2026-11-28T07:00:02.113Z info posted id=gcsf-als/what-als-is price_usd=0.015`."""

    def line(self, moment: str, level: str, message: str, fields: dict[str, object]) -> str:
        """Return the event as text; a value with white space, quotes or an equals sign is quoted as in JSON."""
        told = shown(" ".join(message.split()))
        return " ".join([moment, level, told, *(f"{key}={self._value(v)}" for key, v in fields.items())])

    @staticmethod
    def _value(value: object) -> str:
        text = str(value)
        plain = text and not any(c.isspace() or c in "\"='" or not c.isprintable() for c in text)
        return text if plain else escaped(json.dumps(text, ensure_ascii=False))


class JsonFormatter(_OneLine):
    """`{"time": ..., "level": "info", "event": "posted", "id": ...}`."""

    def line(self, moment: str, level: str, message: str, fields: dict[str, object]) -> str:
        """Return the event as a JSON object on one line."""
        line = json.dumps({"time": moment, "level": level, "event": message, **fields}, ensure_ascii=False)
        return escaped(line)


def start_logging(style: str, secrets: Sequence[str], stream: TextIO | None = None) -> None:
    """Send all logs to standard error, in `style` (`text` or `json`)."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter(secrets) if style == "json" else TextFormatter(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    LOGGER.setLevel(logging.INFO)
