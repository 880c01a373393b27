"""全銀 characters: what is turned, what is refused, and where a name may be cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.providers.bank import characters
from zandaka.providers.bank.characters import EDI, PARTY, PLACE

VOICED = "ガギグゲゴザジズゼゾダヂヅデドバビブベボヴ"
HALF_VOICED = "パピプペポ"
KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"
NAMES = st.text(VOICED + HALF_VOICED + KANA + "AZ09", min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ヤマダ タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("やまだ　たろう", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("  ﾔﾏﾀﾞ   ﾀﾛｳ ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("キャッシュ", "ｷﾔﾂｼﾕ"),
        ("ｷｬｯｼｭ", "ｷﾔﾂｼﾕ"),
        ("ァィゥェォヵヶヮ", "ｱｲｳｴｵｶｹﾜ"),
        ("スーパー", "ｽ-ﾊﾟ-"),
        ("ｽｰﾊﾟｰ", "ｽ-ﾊﾟ-"),
        ("ス−パ‐", "ｽ-ﾊﾟ-"),
        ("ガ\u3000ヴ", "ｶﾞ ｳﾞ"),
        ("カ\u3099ハ\u309a", "ｶﾞﾊﾟ"),
        ("カ゛ハ゜", "ｶﾞﾊﾟ"),
        ("ＡＢＣ１２３", "ABC123"),
        ("（．）", "(.)"),
        ("カブシキガイシャ サンプル", "ｶ)ｻﾝﾌﾟﾙ"),
        ("サンプル カブシキガイシャ", "ｻﾝﾌﾟﾙ(ｶ"),
        ("サンプルカブシキガイシャトウキョウシテン", "ｻﾝﾌﾟﾙ(ｶ)ﾄｳｷﾖｳｼﾃﾝ"),
        ("ゆうげんがいしゃさんぷる", "ﾕ)ｻﾝﾌﾟﾙ"),
        ("ゴウドウガイシャ サンプル", "ﾄﾞ)ｻﾝﾌﾟﾙ"),
        ("イッパンシャダンホウジン サンプル", "ｼﾔ)ｻﾝﾌﾟﾙ"),
        ("カ)サンプル", "ｶ)ｻﾝﾌﾟﾙ"),
    ],
)
def test_a_name_as_banks_write_it(written: str, expected: str) -> None:
    assert characters.party(written) == expected
    assert characters.party(expected) == expected


@pytest.mark.parametrize(
    "written",
    ["山田", "yamada", "ｙａｍａｄａ", "ヤマダ,タロウ", "ヤマダ、タロウ", "ヤマダ・タロウ", "ヲノ",
     "ﾞヤ", "ナ゛", "ヤマダ゜", "カ゜", "é", "ヤマダ\nタロウ/", "ヰ", "", "　", "\\", "｢ｱ｣", "🍣"],
)  # fmt: skip
def test_what_a_party_name_does_not_take(written: str) -> None:
    with pytest.raises(ValueError, match=r"must|has"):
        characters.party(written)


def test_only_edi_takes_wo_and_brackets() -> None:
    for letter in "ｦ\\｢｣/":
        assert characters.require(letter, EDI) == letter
        for field in (PARTY, PLACE):
            with pytest.raises(ValueError, match=r"must"):
                characters.require(letter, field)
    for letter in "().":
        assert characters.require(letter, PARTY) == letter
        with pytest.raises(ValueError, match=r"must"):
            characters.require(letter, PLACE)
    assert characters.require("ｱ-", PLACE) == "ｱ-"


def test_a_mark_is_a_byte_of_its_own() -> None:
    assert characters.encode(characters.party("ガパ")) == b"\xb6\xde\xca\xdf"


@given(NAMES, st.integers(1, 40))
def test_a_name_is_cut_between_kana(written: str, width: int) -> None:
    whole = characters.party(written)
    cut = characters.fit(whole, width)
    assert whole.startswith(cut)
    assert len(cut) == min(len(whole), width) or len(cut) == width - 1
    assert whole[len(cut) : len(cut) + 1] not in ("ﾞ", "ﾟ")


@given(NAMES)
def test_bytes_read_back_as_they_were(written: str) -> None:
    name = characters.party(written)
    content = characters.encode(name)
    assert len(content) == len(name)
    assert content.decode("shift_jis") == name == characters.decode(content)


@pytest.mark.parametrize("content", [b"\x00", b"\x7f", b"\x80", b"\xa0", b"\xe0", b"\xff"])
def test_bytes_that_are_no_character(content: bytes) -> None:
    with pytest.raises(ValueError, match="JIS X 0201"):
        characters.decode(content)


@pytest.mark.parametrize("text", ["漢", "ア", "\n", "\x7f", "\uff60", "\uffa0"])
def test_characters_that_are_no_byte(text: str) -> None:
    with pytest.raises(ValueError, match="JIS X 0201"):
        characters.encode(text)
