"""Headers as mailers, LMSs, spreadsheets and people write them."""

import pytest

from coursewright.delivery.rosters.columns import map_columns

EXPORTS = {
    "Mailchimp": (
        (
            "Email Address,First Name,Last Name,Address,Phone Number,MEMBER_RATING,OPTIN_TIME,"
            "CONFIRM_TIME,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,"
            "LEID,EUID,NOTES,TAGS"
        ),
        {"Email Address": "email", "First Name": "first_name", "TIMEZONE": "timezone"},
    ),
    "Mailchimp, unsubscribed": (
        (
            "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,UNSUB_TIME,"
            "UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER,LEID,EUID"
        ),
        {"Email Address": "email", "UNSUB_TIME": "opted_out_at"},
    ),
    "Mailchimp, cleaned": (
        "Email Address,First Name,Last Name,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID",
        {"Email Address": "email", "CLEAN_TIME": "opted_out_at"},
    ),
    "Kit": (
        "id,first_name,email_address,state,created_at,tags",
        {"email_address": "email", "first_name": "first_name", "state": "status"},
    ),
    "Moodle, participants": (
        "First name,Last name,ID number,Institution,Department,Email address",
        {"Email address": "email", "First name": "first_name", "Last name": "last_name"},
    ),
    "Moodle, users": (
        "username,firstname,lastname,email,city,country,lang,timezone,cohort1,suspended,deleted",
        {
            "email": "email",
            "lang": "locale",
            "cohort1": "cohort",
            "suspended": "opted_out",
            "timezone": "timezone",
        },
    ),
    "HubSpot": (
        (
            "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,"
            "Marketing contact status,Unsubscribed from all email,Time Zone"
        ),
        {
            "Email": "email",
            "Unsubscribed from all email": "opted_out",
            "Marketing contact status": "status",
            "Time Zone": "timezone",
        },
    ),
    "Google Contacts": (
        (
            "First Name,Middle Name,Last Name,Nickname,Organization Name,Notes,Labels,"
            "E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Value"
        ),
        {"E-mail 1 - Value": "email", "First Name": "first_name", "Last Name": "last_name"},
    ),
    "Google Contacts, older": (
        (
            "Name,Given Name,Additional Name,Family Name,Group Membership,E-mail 1 - Type,"
            "E-mail 1 - Value"
        ),
        {"Name": "name", "Given Name": "first_name", "Family Name": "last_name"},
    ),
    "Outlook": (
        "First Name,Middle Name,Last Name,Company,E-mail Address,E-mail Type,E-mail Display Name",
        {"E-mail Address": "email", "First Name": "first_name"},
    ),
    "Salesforce": (
        "Id,FirstName,LastName,Email,HasOptedOutOfEmail,Email Opt Out",
        {
            "FirstName": "first_name",
            "HasOptedOutOfEmail": "opted_out",
            "Email Opt Out": "opted_out",
        },
    ),
    "Shopify": (
        "First Name,Last Name,Email,Accepts Email Marketing,Tags",
        {"Accepts Email Marketing": "opted_in", "Email": "email"},
    ),
    "Zoom": (
        "First Name,Last Name,Email,Registration Time,Approval Status",
        {"Email": "email", "Last Name": "last_name"},
    ),
}


@pytest.mark.parametrize("export", EXPORTS)
def test_the_headers_of_an_export_are_known(export: str) -> None:
    line, wanted = EXPORTS[export]
    headers = line.split(",")
    found = map_columns(headers, 1)
    fields = dict(zip(headers, found.fields, strict=True))
    assert {name: fields[name] for name in wanted} == wanted
    assert found.misspelled == ()
    kept = len(headers) - len(found.known)
    assert len(found.kept) == kept, "what is unknown is kept"


@pytest.mark.parametrize(
    "line",
    [
        "E-Mail-Adresse,Vorname,Nachname,Zeitzone,Startdatum",
        "Adresse e-mail,Prénom,Nom de famille,Fuseau horaire,Date de début",
        "Correo electrónico,Nombre de pila,Apellidos,Zona horaria,Fecha de inicio",
        "Indirizzo e-mail,Primeiro nome,Cognome,Fuso orario,Data di inizio",
        "E-mailadres,Voornaam,Achternaam,Tijdzone,Begindatum",
        "Adres e-mail,Imię,Nazwisko,Strefa czasowa,Data rozpoczęcia",
        "E-postadress,Förnamn,Efternamn,Tidszon,Start",
        "Электронная почта,Имя,Фамилия,Часовой пояс,Дата начала",
        "メールアドレス,名,姓,タイムゾーン,開始日",
        "电子邮件,名,姓,时区,开始日期",
        "البريد الإلكتروني,الاسم الأول,اسم العائلة,المنطقة الزمنية,start",
        " E-Mail ,FIRST_NAME,Last-Name,time_zone,Start date",
        "email (required),First name*,Last name *,Time zone [IANA],START",
        "\ufeffemail,\u200bfirst name,last\u00a0name,Time Zone,Start Date",
    ],
)
def test_headers_are_known_in_the_languages_of_courses(line: str) -> None:
    found = map_columns(line.split(","), 1)
    assert found.fields == ("email", "first_name", "last_name", "timezone", "start")


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("e-mail adress", "email"),
        ("emial", "email"),
        ("timezon", "timezone"),
        ("tiem zone", "timezone"),
        ("unsubcribed", "opted_out"),
        ("shedule", "schedule"),
        ("cohor", "cohort"),
        ("sponser", "sponsor"),
        ("first nmae", "first_name"),
    ],
)
def test_a_misspelled_column_is_named_with_the_one_it_is_like(header: str, field: str) -> None:
    found = map_columns(["x", header], 1)
    assert found.misspelled == ((2, field),) or found.fields[1] == field


@pytest.mark.parametrize(
    "header", ["team", "game", "notes", "department", "city", "Created at", "Phone", "role", "id"]
)
def test_another_word_is_no_misspelling(header: str) -> None:
    found = map_columns(["email", header], 1)
    assert found.misspelled == ()
    assert found.kept == [header]


def test_a_second_address_and_unknown_columns_of_one_name_are_kept_apart() -> None:
    found = map_columns(["Work Email", "Email", "Note", "note", "Note"], 1)
    assert found.fields == ("work_email", "email", "note", "note_2", "note_3")
