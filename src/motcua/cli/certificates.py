"""``motcua certificates``: the keys that papers are signed with."""

from typing import Annotated

import typer

from motcua.cli.session import province, say

app = typer.Typer(help="Certificates and keys that papers are signed with.", no_args_is_help=True)

Holder = Annotated[str, typer.Argument(help="As the list shows it: officer:<id>, unit:<id>.")]
Reason = Annotated[str, typer.Option(help="Why; the list of revoked certificates is public.")]


@app.command("list")
def list_() -> None:
    """Show the newest certificate of every holder, the one that ends first on top."""
    with province():
        from motcua.documents import api

        for row in api.certificates_in_use():
            ends = f"{row.valid_until:%Y-%m-%d}"
            revoked = say(vi="đã thu hồi", en="revoked") if row.revoked_at else ""
            state = revoked or (say(vi="đã thay", en="retired") if row.retired_at else ends)
            typer.echo(f"{state:<10}  {row.holder:<45}  {row.name}")


@app.command()
def renew(holder: Holder) -> None:
    """Give a holder a new key and certificate, also after a revocation."""
    with province():
        from django.utils import timezone

        from motcua.documents import api

        made = api.renew_certificate(holder, by="system", at=timezone.now())
    typer.echo(f"{made.serial}  {made.valid_until:%Y-%m-%d}  {made.name}")


@app.command()
def revoke(holder: Holder, *, reason: Reason) -> None:
    """Revoke the certificate of a holder; renew gives him another one."""
    with province():
        from django.utils import timezone

        from motcua.documents import api

        api.revoke_certificate(holder, at=timezone.now(), reason=reason)
    typer.echo(say(vi=f"Đã thu hồi chứng thư của {holder}.", en=f"{holder} is revoked."))


@app.command("rotate-authority")
def rotate_authority() -> None:
    """Make a new issuing authority; all holders get new certificates as they sign."""
    with province():
        from django.utils import timezone

        from motcua.documents import api

        made = api.rotate_issuing_authority(by="system", at=timezone.now())
    typer.echo(f"{made.serial}  {made.valid_until:%Y-%m-%d}  {made.name}")


@app.command("rotate-statement-key")
def rotate_statement_key() -> None:
    """Sign the statements in QR codes with a new key; old papers stay checkable."""
    with province():
        from django.utils import timezone

        from motcua.documents import api

        made = api.rotate_statement_key(by="system", at=timezone.now())
    typer.echo(made)
