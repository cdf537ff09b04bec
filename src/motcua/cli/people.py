"""``motcua people``: the keys of personal data."""

import typer

from motcua.cli.session import province, say

app = typer.Typer(help="Personal data and their keys.", no_args_is_help=True)


@app.command("rotate-keys")
def rotate_keys() -> None:
    """Encrypt all personal data with a new key; the old ones stay until drop-keys."""
    with province():
        from django.utils import timezone

        from motcua.authority import api

        done = api.rotate_keys(by=api.SYSTEM, at=timezone.now())
    typer.echo(say(vi=f"Đã mã hóa lại {done} dòng.", en=f"{done} rows encrypted anew."))


@app.command()
def reencrypt() -> None:
    """Encrypt with the key in use whatever another key encrypted."""
    with province():
        from django.utils import timezone

        from motcua.authority import api

        done = api.reencrypt(by=api.SYSTEM, at=timezone.now())
    typer.echo(say(vi=f"Đã mã hóa lại {done} dòng.", en=f"{done} rows encrypted anew."))


@app.command("drop-keys")
def drop_keys() -> None:
    """Forget the keys that nothing is encrypted with any more."""
    with province():
        from django.utils import timezone

        from motcua.authority import api

        dropped = api.drop_old_keys(by=api.SYSTEM, at=timezone.now())
    typer.echo(say(vi=f"Đã bỏ {dropped} khóa cũ.", en=f"{dropped} old keys dropped."))
