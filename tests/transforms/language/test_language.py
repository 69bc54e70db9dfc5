import pytest

from transforms.article import Article, Language, Metadata, RawArticle
from transforms.language import DetectLanguage, detect, language_code
from transforms.language.stage import decided

TEXTS = {
    "en": "The harbour board said the bridge would stay shut until the spring, and that lorries "
    "would have to use the upper road.",
    "de": "Die Hafenbehörde teilte am Dienstag mit, dass die Brücke bis zum Frühjahr gesperrt ist, "
    "auch für Lastwagen.",
    "fr": "Les autorités du port ont annoncé mardi que le pont resterait fermé jusqu’au printemps, "
    "y compris pour les camions.",
    "es": "La autoridad del puerto dijo el martes que el puente sigue cerrado hasta la primavera, "
    "también para los camiones.",
    "pl": "Zarząd portu poinformował we wtorek, że most pozostanie zamknięty do wiosny, także dla "
    "ciężarówek.",
    "ru": "Администрация порта сообщила во вторник, что мост останется закрытым до весны.",
    "uk": "Адміністрація порту повідомила у вівторок, що міст залишатиметься закритим до весни.",
    "ar": "قالت سلطة الميناء يوم الثلاثاء إن الجسر سيبقى مغلقا حتى الربيع",
    "zh": "港务局周二表示，这座桥将关闭到春天，卡车在施工期间必须使用上面的道路。",
    "ja": "港湾局は火曜日、橋は春まで閉鎖されたままになり、工事の間は上の道路を使うと発表した。",
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_paragraph_is_enough(code: str) -> None:
    found = detect(TEXTS[code] * 5)
    assert found is not None
    assert found.code == code
    assert found.confidence > 0.8


@pytest.mark.parametrize("text", ["Tarrow", "Ilse Marran", "OK", "Shut."])
def test_a_few_words_leave_it_unsure(text: str) -> None:
    found = detect(text)
    assert found is None or found.confidence < 0.1


@pytest.mark.parametrize("text", ["", "123 456", "— … !", "\n"])
def test_what_has_no_letters_is_in_no_language(text: str) -> None:
    assert detect(text) is None


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("en", "en"),
        ("EN-gb", "en"),
        ("en_US.UTF-8", "en"),
        ("zh-Hans-CN", "zh"),
        ("eng", "en"),
        ("ger", "de"),
        ("German", "de"),
        (" Deutsch ", "de"),
        ("nb", "no"),
        ("nn-NO", "no"),
        ("iw", "he"),
        ("русский", "ru"),
        ("en, fr", "en"),
        ("", None),
        (None, None),
        ("xx", None),
        ("english please", None),
        ("und", None),
        ("e" * 100_000, None),
    ],
)
def test_labels_are_read(label: str | None, code: str | None) -> None:
    assert language_code(label) == code


@pytest.mark.parametrize(
    ("told", "detected", "code"),
    [
        (None, Language("en", 0.4), "en"),
        ("en", Language("en", 0.4), "en"),
        ("no", Language("da", 0.6), "no"),
        ("en", Language("ru", 0.99), "ru"),
        ("en", None, "en"),
    ],
)
def test_the_source_is_believed_until_the_text_is_clear(
    told: str | None, detected: Language | None, code: str
) -> None:
    found = decided(told, detected)
    assert found is not None
    assert found.code == code


def test_doubt_lowers_the_confidence() -> None:
    alone, doubted = decided("no", None), decided("no", Language("da", 0.6))
    assert alone is not None
    assert doubted is not None
    assert doubted.confidence < alone.confidence


def test_the_stage_writes_the_language() -> None:
    raw = RawArticle(None, b"", metadata=Metadata(language="en-GB"))
    stage = DetectLanguage()
    german = stage.process(Article(raw, text=TEXTS["de"] * 4))
    english = stage.process(Article(raw, text="Shut."))
    assert german.language is not None
    assert german.language.code == "de"
    assert english.language == Language(
        "en", english.language.confidence if english.language else 0
    )
    assert stage.process(Article(RawArticle(None, b""), text="42")).language is None


def test_detection_is_repeatable() -> None:
    assert detect(TEXTS["en"]) == detect(TEXTS["en"])
