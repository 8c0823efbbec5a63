"""Which column holds what: headers as spreadsheets, mailers and LMSs write them, by language."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from coursewright.errors import UsageError

from .addresses import bare

__all__ = ["FIELDS", "ColumnMap", "field_of", "map_columns"]

FIELDS = (
    *("email", "name", "track", "schedule", "start", "timezone", "locale", "cohort", "edition"),
    "sponsor",
)
"""What a list can say of a person, by the names that the documentation uses."""

# Compared without case, accents, spaces and punctuation: `E-Mail-Adresse` is `emailadresse`. The
# first name in a row wins where a list has several; the others are kept as attributes.
_HEADERS = {
    "email": """email emailaddress primaryemail email1value emailaddress1 emailadresse mailadresse
        mail emailid emailadres adressemail adresseemail adresseelectronique courriel
        adressecourriel correo correoelectronico direcciondecorreo direcciondecorreoelectronico
        direcciondeemail indirizzoemail indirizzodipostaelettronica postaelettronica
        enderecodeemail enderecoeletronico epost epostadress epostadresse emailadress
        sahkoposti sahkopostiosoite adresemail adresmailowy eposta epostaadresi
        электроннаяпочта адресэлектроннойпочты почта メール メールアドレス eメール 邮箱
        电子邮件 电子邮箱 电子邮件地址 電子郵件 電郵 이메일 이메일주소 البريدالإلكتروني
        البريد אימייל דואל workemail businessemail contactemail useremail learneremail
        participantemail subscriber mailaddress address""",
    "name": """name fullname displayname contactname learnername participantname membername
        subscribername yourname vollstandigername vorundnachname nameundvorname nomcomplet
        nometprenom prenometnom nom nombrecompleto nombreyapellidos apellidosynombre nombre
        nomecompleto nomeecognome cognomeenome nome volledigenaam naam namn navn nimi
        imieinazwisko adsoyad фио полноеимя 氏名 お名前 名前 姓名 이름 성명 الاسمالكامل الاسم
        שםמלא שם""",
    "first_name": """firstname givenname forename fname firstnames vorname rufname prenom
        primernombre nombredepila nombres primeironome nomeproprio voornaam fornamn fornavn
        etunimi imie ad имя 名 الاسمالأول שםפרטי""",
    "last_name": """lastname surname familyname lname nachname familienname zuname nomdefamille
        apellido apellidos cognome sobrenome apelido achternaam efternamn etternavn sukunimi
        nazwisko soyad фамилия 姓 اسمالعائلة שםמשפחה""",
    "track": """track trackid learningpath lernpfad lernweg parcours itinerario percorso trilha
        leertraject""",
    "schedule": "schedule pace tempo rhythmus zeitplan rythme ritmo",
    "start": """start startdate startson starton startsat begin begindate begins beginn startdatum
        startdato datededebut datedebut debut fechadeinicio fechainicio inicio datadiinizio
        datainizio inizio datadeinicio begindatum alkamispaiva datarozpoczecia датаначала начало
        開始日 开始日期 시작일""",
    "timezone": """timezone zone tz timezoneid zeitzone fuseauhoraire zonahoraria husohorario
        fusoorario fusohorario tijdzone tidszon tidssone tidszone aikavyohyke strefaczasowa
        часовойпояс タイムゾーン 时区 時區 시간대 المنطقةالزمنية אזורזמן""",
    "locale": "locale language lang preferredlanguage sprache langue idioma lingua taal sprak",
    "cohort": "cohort cohort1 kohorte cohorte coorte kohort",
    "edition": "edition",
    "sponsor": "sponsor sponsoremail sponsoraddress sponsoremailaddress",
    "status": """status state subscriptionstatus subscriberstatus emailstatus memberstatus
        contactstatus subscriptionstate emailmarketingstatus marketingstatus
        marketingcontactstatus statut estado stato""",
    "opted_out": """unsubscribed isunsubscribed unsubscribe optout optedout emailoptout
        hasoptedoutofemail unsubscribedfromallemail donotemail donotsendemail donotcontact
        blacklisted emailblacklisted blocklisted emailblocklisted suppressed bounced hardbounced
        globalbounce portalbounce portalunsubscribe portalspamreport complained cleaned deleted
        suspended abgemeldet ausgetragen desabonne desinscrit dadodebaja disiscritto""",
    "opted_out_at": """unsubtime unsubscribedat unsubscribedon unsubscribetime unsubscribedate
        dateunsubscribed optoutdate optouttime optedoutat cleantime cleanedat bouncedat
        complainedat deletedat abgemeldetam""",
    "opted_in": """subscribed issubscribed optin optedin emailoptin consent emailconsent
        marketingconsent acceptsmarketing acceptsemailmarketing emailmarketingconsent einwilligung
        consentement consentimiento consenso""",
}
_REPEATED = {"status", "opted_out", "opted_out_at", "opted_in"}
"""Of these a list may have several: each can keep a row from being enrolled."""
_BRACKETS = re.compile(r"[(\[{].*?[)\]}]")
_SHORT = 5  # letters: of shorter names too many honest words are one letter away
_LONG = 9


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What the columns of a list hold."""

    names: tuple[str, ...]
    """The headers as they stand in the file."""
    fields: tuple[str, ...]
    """For each column the field it fills, else the name of the attribute it is kept under."""
    misspelled: tuple[tuple[int, str], ...]
    """Columns (from 1) whose name is nearly a known one, and that one."""

    @property
    def known(self) -> list[tuple[int, str, str]]:
        """Columns (from 1) that fill a field: number, header, field."""
        return [
            (number, self.names[number - 1], field)
            for number, field in enumerate(self.fields, 1)
            if field in _HEADERS
        ]

    @property
    def kept(self) -> list[str]:
        """The headers of the columns that are kept as attributes."""
        return [
            name
            for name, field in zip(self.names, self.fields, strict=True)
            if field and field not in _HEADERS
        ]

    def number(self, field: str) -> int:
        """Return the column (from 1) of a field, or 0."""
        return self.fields.index(field) + 1 if field in self.fields else 0


