"""Logging: JSON lines in files, short lines on a terminal, no personal data in either."""

import json
import logging
import traceback
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any

STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Django puts the whole request here; its address and form may name a person.
UNSPOKEN = frozenset({"request", "args", "sql", "params"})


class JsonLine(logging.Formatter):
    """Writes a record as one JSON object: instant, level, logger, event, facts.

    An exception is told by its type and the places it passed, not by its text: the text of a
    database error quotes the row.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
        }
        line |= {k: v for k, v in vars(record).items() if k not in STANDARD | UNSPOKEN}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__qualname__
            line["frames"] = _frames(record)
        return json.dumps(line, ensure_ascii=False, default=str)


def _frames(record: logging.LogRecord) -> list[str]:
    assert record.exc_info is not None  # noqa: S101  (the caller looked)
    return [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(record.exc_info[2])]


class LogFile(WatchedFileHandler):
    """Appends to a file whose folder is made at the first line, and reopens it after a rotation."""

    def _open(self) -> Any:
        Path(self.baseFilename).parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        return super()._open()


def logging_for(folder: Path, *, process: str, level: str) -> dict[str, Any]:
    """Return Django's LOGGING for one kind of process."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "motcua.config.logs.JsonLine"},
            "short": {"format": "%(levelname)s %(name)s: %(message)s"},
        },
        "handlers": {
            "file": {
                "class": "motcua.config.logs.LogFile",
                "filename": str(folder / f"{process}.jsonl"),
                "delay": True,
                "encoding": "utf-8",
                "formatter": "json",
            },
            "terminal": {
                "class": "logging.StreamHandler",
                "level": "ERROR",
                "formatter": "short",
            },
        },
        "root": {"handlers": ["file", "terminal"], "level": level},
        # Django's own handlers would mail the administrators and print requests a second time.
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            # A refused address may name a person; the libraries below tell each request.
            "django.request": {"level": "ERROR"},
            "httpx": {"level": "WARNING"},
            "procrastinate.blueprints": {"level": "WARNING"},
        },
    }
