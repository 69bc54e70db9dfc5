"""Spanish: what its two data files read, and what they leave alone."""

from datetime import date

import pytest

from transforms.dates.mentions import date_mentions

ANCHOR = date(2024, 10, 30)
"""A Wednesday."""


def found(text: str, anchor: date | None = ANCHOR) -> list[tuple[str, str]]:
    return [(m.surface, m.value) for m in date_mentions(text, anchor, "es")]


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        # Days.
        ("El tratado se firmó el 3 de octubre de 1990.", "3 de octubre de 1990", "1990-10-03"),
        ("Nació el 1º de mayo de 1923.", "1º de mayo de 1923", "1923-05-01"),
        ("Nació el primero de mayo del 2003.", "primero de mayo del 2003", "2003-05-01"),
        ("La sesión fue el 03/10/2024.", "03/10/2024", "2024-10-03"),
        ("La sesión fue el 03/10/24.", "03/10/24", "2024-10-03"),
        ("Murió el 5 de nov. de 1918.", "5 de nov. de 1918", "1918-11-05"),
        ("El consejo se reunió el 28 de octubre.", "28 de octubre", "2024-10-28"),
        ("La feria comenzará el 2 de enero.", "2 de enero", "2025-01-02"),
        ("El lunes 4 de marzo de 2024 nevó.", "lunes 4 de marzo de 2024", "2024-03-04"),
        ("El lunes, 4 de marzo de 2024, nevó.", "lunes, 4 de marzo de 2024", "2024-03-04"),
        ("Declarará el próximo 29 de enero.", "el próximo 29 de enero", "2025-01-29"),
        ("Declaró el pasado 29 de enero.", "el pasado 29 de enero", "2024-01-29"),
        ("Fue el 25 de Mayo de 1810.", "25 de Mayo de 1810", "1810-05-25"),
        ("El barco zarpó el 29 de febrero de 2024.", "29 de febrero de 2024", "2024-02-29"),
        # Weekdays.
        ("La ministra habló el lunes.", "el lunes", "2024-10-28"),
        ("El puente se abrirá el viernes.", "el viernes", "2024-11-01"),
        ("El consejo va a votar el viernes.", "el viernes", "2024-11-01"),
        ("El sábado llovió.", "El sábado", "2024-10-26"),
        ("Llegó el pasado miércoles.", "el pasado miércoles", "2024-10-23"),
        ("Llegó el miércoles pasado.", "el miércoles pasado", "2024-10-23"),
        ("Votan el próximo miércoles.", "el próximo miércoles", "2024-11-06"),
        ("Votan el miércoles que viene.", "el miércoles que viene", "2024-11-06"),
        ("Llegó el domingo por la noche.", "el domingo por la noche", "2024-10-27TNI"),
        ("Llegó la noche del domingo.", "la noche del domingo", "2024-10-27TNI"),
        ("Llegó el viernes a las 17:30.", "el viernes a las 17:30", "2024-10-25T17:30"),
        ("El consejo se reúne cada lunes.", "cada lunes", "XXXX-WXX-1"),
        ("El consejo se reúne todos los lunes.", "todos los lunes", "XXXX-WXX-1"),
        ("El mercado abre los domingos.", "los domingos", "XXXX-WXX-7"),
        ("El mercado abre los lunes.", "los lunes", "XXXX-WXX-1"),
        # Words for days.
        ("Ayer llovió.", "Ayer", "2024-10-29"),
        ("Llegó anteayer.", "anteayer", "2024-10-28"),
        ("Llegó ayer por la tarde.", "ayer por la tarde", "2024-10-29TAF"),
        ("Hoy es día de mercado.", "Hoy", "2024-10-30"),
        ("Quizá venga mañana.", "mañana", "2024-10-31"),
        ("Vendrá mañana por la mañana.", "mañana por la mañana", "2024-10-31TMO"),
        ("Vendrá pasado mañana.", "pasado mañana", "2024-11-01"),
        ("Anoche ardió el molino.", "Anoche", "2024-10-29TNI"),
        ("Se vieron esta mañana.", "esta mañana", "2024-10-30TMO"),
        # Months, seasons, quarters.
        ("El barco navegó hasta marzo.", "marzo", "2024-03"),
        ("En mayo de 2022 hubo elecciones.", "mayo de 2022", "2022-05"),
        ("Falta desde diciembre.", "diciembre", "2023-12"),
        ("Vino el pasado mes de junio.", "el pasado mes de junio", "2024-06"),
        ("Vino en junio pasado.", "junio pasado", "2024-06"),
        ("Fue en marzo del año pasado.", "marzo del año pasado", "2023-03"),
        ("En el verano de 1989 vino.", "el verano de 1989", "1989-SU"),
        ("El invierno pasado vino.", "El invierno pasado", "2023-WI"),
        ("Cayó en el tercer trimestre de 2023.", "el tercer trimestre de 2023", "2023-Q3"),
        ("Subió en el primer semestre de 2024.", "el primer semestre de 2024", "2024-H1"),
        # Years, decades, centuries.
        ("Vive aquí desde 1998.", "1998", "1998"),
        ("Desde 1998 vive aquí.", "1998", "1998"),
        ("En 1648 hubo paz.", "1648", "1648"),
        ("En los años noventa cerró.", "los años noventa", "199"),
        ("En los años 90 cerró.", "los años 90", "199"),
        ("En la década de 1990 cerró.", "la década de 1990", "199"),
        ("En la década de los ochenta cerró.", "la década de los ochenta", "198"),
        ("La casa es del siglo XIX.", "siglo XIX", "18"),
        # Counted from now, or from what the text spoke of.
        ("El año pasado cayó el precio.", "El año pasado", "2023"),
        ("La semana pasada vino.", "La semana pasada", "2024-W43"),
        ("La próxima semana se vota.", "La próxima semana", "2024-W45"),
        ("El mes que viene se vota.", "El mes que viene", "2024-11"),
        ("Este mes hay mercado.", "Este mes", "2024-10"),
        ("Vino hace dos semanas.", "hace dos semanas", "2024-W42"),
        ("Vino hace un año.", "hace un año", "2023"),
        ("Vino hace veinticinco años.", "hace veinticinco años", "1999"),
        ("Vino hace unos días.", "hace unos días", "PAST_REF"),
        ("Vendrá dentro de tres días.", "dentro de tres días", "2024-11-02"),
        ("El fin de semana hubo mercado.", "fin de semana", "2024-W43-WE"),
        ("El pasado fin de semana hubo mercado.", "El pasado fin de semana", "2024-W43-WE"),
        # Holidays.
        ("Vino en la Navidad de 2023.", "Navidad de 2023", "2023-12-25"),
        ("El Viernes Santo de 2024 llovió.", "Viernes Santo de 2024", "2024-03-29"),
        ("El Domingo de Ramos de 2024 llovió.", "Domingo de Ramos de 2024", "2024-03-24"),
        # Amounts, sets, clock times, vague references.
        ("Duró nueve meses.", "nueve meses", "P9M"),
        ("Durante un año calló.", "un año", "P1Y"),
        ("El mercado abre todos los días.", "todos los días", "P1D"),
        ("El tren sale a las 17:30.", "17:30", "2024-10-30T17:30"),
        ("Fue entre las 21:59 horas y el alba.", "21:59 horas", "2024-10-30T21:59"),
        ("El tren sale a las cinco de la tarde.", "cinco de la tarde", "2024-10-30T17:00"),
        ("Actualmente está enfermo.", "Actualmente", "PRESENT_REF"),
    ],
)
def test_one_mention(text: str, surface: str, value: str) -> None:
    assert found(text) == [(surface, value)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("del 3 al 7 de marzo de 2024", ["2024-03-03", "2024-03-07"]),
        ("entre el 3 y el 7 de marzo", ["2024-03-03", "2024-03-07"]),
        ("los días 12 y 13 de marzo de 2024", ["2024-03-12", "2024-03-13"]),
        ("de mayo a septiembre de 2023", ["2023-05", "2023-09"]),
        ("de 1990 a 1994", ["1990", "1994"]),
        ("entre 1990 y 1994", ["1990", "1994"]),
        ("en los años 1990-94", ["1990", "1994"]),
        ("el lunes, martes y miércoles", ["2024-10-28", "2024-10-29", "2024-10-30"]),
        ("los siglos XVIII y XIX", ["17", "18"]),
        ("El 5 de mayo de 2022 vino; al día siguiente se fue.", ["2022-05-05", "2022-05-06"]),
        ("En mayo de 2022 vino; el mes siguiente se fue.", ["2022-05", "2022-06"]),
        ("El 5 de mayo de 2022 vino; dos años después se fue.", ["2022-05-05", "2024"]),
        ("El 5 de mayo de 2022 vino; ese mismo año se fue.", ["2022-05-05", "2022"]),
    ],
)
def test_several_mentions(text: str, values: list[str]) -> None:
    assert [value for _, value in found(text)] == values


