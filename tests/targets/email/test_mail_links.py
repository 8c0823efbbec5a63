"""Links in a mail lead to what is there: the heading on the page of the site."""

import re

from coursewright.target import Options
from coursewright.targets.site import TARGET as SITE
from targets.email.sample_emails import artifact, small_course, small_mails, text_of

PAGE = "https://learn.example.org/tea/home/"


def linked(files: dict[str, str]) -> None:
    name = "1-basics/01-water.md"
    words = "[below](#a.1-part), [there](lesson:time#set-a-clock) and [all of it](lesson:time).\n\n"
    part = f"See {words}## A part {{#a.1-part}}\n\nText.\n\n:::scenario"
    files[name] = files[name].replace(":::scenario", part, 1)


def test_a_link_to_a_heading_leads_to_its_place_on_the_page() -> None:
    mails, site = small_mails(linked), SITE.render(small_course(linked), Options())
    html, text = (text_of(mails, f"home/01-water.{ending}") for ending in ("html", "txt"))
    links = re.findall(r'href="(https://learn[^"]*/(?:water|time)/[^"]*)"', html)
    wanted = {
        f"{PAGE}water/#h-a_1-part": "water",
        f"{PAGE}time/#h-set-a-clock": "time",
        f"{PAGE}time/": "time",
    }
    for address, lesson in wanted.items():
        assert address in links
        assert address in text
        page = artifact(site, f"home/{lesson}/index.html").data.decode()
        heading = address.partition("#")[2]
        assert not heading or page.count(f'id="{heading}"') == 1
    assert 'href="#h-a_1-part"' in artifact(site, "home/water/index.html").data.decode()
