"""The characters of bank files: JIS X 0201, one byte each.

A voiced mark is a byte of its own. Small kana are written large and the long vowel is a hyphen, as
banks write them; what they do not take is refused and never replaced by a guess: a transfer to
another name comes back."""

import unicodedata
from typing import Final

import jaconv

#: What marks may follow: ガ is カ and a mark, パ is ハ and another.
_VOICED: Final = frozenset("ｳｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ")
_HALF_VOICED: Final = frozenset("ﾊﾋﾌﾍﾎ")
_MARKS: Final = "ﾞﾟ"
_KANA: Final = frozenset("ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ" + _MARKS)
_PLAIN: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ") | _KANA

#: Which characters a field takes: names of banks and branches, of parties, and EDI information.
PLACE: Final = _PLAIN | frozenset("-")
PARTY: Final = _PLAIN | frozenset("()-.")
EDI: Final = _PLAIN | frozenset("ｦ\\｢｣()-/.")

_LARGE: Final = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
# Eight ways in which a keyboard or a table writes a hyphen or a long vowel.
_HYPHENS: Final = str.maketrans(dict.fromkeys("ー－‐‑–—―−ｰ", "-"))
_LOOSE_MARKS: Final = str.maketrans({"゛": "ﾞ", "゜": "ﾟ", "\u3099": "ﾞ", "\u309a": "ﾟ"})

_FIRST_KANA: Final = 0xFF61
_FIRST_KANA_BYTE: Final = 0xA1

#: Kinds of corporation as kana, and the letters that stand for them: longer ones first.
_CORPORATIONS: Final = tuple(
    (jaconv.z2h(name), short)
    for name, short in (
        ("イツパンシヤダンホウジン", "ｼﾔ"),
        ("コウエキシヤダンホウジン", "ｼﾔ"),
        ("イツパンザイダンホウジン", "ｻﾞｲ"),
        ("コウエキザイダンホウジン", "ｻﾞｲ"),
        ("シヤカイフクシホウジン", "ﾌｸ"),
        ("カブシキガイシヤ", "ｶ"),
        ("ユウゲンガイシヤ", "ﾕ"),
        ("ゴウドウガイシヤ", "ﾄﾞ"),
        ("ゴウメイガイシヤ", "ﾒ"),
        ("ゴウシガイシヤ", "ｼ"),
        ("シユウキヨウホウジン", "ｼﾕｳ"),
        ("ガツコウホウジン", "ｶﾞｸ"),
        ("イリヨウホウジン", "ｲ"),
        ("ザイダンホウジン", "ｻﾞｲ"),
        ("シヤダンホウジン", "ｼﾔ"),
    )
)


def half_width(text: str) -> str:
    """`text` as banks write it: half-width kana with their marks apart, no small kana, a hyphen
    for a long vowel, single blanks. Nothing is refused here."""
    joined = unicodedata.normalize("NFC", text).translate(_LOOSE_MARKS)
    # To full width first, so that small half-width kana meet the same table as all others.
    wide = jaconv.hira2kata(jaconv.h2z(joined)).translate(_LARGE).translate(_HYPHENS)
    narrow = jaconv.z2h(wide, kana=True, ascii=True, digit=True).translate(_HYPHENS)
    return " ".join(narrow.replace("\u3000", " ").replace("¥", "\\").split())


def require(text: str, allowed: frozenset[str]) -> str:
    """`text` itself. Raises ValueError, saying the rule, where a field does not take it."""
    before = ""
    for letter in text:
        if letter not in allowed:
            raise ValueError(_why(letter))
        if (letter == "ﾞ" and before not in _VOICED) or (
            letter == "ﾟ" and before not in _HALF_VOICED
        ):
            raise ValueError(f"has the mark {letter!r} where no kana takes it")
        before = letter
    return text


def party(text: str) -> str:
    """The name of a payee or payer as a bank file has it, corporations in their short form.
    Raises ValueError, saying the rule."""
    name = short_form(half_width(text))
    if not name:
        raise ValueError("must not be empty")
    return require(name, PARTY)


def short_form(name: str) -> str:
    """Half-width `name` with the kind of its corporation as banks shorten it: `ｶ)` in front, `(ｶ`
    at the end, `(ｶ)` between."""
    for full, short in _CORPORATIONS:
        before, found, after = name.partition(full)
        if not found:
            continue
        before, after = before.rstrip(" "), after.lstrip(" ")
        if not before:
            return f"{short}){after}"
        return f"{before}({short}){after}" if after else f"{before}({short}"
    return name


def fit(text: str, width: int) -> str:
    """At most `width` characters of `text`; a kana goes together with its mark or not at all."""
    if len(text) <= width:
        return text
    cut = text[:width]
    return cut[:-1] if text[width] in _MARKS else cut


def encode(text: str) -> bytes:
    """Half-width `text` as JIS X 0201. Raises ValueError for anything else."""
    return bytes(_byte(letter) for letter in text)


def decode(content: bytes) -> str:
    """JIS X 0201 as half-width text. Raises ValueError for a byte it does not have."""
    return "".join(_letter(byte) for byte in content)


def _byte(letter: str) -> int:
    code = ord(letter)
    if 0x20 <= code < 0x7F:
        return code
    if _FIRST_KANA <= code <= 0xFF9F:
        return code - _FIRST_KANA + _FIRST_KANA_BYTE
    raise ValueError(f"has {letter!r}, which is not in JIS X 0201")


def _letter(byte: int) -> str:
    if 0x20 <= byte < 0x7F:
        return chr(byte)
    if _FIRST_KANA_BYTE <= byte <= 0xDF:
        return chr(byte - _FIRST_KANA_BYTE + _FIRST_KANA)
    raise ValueError(f"has the byte {byte:#04x}, which is not in JIS X 0201")


def _why(letter: str) -> str:
    if letter == "ｦ":
        return "must be written with オ for ヲ"
    if letter.isascii() and letter.islower():
        return f"must be in capital letters, got {letter!r}"
    if letter == "･":
        return "must have a blank or a full stop for the middle dot, as the bank book has it"
    return f"must be kana, capital letters and digits as the bank book has it, got {letter!r}"
