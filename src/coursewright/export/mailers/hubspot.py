"""HubSpot: coded templates with the tokens that it demands; no sequence for a usual account."""

from collections.abc import Iterator

from coursewright.export.grammars.hubl import HUBL
from coursewright.export.mailer import Mailer, MailerEmail, MailerTrack
from coursewright.output import Artifact

__all__ = ["HUBSPOT"]

# HubSpot refuses a template for mail without these: company, street, city, state.
_OFFICE = (
    '<p style="margin:0;padding:0 24px 24px;font-size:13px;line-height:1.5;color:#565E6E">'
    "{{ site_settings.company_name }}, {{ site_settings.company_street_address_1 }}, "
    "{{ site_settings.company_city }}, {{ site_settings.company_state }}</p>"
)

_STEPS = """
1. Upload the templates with HubSpot's command line: `hs upload TRACK/templates coursewright/TRACK`
   (newer: `hs cms upload`). Or paste one into Design Manager as an email template.
2. For each line of `TRACK/mails.csv` make an automated email from its template, with `subject` and
   `preview`; paste the text part from `text/` under Edit plain text.
3. Build a workflow: enroll by a list, then for each line a delay of `delay` days and the email.
4. Fill in the office's address under Settings, Marketing, Email: it is printed at the end.
5. Send each one to yourself before the workflow is switched on.
"""


def _files(package: MailerTrack) -> Iterator[Artifact]:
    for one in package.emails:
        path = f"templates/{one.name}.html"
        yield Artifact(path, _template(package.source.title, one).encode())


def _template(title: str, letter: MailerEmail) -> str:
    """Return a coded template: what HubSpot reads of it stands in a comment at its head."""
    label = " ".join(f"{title} {letter.name}".replace("-->", "").replace("{", "(").split())
    head = f"<!--\n  templateType: email\n  isAvailableForNewContent: true\n  label: {label}\n-->\n"
    before, body, after = letter.html.rpartition("</body>")
    return head + (f"{before}{_OFFICE}{body}{after}" if body else after + _OFFICE)


HUBSPOT = Mailer(
    name="hubspot",
    product="HubSpot",
    grammar=HUBL,
    fields={"learner.first_name": "contact.firstname", "learner.name": "contact.firstname"},
    links={
        "link.unsubscribe": "{{ unsubscribe_link_all }}",
        "link.preferences": "{{ unsubscribe_link }}",
    },
    files=_files,
    takes="HubSpot takes each mail as a coded template.",
    lacks=(
        (
            "A course's sequence: its Sequences are one-to-one mails of sales seats; a workflow "
            "(Professional and up) is built by hand from `mails.csv`."
        ),
        "The whole name is printed as the first name.",
        "HubSpot demands its own address tokens, so the office's address stands there twice.",
    ),
    tried=(
        "Tags by Jinja, HubL's model. HubSpot itself was not reached: whether filters act on a "
        "token, which it fills at sending, is not known here."
    ),
    steps=_STEPS,
)
