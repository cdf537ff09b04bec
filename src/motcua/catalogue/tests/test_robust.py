"""Whatever is written, the check answers with findings and never falls over."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.catalogue.checks import Province, check_source
from motcua.catalogue.findings import Finding
from motcua.catalogue.source import load_files
from motcua.catalogue.tests.folders import FILES

LINES = {name: text.splitlines() for name, text in FILES.items()}
WORDS = sorted({word for text in FILES.values() for word in text.split()})
scalars = st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "x", "object"])
schemas = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "properties", "required", "items", "enum", "$ref", "$defs", "oneOf",
                 "const", "pattern", "x-ask-if", "x-page", "title", "minItems", "trades"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)  # fmt: skip


def answered(files):
    found = check_source(load_files(files, folder="x"), Province(render=lambda *_: None))
    assert all(isinstance(one, Finding) and one.line >= 1 for one in found)
    return found


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_folder_with_lines_lost_moved_or_changed_is_answered(data):
    files = dict(FILES)
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from(sorted(FILES)))
        lines = files[name].splitlines() or [""]
        place = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["drop", "copy", "word", "text", "swap"])):
            case "drop":
                del lines[place]
            case "copy":
                lines.insert(place, data.draw(st.sampled_from(LINES[name])))
            case "word":
                words = lines[place].split(" ")
                words[-1] = data.draw(st.sampled_from(WORDS))
                lines[place] = " ".join(words)
            case "text":
                lines[place] = data.draw(st.text(max_size=30))
            case "swap":
                lines[place], lines[0] = lines[0], lines[place]
        files[name] = "\n".join(lines)
    answered(files)


@given(schemas)
@settings(max_examples=40, deadline=None)
def test_a_form_of_any_shape_is_answered(schema):
    answered({**FILES, "form.schema.json": json.dumps(schema)})


@given(st.sampled_from(["trades", "owner_kind"]), schemas)
@settings(max_examples=40, deadline=None)
def test_a_field_of_any_shape_is_answered(name, schema):
    form = json.loads(FILES["form.schema.json"])
    form["properties"][name] = schema
    answered({**FILES, "form.schema.json": json.dumps(form)})
