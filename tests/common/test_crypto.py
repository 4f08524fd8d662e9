"""Sealing: opens only with the right key in the right place, and is found again without opening."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.common.crypto import Keyring, SealError

OLD = "an-old-secret-of-the-deployment-0001"
NEW = "a-new-secret-of-the-deployment-00002"
NUMBER = "340102199001010071"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), st.text(alphabet=st.characters(codec="utf-8")))
def test_what_was_sealed_opens_again(text, context):
    ring = Keyring([OLD])
    assert ring.unseal(ring.seal(text, context=context), context=context) == text


def test_the_same_text_sealed_twice_looks_different_and_never_shows_itself():
    ring = Keyring([OLD])
    first, second = (ring.seal(NUMBER, context="a") for _ in range(2))
    assert first != second
    assert NUMBER not in first
    assert first.startswith("v1.")


def test_a_sealed_text_moved_to_another_context_does_not_open():
    ring = Keyring([OLD])
    with pytest.raises(SealError):
        ring.unseal(ring.seal(NUMBER, context="party.phone"), context="party.identifier")


@given(st.data())
def test_any_changed_character_of_a_sealed_text_keeps_it_shut(data):
    ring = Keyring([OLD])
    sealed = ring.seal(NUMBER, context="a")
    place = data.draw(st.integers(0, len(sealed) - 1))
    by = data.draw(st.sampled_from("Aa0.!é"))
    if sealed[place] == by:
        return
    with pytest.raises(SealError) as refusal:
        ring.unseal(sealed[:place] + by + sealed[place + 1 :], context="a")
    assert NUMBER not in str(refusal.value)


@pytest.mark.parametrize("sealed", ["", "v1", "v1..", "v2.00000000.AAAA", NUMBER])
def test_what_was_never_sealed_does_not_open(sealed):
    with pytest.raises(SealError):
        Keyring([OLD]).unseal(sealed, context="a")


def test_after_rotation_the_new_secret_seals_and_the_old_one_still_opens():
    before, after = Keyring([OLD]), Keyring([NEW, OLD])
    kept = before.seal(NUMBER, context="a")
    assert after.unseal(kept, context="a") == NUMBER
    assert not after.is_current(kept)
    fresh = after.seal(NUMBER, context="a")
    assert after.is_current(fresh)
    with pytest.raises(SealError):
        before.unseal(fresh, context="a")


def test_after_rotation_the_old_index_is_still_among_those_searched():
    before, after = Keyring([OLD]), Keyring([NEW, OLD])
    assert after.indexes_of(NUMBER) == [after.index_of(NUMBER), before.index_of(NUMBER)]
    assert after.index_of(NUMBER) != before.index_of(NUMBER)


@given(st.from_regex(r"\A[0-9]{17}[0-9X]\Z"), st.from_regex(r"\A[0-9]{17}[0-9X]\Z"))
def test_indexes_are_equal_exactly_when_the_texts_are(left, right):
    ring = Keyring([OLD])
    assert (ring.index_of(left) == ring.index_of(right)) == (left == right)
    assert left not in ring.index_of(left)


@pytest.mark.parametrize("secrets", [[], ["short"], [OLD, ""]])
def test_a_keyring_without_a_proper_secret_is_refused(secrets):
    with pytest.raises(ValueError, match="16"):
        Keyring(secrets)


def test_a_keyring_does_not_show_its_secrets():
    ring = Keyring([NEW, OLD])
    assert NEW not in repr(ring)
    assert not any(NEW in repr(value) or OLD in repr(value) for value in vars(ring).values())