@pytest.mark.parametrize(
    ("text", "value", "mod"),
    [
        ("A finales de agosto hubo mercado.", "2024-08", "END"),
        ("A principios de 2023 hubo mercado.", "2023", "START"),
        ("A mediados de mayo de 2023 hubo mercado.", "2023-05", "MID"),
        ("A finales del siglo XIX hubo mercado.", "18", "END"),
        ("A mediados de los años noventa hubo mercado.", "199", "MID"),
        ("Duró más de dos años.", "P2Y", "MORE_THAN"),
        ("Duró casi tres semanas.", "P3W", "APPROX"),
    ],
)
def test_modifiers(text: str, value: str, mod: str) -> None:
    (mention,) = date_mentions(text, ANCHOR, "es")
    assert (mention.value, mention.mod) == (value, mod)


@pytest.mark.parametrize(
    "text",
    [
        "Comió pan con mayo y huevo.",
        "La mayo estaba agria.",
        "Plácido cantó con Domingo Ferrer.",
        "Domingo Ferrer salió de Santo Domingo.",
        "Los vecinos de San Domingo callaron.",
        "Martes Ferrer y Abril Ponce callaron.",
        "Viven en Mayo, un condado del oeste.",
        "La plaza de Mayo estaba llena.",
        "Vive en la calle 25 de Mayo.",
        "Cruzó la avenida Nueva 9 de Julio.",
        "Sumó 1990 votos.",
        "Recibió a 1990 personas.",
        "Costó 13.000 euros y 2.024 pesos.",
        "El marcador fue 3-1, el 2-0 no valió.",
        "La mañana era fría y la tarde también.",
        "Cada mañana sale.",
        "Un hombre de 30 años de edad salió.",
        "El segundo piso, el tercer hombre, el cuarto puesto.",
        "La versión 1.2.30 está lista.",
        "Llamó al 555-1990.",
    ],
)
def test_what_only_looks_like_a_date(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Vino el miércoles.", "XXXX-WXX-3"),
        ("Vino el 3 de octubre.", "XXXX-10-03"),
        ("Vino en mayo.", "XXXX-05"),
        ("Vino ayer.", "XXXX-XX-XX"),
        ("Vino el año pasado.", "XXXX"),
        ("Vino en mayo de 2022.", "2022-05"),
    ],
)
def test_without_an_anchor_what_needs_one_stays_open(text: str, value: str) -> None:
    assert [told for _, told in found(text, None)] == [value]
