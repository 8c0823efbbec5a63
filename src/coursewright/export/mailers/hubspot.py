"""HubSpot: coded templates with the tokens it requires. Most accounts have no email sequences."""

from collections.abc import Iterator

from coursewright.export.grammars.hubl import HUBL
from coursewright.export.mailer import Mailer, MailerEmail, MailerTrack
from coursewright.output import Artifact

__all__ = ["HUBSPOT"]

# HubSpot rejects an email template without these: company, street, city, state.
_OFFICE = (
    '<p style="margin:0;padding:0 24px 24px;font-size:13px;line-height:1.5;color:#565E6E">'
    "{{ site_settings.company_name }}, {{ site_settings.company_street_address_1 }}, "
    "{{ site_settings.company_city }}, {{ site_settings.company_state }}</p>"
)

_STEPS = """
1. Upload the templates with HubSpot's command line: `hs upload TRACK/templates coursewright/TRACK`
   (newer: `hs cms upload`). Or paste one into Design Manager as an email template.
2. For each line of `TRACK/mails.csv`, create an automated email from its template, with `subject`
   and `preview`. Paste the text part from `text/` under Edit plain text.
3. Build a workflow: enroll by a list, then for each line a delay of `delay` days and the email.
4. Enter your office address under Settings, Marketing, Email: it is printed at the end.
5. Send yourself a test of each email before you turn on the workflow.
"""


def _files(package: MailerTrack) -> Iterator[Artifact]:
    for email in package.emails:
        path = f"templates/{email.name}.html"
        yield Artifact(path, _template(package.source.title, email).encode())


def _template(title: str, letter: MailerEmail) -> str:
    """Return a coded template; HubSpot reads its settings from a comment at the top."""
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
    takes="HubSpot takes each email as a coded template.",
    lacks=(
        (
            "The sequence: HubSpot Sequences are one-to-one emails for sales seats. Build a "
            "workflow (Professional and up) by hand from `mails.csv`."
        ),
        "The full name is printed as the first name.",
        "HubSpot requires its own address tokens, so your office address appears twice.",
    ),
    tried=(
        "The tags were rendered with Jinja, on which HubL is modeled. HubSpot itself was not used: "
        "whether filters apply to a token, which it fills when sending, is unverified."
    ),
    steps=_STEPS,
)
