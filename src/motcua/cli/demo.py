"""``motcua demo``: every procedure and every detour, played by officers to the end."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motcua.cli.seed import repository, set_up
from motcua.cli.session import province, say

if TYPE_CHECKING:
    from motcua.cli.play.performance import Performance
    from motcua.cli.play.script import Play
    from motcua.dossiers.api import Snapshot

LONG_AGO = timedelta(days=60)
"""When a dossier was filed whose applicant has let the time to answer pass."""
Only = Annotated[str, typer.Option(help="Play this procedure only, e.g. 1.001193.")]
Seed = Annotated[int | None, typer.Option(help="What people are drawn from; printed when chosen.")]


def demo(*, only: Only = "", seed: Seed = None) -> None:
    """File one dossier of every procedure and detour, and play every officer to the end."""
    with province():
        from django.conf import settings

        set_up(settings.HOME, demo=True)
        chosen = random.SystemRandom().randrange(10**6) if seed is None else seed
        failures = perform(home=settings.HOME, only=only, seed=chosen)
    raise typer.Exit(1 if failures else 0)


def perform(*, home: Path, only: str = "", seed: int = 0) -> list[str]:
    """Play, tell and verify; return what is wrong."""
    from motcua.cli.play.script import read_plays
    from motcua.cli.telling import terminal

    terminal().print(say(vi=f"Hạt giống: {seed}", en=f"Seed: {seed}"))
    plays = [p for p in read_plays(repository()) if p.code.startswith(only) and _fits(p)]
    # Those that begin long ago come first, so that papers are numbered as time goes.
    plays.sort(key=lambda play: "stop" not in play.verbs)
    played = [_play(play, seed=seed) for play in plays]
    _settle()
    failures = [each for play, dossier in played for each in _tell(play, dossier, home=home)]
    failures += _ledger_failures()
    _sum_up(played, failures)
    return failures


def _fits(play: "Play") -> bool:
    """Tell whether the version of today was in force when the play begins."""
    from django.utils import timezone

    from motcua.authority.api import day_of
    from motcua.catalogue.api import current_version

    now = timezone.now()
    then = now - LONG_AGO if "stop" in play.verbs else now
    return current_version(play.code, day_of(then)) == current_version(play.code, day_of(now))


def _play(play: "Play", *, seed: int) -> "tuple[Play, Snapshot]":
    """Play one dossier to its end."""
    from motcua.cli.play.cast import played_by
    from motcua.dossiers.api import drain

    cast = played_by(play, draw=random.Random(f"{seed}:{play.id}"))  # noqa: S311  # names
    performance = _staged(cast, seed=seed)
    while performance.next_at is not None:
        at = performance.next_at
        performance.act()
        while drain(at=at):
            continue
    if performance.dossier is None:
        raise AssertionError(play.id)
    return cast, performance.dossier


def _staged(play: "Play", *, seed: int) -> "Performance":
    from django.utils import timezone

    from motcua.cli.play.pace import AsTheyWork, AtOnce
    from motcua.cli.play.performance import Performance

    if "stop" not in play.verbs:
        return Performance(play, AtOnce(), next_at=timezone.now())
    pace = AsTheyWork(draw=random.Random(seed), speed=0.2)  # noqa: S311
    return Performance(play, pace, next_at=timezone.now() - LONG_AGO)


def _settle() -> None:
    """Make the papers that are still due, and seal the ledger."""
    from django.utils import timezone

    from motcua.dossiers.api import drain
    from motcua.ledger import api as ledger

    while drain(at=timezone.now()):
        continue
    ledger.seal_all(at=timezone.now(), keys=ledger.key_folder())


def _tell(play: "Play", dossier: "Snapshot", *, home: Path) -> list[str]:
    """Print the timeline and the papers of a dossier; return what is wrong with them."""
    from rich.text import Text

    from motcua.cli.telling import terminal, timeline
    from motcua.dossiers import api as dossiers

    words = {seq: remark.text for seq, remark in dossiers.remarks(dossier).items()}
    told = terminal()
    name = dossier.code or str(dossier.uid)
    title = f"{play.code} {play.label.vi} / {play.label.en} · {name} · {_end(dossier)}"
    told.print(Text(title, style="bold"), soft_wrap=True)
    told.print(timeline(dossiers.timeline(dossier), remarks=words))
    return _papers(dossier, home / "demo" / name) + _wrong_end(play, dossier)


def _papers(dossier: "Snapshot", folder: Path) -> list[str]:
    from django.utils import timezone
    from rich.text import Text

    from motcua.cli.papers import bad_signatures, copies
    from motcua.cli.telling import terminal

    wrong = []
    for copy in copies(dossier, folder):
        problem = bad_signatures(copy, at=timezone.now())
        mark = f"✗ {problem}" if problem else "✓"
        terminal().print(Text(f"  {mark} {copy.path} {copy.symbol}"), soft_wrap=True)
        wrong += [f"{copy.path}: {problem}"] if problem else []
    return wrong


def _end(dossier: "Snapshot") -> str:
    from motcua.cli.session import language
    from motcua.dossiers.api import status_name

    return f"{int(dossier.status)} {status_name(dossier.status, language())}"


def _wrong_end(play: "Play", dossier: "Snapshot") -> list[str]:
    """Return a complaint when a dossier did not come to the end that its play has."""
    from motcua.dossiers.api import Status

    ends = {"withdraw": Status.WITHDRAWN, "stop": Status.STOPPED}
    expected = next((ends[cue.do] for cue in play.cues if cue.do in ends), Status.RETURNED)
    turned_away = "refuse" in play.verbs and dossier.status is Status.NOT_ACCEPTED
    if dossier.status is expected or turned_away:
        return []
    return [f"{play.id}: {_end(dossier)}"]


def _ledger_failures() -> list[str]:
    """Return what is wrong with the ledger, dossiers and papers and everything else."""
    from motcua.cli.session import language
    from motcua.ledger import api as ledger

    report = ledger.verify(keys=ledger.public_keys(ledger.key_folder()))
    return [finding.message(language()) for finding in report.findings]


def _sum_up(played: "Sequence[tuple[Play, Snapshot]]", failures: Iterable[str]) -> None:
    """Print what was played and whether all of it holds."""
    from rich.text import Text

    from motcua.cli.papers import has_pdfsig
    from motcua.cli.telling import said, terminal

    told = terminal()
    acts = Counter(cue.do for play, _ in played for cue in play.cues)
    told.print(", ".join(f"{said(verb)} {count}" for verb, count in sorted(acts.items())))
    codes = len({play.code for play, _ in played})
    checkers = "pyHanko, pdfsig" if has_pdfsig() else "pyHanko"
    told.print(
        say(
            vi=f"{len(played)} hồ sơ của {codes} thủ tục; chữ ký kiểm tra bằng {checkers}.",
            en=f"{len(played)} dossiers of {codes} procedures; signatures checked by {checkers}.",
        )
    )
    wrong = list(failures)
    for each in wrong:
        told.print(Text(f"✗ {each}", style="red"))
    if not wrong:
        told.print(
            say(vi="Sổ cái nguyên vẹn, mọi chữ ký hợp lệ.", en="Ledger whole, papers valid.")
        )
