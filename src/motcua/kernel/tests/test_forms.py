"""Forms: answers checked in both languages, bombs refused."""
# ruff: noqa: E501 - a table of cases reads best with one case a line

from copy import deepcopy
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from motcua.kernel.errors import DomainError
from motcua.kernel.forms import FormDataTooLarge, FormSchemaInvalid, compile_form

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "required": ["owner_name", "owner_kind", "mandate", "trades"],
    "properties": {
        "trades": {
            "title": "Ngành nghề",
            "x-title-en": "Trades",
            "x-page": 2,
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"enum": ["4711", "4722"]},
        },
        "owner_name": {
            "x-title": {"vi": "Họ và tên", "en": "Full name"},
            "x-page": 1,
            "type": "string",
            "minLength": 2,
            "maxLength": 20,
            "pattern": "^[^0-9]*$",
        },
        "owner_kind": {"enum": ["person", "household"], "x-page": 1},
        "mandate": {"$ref": "#/$defs/paper", "x-ask-if": "form.owner_kind == 'household'"},
        "members": {
            "title": "Thành viên",
            "x-page": 1,
            "x-ask-if": "form.owner_kind == 'household'",
            "type": "array",
            "items": {
                "type": "object",
                "required": ["born", "guardian"],
                "properties": {
                    "born": {"type": "string", "format": "date"},
                    "guardian": {"type": "string", "x-ask-if": "form.with_children"},
                },
            },
        },
        "with_children": {"type": "boolean", "x-page": 1},
        "capital": {"type": "integer", "minimum": 0, "maximum": 100, "multipleOf": 5, "x-page": 2},
        "id": {"type": "string", "format": "citizen-id", "x-page": 2},
        "tax": {"type": "string", "format": "tax-code", "x-page": 2},
        "phone": {"type": "string", "format": "phone", "x-page": 2},
        "email": {"type": "string", "format": "email", "x-page": 2},
        "either": {"anyOf": [{"type": "string"}, {"type": "integer"}], "x-page": 2},
    },
    "$defs": {"paper": {"type": "string", "x-page": 1, "title": "Văn bản ủy quyền"}},
}
GOOD = {"owner_name": "Đỗ An", "owner_kind": "person", "trades": ["4711"]}


@pytest.fixture
def form():
    return compile_form(SCHEMA)


def told(form, data):
    return [(error.path, error.code) for error in form.errors(data)]


def test_good_answers_have_no_errors(form):
    assert form.errors(GOOD) == ()


