import pytest

from transforms.article import TEXT
from transforms.extract import NotText, decode, looks_binary


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"GIF89a\x01\x00",
        b"PK\x03\x04\x14\x00\x06\x00",
        b"\x1f\x8b\x08\x00\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"RIFF\x24\x08\x00\x00WAVEfmt ",
        b"{\\rtf1\\ansi The bridge}",
        b"\x00" * 100,
        bytes(i * 167 % 256 for i in range(20_000)),
    ],
)
def test_other_formats_are_refused(content: bytes) -> None:
    assert looks_binary(content)
    with pytest.raises(NotText):
        decode(content, None, TEXT)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"The bridge is open.\n",
        b"RIFF raff is what the mayor called them.",
        b"ID3 is a format of tags.",
        b"A NUL\x00 or two\x00 in a long text that is otherwise as sound as any other text is.",
        "Мост открыт".encode("cp1251"),
        "橋は春まで閉鎖される".encode("shift_jis"),
        "The bridge is open.".encode("utf-16"),
        "The bridge is open.".encode("utf-16-be"),
        "Мост".encode("utf-32"),
        b"\x1b[1mbold\x1b[0m and plain, as a terminal shows it",
    ],
)
def test_text_in_any_encoding_is_not(content: bytes) -> None:
    assert not looks_binary(content)
