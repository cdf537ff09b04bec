"""Who may do what: owner, colleague, stranger."""

from uuid import uuid4

import pytest

from motcua.authority import api
from motcua.authority.policies import DESK
from motcua.authority.types import Actor, ActorKind, Allowed, Appointment, Denied, Role

from .factories import make_person

STRANGER = Actor(kind=ActorKind.PERSON, uid=uuid4(), person_id=8)
OWNER = Actor(kind=ActorKind.PERSON, uid=uuid4(), person_id=7, account_id=70)


def officer(role, unit_id=1, **facts):
    return Actor(
        kind=ActorKind.OFFICER,
        uid=uuid4(),
        account_id=71,
        appointments=(Appointment(unit_id=unit_id, role=role, **facts),),
    )


def allowed(kind, actor, action, thing=None):
    return isinstance(api.decide(kind, actor, action, thing), Allowed)


def holders(kind, action, thing=None):
    """Return the roles that may."""
    return {role for role in Role if allowed(kind, officer(role), action, thing)}


@pytest.mark.parametrize(
    ("kind", "action", "thing", "roles"),
    [
        ("person", "look_up", None, set(DESK)),
        ("person", "see", 7, set(DESK)),
        ("person", "register", None, {Role.RECEIVER}),
        ("person", "erase", 7, {Role.DATA_STEWARD}),
        ("account", "see", 70, {Role.OPERATOR, Role.AUDITOR}),
        ("account", "change", 70, {Role.OPERATOR}),
        ("unit", "see", None, set(Role)),
        ("unit", "change", None, {Role.OPERATOR}),
        ("calendar", "see", None, set(Role)),
        ("calendar", "change", None, {Role.OPERATOR}),
        ("client", "change", None, {Role.OPERATOR}),
        ("audit", "see", None, {Role.AUDITOR}),
        ("delegation", "give", (1, Role.CLERK), {Role.CLERK}),
        ("delegation", "give", (2, Role.CLERK), set()),
        ("delegation", "give", None, set()),
        ("delegation", "revoke", (1, Role.CLERK), {Role.CLERK}),
        ("delegation", "note_absence", 70, {Role.OPERATOR}),
    ],
)
def test_roles_may(kind, action, thing, roles):
    assert holders(kind, action, thing) == roles


def test_a_person_sees_oneself_and_nobody_else():
    assert allowed("person", OWNER, "see", 7)
    assert not allowed("person", STRANGER, "see", 7)
    assert not allowed("person", OWNER, "look_up")
    assert allowed("account", OWNER, "see", 70)


def test_what_nobody_wrote_down_is_denied():
    assert api.decide("ghost", OWNER, "see", None) == Denied("no_policy")
    assert api.decide("person", OWNER, "fly", None) == Denied("no_rule")
    with pytest.raises(api.NotAllowed, match="no_policy"):
        api.require("ghost", OWNER, "see", None)


def test_the_machine_needs_the_scope_as_well_as_the_role():
    receiver = officer(Role.RECEIVER)
    for scopes, may in ((frozenset(), False), (frozenset({"people:read"}), True)):
        client = Actor(
            kind=ActorKind.CLIENT,
            uid=uuid4(),
            appointments=receiver.appointments,
            scopes=scopes,
        )
        assert allowed("person", client, "look_up") is may


def test_a_delegated_or_substituted_power_is_not_delegated_again():
    for facts in ({"delegation_id": 3}, {"on_behalf_of": "officer:x"}):
        assert not allowed("delegation", officer(Role.CLERK, **facts), "give", (1, Role.CLERK))


def test_a_kind_has_one_policy():
    with pytest.raises(ValueError, match="person has a policy already"):

        @api.register
        class Another(api.Policy):
            kind = "person"

    assert "see" in api.policy_kinds()["person"]


@pytest.mark.django_db
def test_selectors_of_people_ask_the_policy():
    person = make_person()
    for read in (
        lambda who: api.person_view(person.pk, actor=who),
        lambda who: api.people_named("tran", actor=who),
        lambda who: api.look_up_person("031090999999", actor=who),
    ):
        with pytest.raises(api.NotAllowed):
            read(STRANGER)
    receiver = officer(Role.RECEIVER)
    assert api.person_view(person.pk, actor=receiver).name == person.name
    assert api.people_named("tran thi", actor=receiver) == (person,)
    with pytest.raises(api.PersonUnknown):
        api.look_up_person("031090999999", actor=receiver)