@pytest.mark.parametrize(
    ("change", "path", "code", "vi", "en"),
    [
        ({"owner_name": None}, "/owner_name", "type", "Họ và tên: phải là chữ.", "Full name: must be text."),
        ({"owner_name": "A"}, "/owner_name", "minLength", "Họ và tên: phải có ít nhất 2 ký tự.", "Full name: must have at least 2 characters."),
        ({"owner_name": "A" * 21}, "/owner_name", "maxLength", "Họ và tên: có nhiều nhất 20 ký tự.", "Full name: must have at most 20 characters."),
        ({"owner_name": "A1"}, "/owner_name", "pattern", "Họ và tên: không đúng mẫu quy định.", "Full name: is not written as it must be."),
        ({"trades": []}, "/trades", "minItems", "Ngành nghề: phải có ít nhất 1 mục.", "Trades: must have at least 1 items."),
        ({"trades": ["4711", "4711"]}, "/trades", "uniqueItems", "Ngành nghề: có mục bị trùng.", "Trades: has the same item twice."),
        ({"trades": ["1"]}, "/trades/0", "enum", "Ngành nghề: phải là một trong: 4711, 4722.", "Trades: must be one of: 4711, 4722."),
        ({"capital": 105}, "/capital", "maximum", "capital: không được quá 100.", "capital: must be 100 or less."),
        ({"capital": 7}, "/capital", "multipleOf", "capital: phải là bội số của 5.", "capital: must be a multiple of 5."),
        ({"id": "003099000001"}, "/id", "format", "id: phải là số định danh cá nhân hợp lệ (12 chữ số).", "id: must be a valid 12-digit personal number."),
        ({"tax": "0100109107"}, "/tax", "format", "tax: phải là mã số thuế hợp lệ.", "tax: must be a valid tax code."),
        ({"either": None}, "/either", "anyOf", "either: không hợp lệ.", "either: is not valid."),
        ({"a~/b": 1}, "/a~0~1b", "additionalProperties", "a~/b: không có trong biểu mẫu.", "a~/b: is not a field of the form."),
        ({"capital": 2**70}, "/capital", "number", "capital: là số quá lớn.", "capital: is too large a number."),
        ({"email": "a\x00@b.vn"}, "/email", "text", "email: có ký tự không đọc được.", "email: has unreadable characters."),
        ({"email": "\ud800"}, "/email", "text", "email: có ký tự không đọc được.", "email: has unreadable characters."),
        ({"email": b"x"}, "/email", "type", "email: không phải dữ liệu JSON.", "email: is not JSON."),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_in_both_languages(form, change, path, code, vi, en):
    (error,) = form.errors({**GOOD, **change})
    assert (error.path, error.code, error.vi, error.en) == (path, code, vi, en)


@pytest.mark.parametrize(
    ("name", "good", "wrong"),
    [
        ("phone", ["0912345678", "+84912345678", "02253842358"], ["912345678", "09 1234 5678", "0" * 10]),
        ("id", ["031099000001"], ["031 099 000 001", "0310990000011", "²" * 12]),
        ("tax", ["0100109106", "0100109106-001"], ["0100109106001", "0100109106-000"]),
        ("email", ["a@b.vn"], ["a@b", "A <a@b.vn>", "a@[1.2.3.4]", "a@b.vn\n"]),
    ],
)  # fmt: skip
def test_each_format_has_one_writing(form, name, good, wrong):
    assert [form.errors({**GOOD, name: text}) for text in good] == [()] * len(good)
    assert [told(form, {**GOOD, name: text}) for text in wrong] == [[(f"/{name}", "format")]] * len(
        wrong
    )


@pytest.mark.parametrize(
    "text", ["2026-02-29", "2026-1-1", "0000-01-01", "２０２６-01-01", "1/2/2026"]
)
def test_a_date_is_a_date_of_the_calendar(text):
    form = compile_form({"type": "object", "properties": {"on": {"format": "date"}}})
    assert told(form, {"on": text}) == [("/on", "format")]
    assert form.errors({"on": "2024-02-29"}) == ()


def test_errors_come_in_the_order_of_asking(form):
    data = {"zz": 1, "trades": ["x", "4711", "y"], "owner_name": 1, "capital": -1}
    expected = [
        ("/owner_name", "type"),
        ("/owner_kind", "required"),
        ("/trades/0", "enum"),
        ("/trades/2", "enum"),
        ("/capital", "minimum"),
        ("/capital", "multipleOf"),
        ("/zz", "additionalProperties"),
    ]
    assert told(form, data) == expected
    assert told(form, dict(reversed(data.items()))) == expected


def test_a_field_that_is_not_asked_is_not_required_and_must_not_be_given(form):
    assert told(form, {**GOOD, "mandate": "x"}) == [("/mandate", "not_asked")]
    household = {**GOOD, "owner_kind": "household"}
    assert told(form, household) == [("/mandate", "required")]
    assert form.errors({**household, "mandate": "x"}) == ()


def test_a_condition_without_an_answer_counts_as_not_asked(form):
    data = {"owner_name": "Đỗ An", "trades": ["4711"], "mandate": 5}
    assert told(form, data) == [("/owner_kind", "required"), ("/mandate", "not_asked")]


def test_a_condition_inside_a_list_holds_for_each_item(form):
    data: dict[str, Any] = {**GOOD, "owner_kind": "household", "mandate": "x"}
    data["with_children"] = True
    data["members"] = [{"born": "2020-01-01"}, {"born": "x", "guardian": "y"}]
    assert told(form, data) == [("/members/1/born", "format"), ("/members/0/guardian", "required")]
    data["with_children"] = False
    assert told(form, data) == [("/members/1/born", "format"), ("/members/1/guardian", "not_asked")]


def test_leftovers_of_a_page_are_trimmed(form):
    data = {**GOOD, "mandate": "x", "members": [{"born": "2020-01-01", "guardian": "y"}]}
    assert form.trimmed(data) == GOOD
    assert data["mandate"] == "x"
    assert "mandate" not in {field.name for field in form.asked(data)}
    assert "members.*.born" not in {field.name for field in form.asked(data)}


def test_fields_come_page_by_page_with_their_titles(form):
    assert [field.name for field in form.fields][:5] == [
        *("owner_name", "owner_kind", "mandate", "members", "members.*.born"),
    ]
    mandate = form.fields[2]
    assert (mandate.vi, mandate.page, mandate.required) == ("Văn bản ủy quyền", 1, True)
    assert (form.fields[0].vi, form.fields[0].en) == ("Họ và tên", "Full name")


def test_a_form_knows_its_fields(form):
    assert form.knows("members.*.born")
    assert form.knows("trades.*")
    assert not form.knows("members.*.age")
    assert not form.knows("owner_name.first")
    assert not form.knows("capital.x")


def test_a_form_is_compiled_once_and_keeps_its_own_copy():
    schema = deepcopy(SCHEMA)
    form = compile_form(schema)
    schema["properties"]["owner_name"] = {"type": "integer"}
    assert compile_form(SCHEMA) is compile_form(MappingProxyType(SCHEMA)) is form
    assert form.errors(GOOD) == ()
    assert compile_form(schema).digest != form.digest


def with_field(**schema):
    return {"type": "object", "properties": {"a": schema, "b": {"type": "string"}}}


@pytest.mark.parametrize(
    ("schema", "where"),
    [
        ({}, "/"),
        ({"type": "object"}, "/"),
        ({"type": "array", "properties": {}}, "/"),
        ({"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"}, "/$schema"),
        (with_field(type="strin"), "/"),
        (with_field(requird=True), "/properties/a/requird"),
        (with_field(format="zodiac"), "/properties/a/format"),
        (with_field(pattern="("), "/properties/a"),
        (with_field(pattern="(?=a)b"), "/properties/a"),
        (with_field(pattern="((a{100}){100}){100}"), "/properties/a"),
        (with_field(patternProperties={"(": True}), "/properties/a"),
        (with_field(**{"$ref": "https://example.test/x"}), "/properties/a/$ref"),
        (with_field(**{"$ref": "file:///etc/passwd"}), "/properties/a/$ref"),
        (with_field(**{"$ref": "#"}), "/properties/a/$ref"),
        (with_field(**{"$ref": "#/$defs/none"}), "/properties/a/$ref"),
        (with_field(**{"$dynamicRef": "#x"}), "/properties/a/$dynamicRef"),
        (with_field(**{"$id": "https://example.test"}), "/properties/a"),
        (with_field(**{"x-ask-if": "form.c == 1"}), "/a/x-ask-if"),
        (with_field(**{"x-ask-if": "form.a == 1"}), "/a/x-ask-if"),
        (with_field(**{"x-ask-if": "applicant.age"}), "/a/x-ask-if"),
        (with_field(**{"x-ask-if": "form.b =="}), "/a/x-ask-if"),
        (with_field(**{"x-ask-if": 1}), "/a/x-ask-if"),
        (with_field(anyOf=[{"properties": {"c": {"x-ask-if": "form.b == ''"}}}]), "/"),
        (with_field(**{"x-page": 0}), "/a/x-page"),
        (with_field(**{"x-page": True}), "/a/x-page"),
        (with_field(**{"x-title": "A"}), "/a/x-title"),
        (with_field(title=1), "/"),
        (with_field(const=float("nan")), "/"),
        (with_field(const=b""), "/"),
        (with_field(default="\x00"), "/properties/a/default"),
        (with_field(const=2**64), "/properties/a/const"),
    ],
)
def test_a_wrong_schema_is_refused_where_it_is_wrong(schema, where):
    with pytest.raises(FormSchemaInvalid) as refused:
        compile_form(schema)
    assert refused.value.where == where
    assert refused.value.message("vi")


def _deep(levels):
    schema: dict[str, object] = {"type": "string"}
    for _ in range(levels):
        schema = {"type": "object", "properties": {"a": schema}}
    return schema


def _doubling(levels):
    """Return a small schema that is 2^levels schemas when its references are put in place."""
    definitions: dict[str, object] = {"d0": {"type": "string"}}
    for level in range(levels):
        below = {"$ref": f"#/$defs/d{level}"}
        definitions[f"d{level + 1}"] = {"anyOf": [below, {"not": below}]}
    return {**with_field(**{"$ref": f"#/$defs/d{levels}"}), "$defs": definitions}


SCHEMA_BOMBS = {
    "deep": _deep(20),
    "deeper than the stack": _deep(50_000),
    "doubling": _doubling(40),
    "circle": {**with_field(**{"$ref": "#/$defs/a"}), "$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}},
    "own circle": {**with_field(**{"$ref": "#/$defs/a"}), "$defs": {"a": {"$ref": "#/$defs/a"}}},
    "wide": {"type": "object", "properties": {f"f{n}": {"type": "string"} for n in range(30_000)}},
    "branches": with_field(oneOf=[{"const": n} for n in range(50)]),
    "long": with_field(enum=["x" * 1_000_000]),
}  # fmt: skip


@pytest.mark.parametrize("bomb", SCHEMA_BOMBS)
def test_a_schema_bomb_is_refused_at_once(bomb):
    with pytest.raises(FormSchemaInvalid):
        compile_form(SCHEMA_BOMBS[bomb])


def _nest(levels):
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "data", [_nest(40), _nest(100_000), {"a": "x" * 600_000}, {"a": [0] * 30_000}]
)
def test_a_data_bomb_is_refused_at_once(form, data):
    with pytest.raises(FormDataTooLarge):
        form.errors(data)
    with pytest.raises(FormDataTooLarge):
        form.trimmed({"a": data})


def test_the_largest_answers_are_checked_whole():
    items = {"anyOf": [{"const": n} for n in range(40)]}
    form = compile_form(with_field(type="array", uniqueItems=True, items=items))
    errors = form.errors({"a": [{"n": n} for n in range(2_400)]})
    assert len(errors) == 200


def test_a_pattern_that_backtracking_engines_choke_on_is_linear_here():
    form = compile_form(with_field(type="string", pattern="^(a|a)*(a+)+$"))
    assert told(form, {"a": "a" * 100_000 + "b"}) == [("/a", "pattern")]


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*SCHEMA["properties"], "born", "x"]), inner, max_size=4)
    ),
    max_leaves=15,
)


