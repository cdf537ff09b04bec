"""Typed readers of the environment: every setting is read once, and every bad one is named."""

import difflib
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUTHS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


class BadEnvironment(ImproperlyConfigured):
    """The environment holds settings that cannot be used."""


class Environment:
    """Reads variables, gathers what is wrong with them, and refuses once at the end.

    A variable that is set to the empty text counts as not set.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables
        self.problems: list[str] = []
        self.names: dict[str, object] = {}

    def _raw(self, name: str, default: object) -> str | None:
        self.names[name] = default
        return self.variables.get(name, "").strip() or None

    def _bad(self, name: str, wanted: str) -> None:
        self.problems.append(f"{name}={self.variables[name]!r} is not {wanted}")

    def text(self, name: str, default: str = "") -> str:
        """Return the variable as it stands."""
        return self._raw(name, default) or default

    def words(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        """Return the parts of a comma-separated variable."""
        raw = self._raw(name, ",".join(default))
        return list(default) if raw is None else [w.strip() for w in raw.split(",") if w.strip()]

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a yes or no."""
        raw = self._raw(name, default)
        if raw is None:
            return default
        if raw.lower() not in TRUTHS:
            self._bad(name, "yes or no")
        return TRUTHS.get(raw.lower(), default)

    def whole(self, name: str, default: int, *, least: int, most: int) -> int:
        """Return a whole number between two bounds, both included."""
        raw = self._raw(name, default)
        if raw is None:
            return default
        if raw.isascii() and raw.isdigit() and least <= int(raw) <= most:
            return int(raw)
        self._bad(name, f"a whole number from {least} to {most}")
        return default

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        """Return one of a few words."""
        raw = self._raw(name, default)
        if raw is None or raw in allowed:
            return raw or default
        self._bad(name, "one of " + ", ".join(allowed))
        return default

    def folder(self, name: str, default: Path) -> Path:
        """Return a folder as an absolute path; it need not exist yet."""
        raw = self._raw(name, default)
        path = Path(raw).expanduser().resolve() if raw else default
        if raw and path.exists() and not path.is_dir():
            self._bad(name, "a folder")
        return path

    def database(self, name: str, default: str) -> str:
        """Return a ``postgresql://`` address."""
        url = self._raw(name, "") or default
        try:
            parts = urlsplit(url)
            bad = parts.scheme not in {"postgres", "postgresql"} or parts.port == 0
        except ValueError:
            bad = True
        if bad:
            # The address may hold a password, so it is not shown.
            self.problems.append(f"{name} is not a postgresql:// address")
            return default
        return url

    def refuse_bad(self) -> None:
        """Raise one error that names every bad variable."""
        if self.problems:
            raise BadEnvironment("; ".join(self.problems))

    def unknown(self, prefix: str) -> list[str]:
        """Return the variables with our prefix that nothing reads, and the nearest known name."""
        strangers = sorted(
            n for n in self.variables if n.startswith(prefix) and n not in self.names
        )
        return [
            " ~ ".join([name, *difflib.get_close_matches(name, self.names, n=1)])
            for name in strangers
        ]


SESSION = "-c plan_cache_mode=force_generic_plan -c jit=off"
"""What every session asks of the server: the statements of an act are planned once, not each time,
and none is long enough to be worth compiling."""
ONLY_WHEN_ASKED = 2**31 - 1
"""psycopg's threshold; Django's None would refuse also the statements that ask to be prepared."""


def connection(url: str) -> dict[str, object]:
    """Return Django's connection settings for a ``postgresql://`` address."""
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **query,
            "options": f"{SESSION} {query.get('options', '')}".strip(),
            "prepare_threshold": ONLY_WHEN_ASKED,
        },
    }


def files_storage(bucket: str, *, endpoint: str) -> dict[str, object]:
    """Return Django's settings of the storage of files: an S3 bucket, or the folder ``files``."""
    if not bucket:
        return {"BACKEND": "motcua.documents.storage.ContentStorage"}
    try:
        from botocore.config import Config
    except ImportError as error:
        raise BadEnvironment("MOTCUA_FILES_BUCKET needs the extra s3") from error
    # Who waits at a counter is told within seconds that the service is away, not after minutes.
    patience = {"connect_timeout": 5, "read_timeout": 30, "retries": {"total_max_attempts": 3}}
    # Only AWS itself gives every bucket a host name of its own.
    style = {"addressing_style": "path" if endpoint else "auto"}
    options = {
        "bucket_name": bucket,
        "endpoint_url": endpoint or None,
        "default_acl": "private",
        "file_overwrite": True,
        "client_config": Config(s3=style, **patience),
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def secret(path: Path) -> str:
    """Return the secret that a file holds; the first caller makes it, for its owner only."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64) + "\n", encoding="ascii")
        # A link fails where a rename overwrites: of two processes that start together, one wins.
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
