"""A process that files and accepts dossiers until it is killed."""

import sys

import django


def main() -> None:
    """Work on the database of the environment; say a line after each dossier."""
    django.setup()

    from motcua.authority.models import Account, Person, Unit
    from motcua.dossiers import api
    from motcua.dossiers.tests.factories import AT, World

    commune = Unit.objects.get(slug="commune")
    desk = Unit.objects.get(slug="one-stop", parent=commune)
    world = World(
        province=Unit.objects.get(slug="province"),
        commune=commune,
        desk=desk,
        version=None,  # type: ignore[arg-type]  # filing does not ask for it
        citizen=Person.objects.get(),
    )
    world.posts[desk.pk, "receiver"] = Account.objects.get(postings__unit=desk)
    while True:
        dossier = world.filed()
        api.accept(dossier.uid, by=world.receiver, at=AT)
        api.forward(dossier.uid, by=world.receiver, at=AT)
        api.drain(at=AT, limit=2)
        sys.stdout.write(".")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