@given(json_like)
@example({"members": {"born": 1}})
@example({"members": [1]})
def test_any_answers_are_checked_and_told_in_a_stable_order(data):
    form = compile_form(SCHEMA)
    errors = form.errors(data)
    assert errors == form.errors(data)
    for error in errors:
        assert error.path == "" or error.path.startswith("/")
        assert "{" not in error.vi + error.en or "{" in str(data)


@given(json_like)
def test_trimming_leaves_nothing_that_is_not_asked(data):
    form = compile_form(SCHEMA)
    if isinstance(data, dict):
        kept = form.trimmed(data)
        assert form.trimmed(kept) == kept or "nan" in str(kept)


keywords = st.sampled_from(
    [
        "type",
        "properties",
        "required",
        "items",
        "anyOf",
        "$ref",
        "$defs",
        "enum",
        "pattern",
        "x-ask-if",
        "x-page",
        "x-title",
        "title",
        "format",
        "minimum",
        "if",
        "a",
        "b",
    ]
)
schemas = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 3) | st.sampled_from(["object", "string", "a", "#/$defs/a", "form.b == 1", "("]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keywords, inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(st.dictionaries(keywords, schemas, max_size=4), schemas)
def test_any_schema_compiles_or_is_refused(schema, properties):
    for tried in (schema, {**schema, "type": "object", "properties": properties}):
        try:
            form = compile_form(tried)
        except DomainError:
            continue
        assert form.errors({}) is not None
