"""The model ranks labels, is as sure as it may be, and shows words that stand in the text."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.casework.dispatch.cast import AT, MATTERS, messages, trained

from tongban.casework.dispatch.rules import Model, evaluate, first_model, measure, save, train
from tongban.common.errors import BadInput


@pytest.mark.parametrize(
    ("text", "label", "word"),
    [
        ("我们这里的公交车总是不来", "交通", "公交"),
        ("请问幼儿园学费是多少", "教育", "幼儿园"),
        ("投诉一家医院的医生", "卫生", "医"),
    ],
)
def test_the_right_label_comes_first_with_its_words(model: Model, text: str, label: str, word: str):
    first = model.suggest(text)[0]
    assert first.label == label
    assert any(word in shown for shown in first.words)
    assert model.predict([text]) == [label]


@given(text=st.text(alphabet="公交车医院老师学费 ,。A3区\x00\u200b😀\ud800", max_size=60))
def test_suggestions_are_ranked_and_their_words_stand_in_the_text(model: Model, text: str):
    found = model.suggest(text)
    assert [one.label for one in found] != []
    assert sum(one.confidence for one in found) == pytest.approx(1)
    assert [one.confidence for one in found] == sorted((one.confidence for one in found), reverse=True)
    assert all(words in text for one in found for words in one.words)


def test_no_more_suggestions_than_asked_for(model: Model):
    assert len(model.suggest("公交车", most=2)) == 2


def test_a_text_without_a_known_word_has_no_words(model: Model):
    assert all(one.words == () for one in model.suggest("xyz"))
    assert model.predict(["", "xyz"])


def test_no_text_no_answer(model: Model):
    assert model.predict([]) == []


def test_many_texts_are_answered_as_one_by_one(model: Model):
    texts = [text for text, _ in messages()] + ["", "公" * 500_000, "医院"]
    assert model.predict(texts) == [model.predict([text])[0] for text in texts]


def test_training_twice_gives_the_same_model_whatever_the_order():
    assert save(trained()) == save(train(list(reversed(messages())), at=AT))


def test_one_text_a_label_makes_a_first_model():
    catalogue = [("公交线路和站点的设置", "交通局"), ("中小学学籍和招生", "教育局"), ("医疗机构的执业登记", "卫健委")]
    first = first_model(catalogue, at=AT)
    assert first.predict(["学校招生问题", "公交站点太远", "医疗机构乱收费"]) == ["教育局", "交通局", "卫健委"]
    assert first.measures == {}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "dispatch.one_label"),
        ([("路灯", "甲")] * 9, "dispatch.one_label"),
        ([("路灯", str(number)) for number in range(5_001)], "dispatch.many_labels"),
        ([*messages(), ("路灯坏了", "市政")], "dispatch.few_rows"),
        ([*messages(), *[("路灯坏了", "市政")] * 9], "dispatch.few_rows"),
    ],
)
def test_too_little_to_learn_from_is_refused(rows, code: str):
    with pytest.raises(BadInput) as refusal:
        train(rows, at=AT)
    assert refusal.value.code == code


def test_hundreds_of_labels_keep_the_file_small():
    made = first_model(
        [(f"第{number}科室办理{chr(0x4E00 + number)}类证照", f"科室{number}") for number in range(400)], at=AT
    )
    assert len(save(made)) < 20_000_000
    assert made.predict([f"{chr(0x4E00 + 7)}类证照"]) == ["科室7"]


def test_an_evaluation_counts_every_tested_text():
    found = evaluate(messages(), at=AT)
    assert found.learned + found.tested == len(messages())
    assert sum(one.count for one in found.classes) == found.tested
    assert sum(one.count for one in found.bins) == found.tested
    assert {one.label for one in found.classes} == set(MATTERS)
    assert 0 <= found.calibration_error <= 1
    assert found.macro_f1 > 0.9
    assert found.speed.records_per_second > 0


def test_a_label_the_model_does_not_know_counts_as_missed(model: Model):
    found = measure(model, [("公交车晚点", "交通"), ("路灯坏了", "市政")])
    assert {one.label: one.recall for one in found.classes}["市政"] == 0
    assert found.accuracy == 0.5


def test_weights_are_kept_as_a_file_keeps_them(model: Model):
    assert (model.weights == model.weights.astype(np.float16).astype(np.float32)).all()


def test_nothing_heavy_is_loaded_before_a_model_is_asked():
    program = (
        "import sys, tongban.cli.dispatch, tongban.casework.dispatch.rules as r; from tongban.casework.dispatch import apps;"
        "r.read_rows(b'text,label\\na,b\\n'); assert not {'numpy', 'scipy', 'sklearn'} & set(sys.modules);"
        "r.load, r.measure; assert 'sklearn' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