def field_of(header: str) -> str:
    """Return the field that a header names, or an empty text."""
    return _known().get(_plain(header), ("", 0))[0]


def map_columns(headers: Sequence[str], line: int) -> ColumnMap:
    """Match the headers of a list with what is known of a person.

    Raises:
        UsageError: two columns have one name, and it matters which is meant.
    """
    names = [bare(header) for header in headers]
    found: dict[str, list[tuple[int, int]]] = {}
    for index, name in enumerate(names):
        if match := _known().get(_plain(name)):
            found.setdefault(match[0], []).append((match[1], index))
    fields = [""] * len(names)
    for field, places in found.items():
        places.sort()
        if field not in _REPEATED:
            _only_one(names, places, line)
            places = places[:1]
        for _, index in places:
            fields[index] = field
    near = []
    for index, name in enumerate(names):
        if name and not fields[index]:
            fields[index] = _attribute(name, fields)
            if alike := _alike(name, found):
                near.append((index + 1, alike))
    return ColumnMap(tuple(names), tuple(fields), tuple(near))


def _only_one(names: Sequence[str], places: Sequence[tuple[int, int]], line: int) -> None:
    if len(places) > 1 and places[0][0] == places[1][0]:
        first, second = places[0][1], places[1][1]
        msg = f"line {line}: columns {first + 1} and {second + 1} are both called {names[first]!r}"
        raise UsageError(msg, hint="Rename one of them, or remove it from the file.")


def _attribute(name: str, taken: Sequence[str]) -> str:
    """Return what an unknown column is kept under: its name, numbered if it comes again."""
    base = name.lower().replace(" ", "_")
    count, free = 1, base
    while free in taken or free in _HEADERS:
        count += 1
        free = f"{base}_{count}"
    return free


@cache
def _known() -> dict[str, tuple[str, int]]:
    return {
        _plain(name): (field, place)
        for field, names in _HEADERS.items()
        for place, name in enumerate(names.split())
    }


def _plain(name: str) -> str:
    """Return a header as headers are compared: letters and digits, without case or accents."""
    text = _BRACKETS.sub("", name).strip() or name
    text = unicodedata.normalize("NFKD", bare(text)).casefold()
    return "".join(char for char in text if char.isalnum())


def _alike(name: str, found: dict[str, list[tuple[int, int]]]) -> str:
    """Return the known field that a header misspells, or an empty text."""
    plain = _plain(name)
    if len(plain) < _SHORT:
        return ""
    for known, (field, _) in _known().items():
        allowed = 2 if len(known) >= _LONG else 1
        if (
            field in found
            or field == "opted_out_at"
            or len(known) < _SHORT
            or abs(len(known) - len(plain)) > allowed
        ):
            continue
        if known[0] == plain[0] and _apart(known, plain) <= allowed:
            return field
    return ""


def _apart(one: str, other: str) -> int:
    """Return how many letters are to be added, dropped, replaced or swapped between two words."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
