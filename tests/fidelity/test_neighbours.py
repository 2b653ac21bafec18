"""Which posts are nearly the same, found again when a few have changed: the same as found anew."""

import random

import pytest

from scicomm_bot.fidelity.rules import duplicates
from scicomm_bot.fidelity.rules.duplicates import Neighbours, grams_of, similar

WORDS = [str(number) for number in range(30)]


def draw_set(chance, base):
    text = base[: chance.randint(2, 20)]
    for _ in range(chance.randint(0, 3)):
        text[chance.randrange(len(text))] = chance.choice(WORDS)
    return grams_of(" ".join(text))


def anew(sets):
    return [(at, earlier, pytest.approx(share)) for at, earlier, share in similar(sets)]


@pytest.mark.parametrize("seed", range(30))
def test_a_few_changes_give_what_is_found_anew(seed):
    chance = random.Random(seed)
    bases = [chance.choices(WORDS, k=20) for _ in range(4)]
    sets = [draw_set(chance, chance.choice(bases)) for _ in range(40)]
    known = Neighbours()
    assert known.find(sets) == anew(sets)
    known.prepare()
    for _ in range(30):
        for _ in range(chance.randint(0, 3)):
            at = chance.randrange(len(sets))
            match chance.choice(["change", "put", "take", "move", "same"]):
                case "change":
                    sets[at] = draw_set(chance, chance.choice(bases))
                case "put":
                    sets.insert(at, draw_set(chance, chance.choice(bases)))
                case "take":
                    del sets[at]
                case "move":
                    sets.append(sets.pop(at))
                case _:
                    sets.append(sets[at])
        assert known.find(sets) == anew(sets)


@pytest.mark.parametrize("limit", ["_MOST_NEWS", "_MOST_PAIRS", "_MOST_CHANGES"])
def test_beyond_each_limit_all_is_found_anew(limit, monkeypatch):
    monkeypatch.setattr(duplicates, limit, 0)
    chance = random.Random(7)
    base = chance.choices(WORDS, k=20)
    sets = [draw_set(chance, base) for _ in range(20)]
    known = Neighbours()
    known.find(sets)
    known.prepare()
    for _ in range(5):
        sets[chance.randrange(20)] = draw_set(chance, base)
        assert known.find(sets) == anew(sets)


def test_the_earliest_is_named():
    sets = [grams_of(f"{number} a b c d e f g h i j k l m n o p") for number in range(4)]
    assert [(at, earlier) for at, earlier, _ in similar(sets)] == [(1, 0), (2, 0), (3, 0)]


def test_empty_sets_have_no_neighbours():
    known = Neighbours()
    known.find([frozenset(), frozenset()])
    known.prepare()
    assert known.find([frozenset(), frozenset(), frozenset()]) == []
