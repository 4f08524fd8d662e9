"""A model comes back from its file as it was; a file that is none is refused and nothing in it runs."""

import contextlib
import io
import json
import pickle
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.casework.dispatch.cast import messages

from tongban.casework.dispatch.rules import Model, load, save
from tongban.casework.dispatch.rules.storing import MOST_FILE_BYTES
from tongban.common.errors import BadInput


def parts(model: Model) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(save(model))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(pieces: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in pieces.items():
            archive.writestr(name, content)
    return out.getvalue()


def array(values, **options) -> bytes:
    out = io.BytesIO()
    np.lib.format.write_array(out, values, version=(1, 0), **options)
    return out.getvalue()


def with_meta(model: Model, **changes: object) -> bytes:
    found = parts(model)
    return packed(found | {"meta.json": json.dumps(json.loads(found["meta.json"]) | changes).encode()})


def refusal_of(data: bytes) -> str:
    with pytest.raises(BadInput) as refusal:
        load(data)
    assert refusal.value.message
    return refusal.value.code


def test_a_model_answers_from_its_file_as_before(model: Model):
    again = load(save(model))
    texts = [text for text, _ in messages()]
    assert np.array_equal(again.scores(texts), model.scores(texts))
    assert again.suggest(texts[0]) == model.suggest(texts[0])
    assert (again.labels, again.rows, again.trained_at, again.measures) == (
        *(model.labels, model.rows, model.trained_at),
        dict(model.measures),
    )
    assert save(again) == save(model)


@pytest.mark.parametrize("version", [0, 2, "1", None, [1]])
def test_another_version_is_refused_by_its_name(model: Model, version: object):
    assert refusal_of(with_meta(model, version=version)) == "dispatch.model_version"


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "other"},
        {"labels": ["甲"]},
        {"labels": ["甲", "甲", "乙"]},
        {"labels": ["甲", "乙"]},
        {"labels": ["甲", "乙", 3]},
        {"labels": "甲乙丙"},
        {"temperature": 0},
        {"temperature": float("nan")},
        {"temperature": "1"},
        {"temperature": 10**400},
        {"rows": None},
        {"trained_at": 5},
        {"measures": {"macro_f1": "high"}},
        {"measures": []},
    ],
    ids=str,
)
def test_a_wrong_page_of_facts_is_refused(model: Model, changes: dict[str, object]):
    assert refusal_of(with_meta(model, **changes)) == "dispatch.model_damaged"


def test_wrong_arrays_are_refused(model: Model):
    found = parts(model)
    keys, weights = model.vocabulary.keys, model.weights.astype("<f2")
    wrong = {
        "fewer keys": {"keys.npy": array(keys[:-1])},
        "keys in disorder": {"keys.npy": array(keys[::-1].copy())},
        "another kind": {"keys.npy": array(keys.astype("<i8"))},
        "turned": {"weights.npy": array(weights.T.copy())},
        "by columns": {"weights.npy": array(np.asfortranarray(weights))},
        "not finite": {"bias.npy": array(np.full(len(model.labels), np.inf, "<f4"))},
        "no dimension": {"keys.npy": array(keys[0].reshape(()))},
        "objects": {"keys.npy": array(np.array([{}], object), allow_pickle=True)},
        "cut": {"weights.npy": found["weights.npy"][:-1]},
        "longer than said": {"weights.npy": found["weights.npy"] + b"\0"},
        "no header": {"weights.npy": b"weights"},
        "page of facts": {"meta.json": b"\xff"},
        "deep": {"meta.json": b"[" * 100_000},
        "one piece more": {"run.py": b"print()"},
    }
    assert {refusal_of(packed(found | changes)) for changes in wrong.values()} == {"dispatch.model_damaged"}


def test_a_header_that_claims_the_sky_reserves_nothing(model: Model):
    found = parts(model)
    head = array(np.zeros(3, "<f4"))
    claims = head.replace(b"(3,), }" + b" " * 16, b"(99999999999999,), }   ")
    assert len(claims) == len(head)
    assert refusal_of(packed(found | {"bias.npy": claims})) == "dispatch.model_damaged"


def test_a_small_file_that_unpacks_to_much_is_refused(model: Model):
    assert refusal_of(packed(parts(model) | {"keys.npy": bytes(90_000_000)})) == "dispatch.model_damaged"


def test_too_large_a_file_is_refused_unread():
    assert refusal_of(bytes(MOST_FILE_BYTES + 1)) == "dispatch.model_size"


class Trap:
    def __reduce__(self):
        return (pytest.fail, ("it ran",))


def test_a_pickle_is_refused_and_does_not_run(model: Model):
    trap = pickle.dumps(Trap())
    assert refusal_of(trap) == "dispatch.model_damaged"
    assert refusal_of(packed(parts(model) | {"keys.npy": trap})) == "dispatch.model_damaged"


@given(place=st.integers(0, 10**6), value=st.integers(0, 255), data=st.binary(max_size=200))
def test_a_damaged_file_is_refused_or_harmless(model: Model, place: int, value: int, data: bytes):
    assert refusal_of(data) == "dispatch.model_damaged"
    whole = bytearray(save(model))
    whole[place % len(whole)] = value
    with contextlib.suppress(BadInput):
        load(bytes(whole)).predict(["公交车"])
