"""``motcua clients``: programs that may call the API, and their tokens."""

from datetime import timedelta
from typing import Annotated

import typer

from motcua.authority.types import Role
from motcua.cli.session import province, say

app = typer.Typer(help="Programs that may call the API.", no_args_is_help=True)

Unit = Annotated[str, typer.Option(help="Act for this unit: its code or slug.")]
InRole = Annotated[Role | None, typer.Option(help="In this role.")]
Username = Annotated[str, typer.Option("--as", help="Or act as this account.")]
Scopes = Annotated[list[str], typer.Option("--scope", help="What the token is for; repeatable.")]


@app.command()
def add(name: str, *, unit: Unit = "", role: InRole = None, username: Username = "") -> None:
    """Write down a program: for a unit in a role, as an account, or neither."""
    if bool(unit) != (role is not None) or (unit and username):
        raise typer.BadParameter("--unit goes with --role, and not with --as")
    with province():
        from django.utils import timezone

        from motcua.authority import api

        at = timezone.now()
        on = api.day_of(at)
        client = api.register_client(
            name,
            unit_id=api.unit_of(unit, on=on).id if unit else None,
            role=role,
            account_id=api.account(username).pk if username else None,
            by=api.SYSTEM,
            at=at,
        )
    typer.echo(say(vi=f"Đã đăng ký {client.name}.", en=f"{client.name} is registered."))


@app.command()
def token(name: str, *, scope: Scopes, days: int = 90) -> None:
    """Print a new token of a program; it is shown this once only."""
    with province():
        from django.utils import timezone

        from motcua.authority import api

        at = timezone.now()
        raw = api.issue_token(
            api.client(name).pk,
            scopes=frozenset(scope),
            expires_at=at + timedelta(days=days),
            by=api.SYSTEM,
            at=at,
        )
    typer.echo(raw)


@app.command()
def close(name: str) -> None:
    """End a program with all its tokens."""
    with province():
        from django.utils import timezone

        from motcua.authority import api

        api.close_client(api.client(name).pk, by=api.SYSTEM, at=timezone.now())
    typer.echo(say(vi=f"Đã đóng {name}.", en=f"{name} is closed."))
