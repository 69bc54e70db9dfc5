import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.article import HTML, TEXT
from transforms.extract import NotText, decode
from transforms.extract.decode import decoded, known_codec

QUOTED = "“It’s shut,” said the harbour master — and it was. Repairs cost £5 a day."
SPANISH = "El alcalde dijo que la niña y el señor Peñas llegarán mañana a la reunión."
POLISH = "Burmistrz powiedział we wtorek, że most zostanie zamknięty do wiosny."
TURKISH = "Başkan salı günü köprünün bahara kadar kapatılacağını söyledi. Şehir öfkeli."
RUSSIAN = "Мэр города сообщил во вторник, что мост будет закрыт до весны."
GREEK = "Ο δήμαρχος είπε την Τρίτη ότι η γέφυρα θα κλείσει μέχρι την άνοιξη."
JAPANESE = "市長は火曜日、橋は春まで閉鎖されると述べた。住民は不満を示している。"
CHINESE = "市长周二表示，这座桥将关闭到春天。居民对此感到不满。"
KOREAN = "시장은 화요일 다리가 봄까지 폐쇄될 것이라고 말했다."


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (QUOTED, "utf-8"),
        (QUOTED, "utf-8-sig"),
        (QUOTED, "utf-16"),
        (QUOTED, "utf-32"),
        (QUOTED, "utf-16-le"),
        (QUOTED, "utf-16-be"),
        (QUOTED, "cp1252"),
        (SPANISH, "cp1252"),
        (POLISH, "cp1250"),
        (TURKISH, "cp1254"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "utf-16"),
        (GREEK, "cp1253"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        (CHINESE, "gb18030"),
        (KOREAN, "cp949"),
    ],
)
def test_an_undeclared_encoding_is_found(text: str, codec: str) -> None:
    assert decode(text.encode(codec), None, TEXT) == text


def test_characters_written_as_two_halves_are_one() -> None:
    halves = QUOTED.encode() + b" \xed\xa0\xbd\xed\xb8\x80"
    assert decode(halves, None, TEXT) == f"{QUOTED} \U0001f600"
    assert decode(halves[:-3], None, TEXT) == f"{QUOTED} \ufffd"


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (QUOTED, "cp1252", "ISO-8859-1"),
        (QUOTED, "cp1252", "latin1"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "mac-cyrillic", "x-mac-cyrillic"),
        (POLISH, "iso8859-2", "ISO-8859-2"),
        (JAPANESE, "cp932", "x-sjis"),
        (CHINESE, "gb18030", "gb2312"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
    ],
)
def test_a_declared_encoding_is_believed(text: str, codec: str, label: str) -> None:
    assert decode(text.encode(codec), label, TEXT) == text


@pytest.mark.parametrize(
    "head",
    [
        '<html><head><meta charset="windows-1251">',
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>",
        '<?xml version="1.0" encoding="windows-1251"?><html><head>',
    ],
)
def test_a_pages_own_declaration_is_believed_in_html_alone(head: str) -> None:
    # Five letters are too few to detect an encoding by.
    page = f"{head}</head><body>Мосты</body></html>"
    assert "Мосты" in decode(page.encode("cp1251"), None, HTML)


@pytest.mark.parametrize("label", ["latin-1", "utf-16", "koi8-r", "zlib", "no-such-thing", ""])
def test_a_false_declaration_does_not_spoil_utf8(label: str) -> None:
    assert decode(RUSSIAN.encode(), label, TEXT) == RUSSIAN


@pytest.mark.parametrize(
    "label", ["zlib", "base64", "rot13", "punycode", "idna", "unicode_escape", "undefined", "utf-7"]
)
def test_codecs_that_are_no_encoding_of_text_are_never_run(label: str) -> None:
    assert known_codec(label) is None


def test_a_little_damage_in_utf8_is_replaced_and_counted() -> None:
    damaged = decoded(RUSSIAN.encode()[:-1] + b"\xff", None, TEXT)
    assert damaged.text.startswith(RUSSIAN[:-1])
    assert (damaged.encoding, damaged.replaced) == ("utf-8", 1)


def test_sound_text_has_nothing_replaced() -> None:
    assert decoded(RUSSIAN.encode("cp1251"), None, TEXT).replaced == 0


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "cp1252", "utf-16", "hz", "zlib"]))
def test_any_bytes_are_decoded_or_refused(content: bytes, encoding: str | None) -> None:
    try:
        first = decode(content, encoding, HTML)
    except NotText:
        return
    assert decode(content, encoding, HTML) == first


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_utf8_round_trips(text: str) -> None:
    expected = text.removeprefix("\ufeff")
    assert decode(text.encode(), None, TEXT) == expected
