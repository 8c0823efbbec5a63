"""Questions that stand readable in a page: options of a form with the correct one marked.

Most packages keep their questions in scripts, which are never run. What can be read are forms that
mark the answer in the HTML (as Coursewright's own player does: `data-right`).
"""

from lxml import etree

from coursewright.banks.bank_xml import line_of_element
from coursewright.banks.items import Bank, BankChoice, BankItem, BankOption
from coursewright.banks.rich_text import fragment
from coursewright.source import Span

__all__ = ["page_questions"]


def page_questions(html: str, path: str) -> tuple[Bank, str]:
    """Return the questions of a page, and the page without them."""
    tree = fragment(html)
    items: list[BankItem] = []
    for form in list(tree.iter("form", "fieldset")):
        item = _choice(form, path)
        parent = form.getparent()
        if item is not None and parent is not None:
            items.append(item)
            parent.remove(form)
    rest = etree.tostring(tree, encoding="unicode", method="html", with_tail=False)
    return Bank(tuple(items)), rest


def _choice(form: etree._Element, path: str) -> BankItem | None:
    inputs = [one for one in form.iter("input") if one.get("type") in ("radio", "checkbox")]
    right = [one for one in inputs if one.get("data-right") is not None]
    if len(inputs) < 2 or not right:
        return None
    options = []
    for one in inputs:
        label = next((up for up in one.iterancestors("label")), None)
        if label is None:
            return None
        holder = label.getparent()
        feedback = _inner(holder.find("div")) if holder is not None else ""
        options.append(BankOption(_inner(label), one in right, feedback))
    legend = next(iter(form.iter("legend")), None)
    asked = _inner(legend) if legend is not None else ""
    before = [_inner(one) for one in form.iter("div") if one.get("class") == "prompt"]
    return BankChoice(
        id=form.get("data-id", ""),
        prompt="".join((*before, f"<p>{asked}</p>")),
        options=tuple(options),
        multiple=inputs[0].get("type") == "checkbox",
        place=Span(path, line_of_element(form)),
    )


def _inner(node: etree._Element | None) -> str:
    if node is None:
        return ""
    for one in list(node.iter("input")):
        one.tag = "span"
    text = etree.tostring(node, encoding="unicode", method="html", with_tail=False)
    return text.partition(">")[2].rpartition("</")[0]
