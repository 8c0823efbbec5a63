"""A player of QTI 3.0 by others, in the browser: what it scores and shows for an answer."""

from typing import Any

from playwright.sync_api import Page

from .node import package

__all__ = ["play_qti"]

_PAGE = "<!doctype html><qti-item><item-container></item-container></qti-item>"
_PLAY = """async ([xml, responses]) => {
  const holder = document.querySelector("item-container");
  holder.itemXML = xml;
  const root = holder.shadowRoot || holder;
  const item = () => root.querySelector("qti-assessment-item");
  while (!item()) await new Promise((done) => setTimeout(done, 10));
  await item().updateComplete;
  for (const [name, value] of Object.entries(responses)) item().updateResponseVariable(name, value);
  item().processResponse();
  return Object.fromEntries(item().variables.map((one) => [one.identifier, one.value]));
}"""


def play_qti(page: Page, xml: str, responses: dict[str, Any]) -> dict[str, Any]:
    """Return the variables of an item after an answer, such as SCORE and FEEDBACK."""
    page.set_content(_PAGE)
    bundle = package("@citolab/qti-components") / "cdn" / "index.global.js"
    page.add_script_tag(content=bundle.read_text("utf-8"))
    variables = page.evaluate(_PLAY, [xml, responses])
    assert isinstance(variables, dict)
    return variables
