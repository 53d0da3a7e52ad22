"""Russian forms: what Snowball takes apart is kept together, and the other way round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.russian import is_nominative, russian


def kin(words: str, known: str = "") -> set[frozenset[str]]:
    """Which of the words, by twos, share a key."""
    among = [word.replace("ё", "е") for word in words.split()]
    keys = {word: russian(word, {*among, *known.split()}) for word in among}
    return {frozenset((one, other)) for one in among for other in among if one != other and keys[one] & keys[other]}


@pytest.mark.parametrize(
    "words",
    [
        "рынок рынка рынке рынков рынки",
        "посол посла послом послы",
        "посёлок посёлка посёлки посёлков",
        "боец бойца бойцы бойцов",
        "камень камня камни камней",
        "окно окна окон",
        "письмо письма писем",
        "девушка девушки девушек",
        "деревня деревни деревень",
        "чай чая чаю чаем",
        "музей музея музею музеем музеи музеев музеях",
        "Китай Китая Китаю Китаем Китае",
        "герой героя герои героев",
        "станция станции станций станцию",
        "статья статьи статью статей статьях",
        "решение решения решений решением",
        "Кыргызстан Кыргызстана Кыргызстане",
        "построить построил построили построен построена построенный",
        "погибнуть погиб погибла погибли погибших погибший",
        "снизить снизил снизили снижен снижена снизился",
        "запретить запретил запрещён запрещено",
        "вернуться вернулся вернулась вернётся",
        "писать пишет пишут писал",
        "новый новая новое новые новой новых",
        "отдых отдыха отдыхе",
        "остров острова острове островом",
    ],
)
def test_the_forms_of_a_word_share_a_key(words: str) -> None:
    among = [word.replace("ё", "е") for word in words.lower().split()]
    assert kin(words.lower()) == {frozenset((one, other)) for one in among for other in among if one != other}


@pytest.mark.parametrize(
    "words",
    [
        "город гордый",
        "банк банкет",
        "посол посольство",
        "сообщить сообщение",
        "бемор бемории",
        "вода водка",
        "дети детали",
        "рынок рытвина",
    ],
)
def test_other_words_share_none(words: str) -> None:
    assert kin(words) == set()


def test_whether_a_word_may_be_another_case_is_told_by_the_words_beside_it() -> None:
    assert kin("китая киты", known="китай") == set()
    assert kin("судью суд", known="судья") == set()
    assert kin("рахмон рахмонов", known="rahmonov") == set()
    assert kin("банк банков", known="банки bankov") == {frozenset(("банк", "банков"))}
    assert is_nominative("ислам", {"ислама"})
    assert not is_nominative("банкам", {"банка"} - {"банкама"})


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=20))
def test_every_word_has_a_key_that_its_own_presence_does_not_take_away(word: str) -> None:
    assert russian(word, {word})
    assert "" not in russian(word) or len(word) < 5
