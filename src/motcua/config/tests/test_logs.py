"""The log: JSON lines, facts in fields, nothing that names a person."""

import json
import logging
import sys

from motcua.config.logs import JsonLine, LogFile


def record(message, *, error=None, **extra):
    made = logging.LogRecord("motcua.dossiers", logging.INFO, __file__, 1, message, None, error)
    vars(made).update(extra)
    return made


def test_a_line_is_an_object_with_instant_level_event_and_facts():
    line = json.loads(JsonLine().format(record("dossier_filed", dossier_id=7)))
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "INFO",
        "logger": "motcua.dossiers",
        "event": "dossier_filed",
        "dossier_id": 7,
    }


def test_an_error_is_told_by_type_and_places_not_by_its_text():
    try:
        int("031301003021?")
    except ValueError:
        line = JsonLine().format(record("job_failed", error=sys.exc_info()))
    assert "031301003021" not in line
    assert json.loads(line)["error"] == "ValueError"
    assert "test_logs.py" in json.loads(line)["frames"][0]


def test_a_request_is_not_written():
    assert "request" not in json.loads(JsonLine().format(record("x", request=object())))


def test_the_folder_is_made_at_the_first_line(tmp_path):
    handler = LogFile(tmp_path / "log" / "web.jsonl", delay=True)
    assert not (tmp_path / "log").exists()
    handler.emit(record("started"))
    handler.close()
    assert (tmp_path / "log" / "web.jsonl").read_text() == "started\n"
    assert (tmp_path / "log").stat().st_mode & 0o007 == 0
