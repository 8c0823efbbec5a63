"""Every block of a lesson, worked by keyboard alone; what is shown is also said."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from lesson_pages import live, open_course, press, write_page
from sample_course import sample_course

Open = Callable[[str], Locator]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(sample_course(), tmp_path_factory.mktemp("blocks"))


@pytest.fixture
def lesson(page: Page, index: Path) -> Open:
    """Return a function that opens a lesson of the blue road."""
    errors = open_course(page, index, track="blue")

    def open_lesson(name: str) -> Locator:
        page.evaluate("(id) => document.querySelector(`[data-go=${id}]`).click()", name)
        page.wait_for_selector(f"article[data-id={name}]")
        assert errors == []
        return page.locator("article")

    return open_lesson


def test_a_single_choice_gives_its_feedback_and_another_try(page: Page, lesson: Open) -> None:
    form = lesson("first").locator("[data-id=Q1]")
    form.locator("input").first.focus()
    press(page, "Space", "Enter")
    assert live(page) == "Not yet It ends in a pond."
    assert form.locator(".verdict").inner_text() == "✗ Not yet"
    assert form.locator(".feedback:visible").all_inner_texts() == ["It ends in a pond."]
    press(page, "ArrowDown")
    assert form.locator(".feedback:visible").count() == 0
    press(page, "Enter")
    assert live(page) == "Correct It goes on."
    assert form.locator(".feedback:visible").count() == 3


def test_an_unanswered_question_says_what_is_missing(page: Page, lesson: Open) -> None:
    form = lesson("first").locator("[data-id=Q1]")
    form.locator("button").focus()
    press(page, "Enter")
    assert live(page) == "Choose one answer."
    assert page.evaluate("document.activeElement.type") == "radio"


def test_a_multiple_choice_marks_each_chosen_option(page: Page, lesson: Open) -> None:
    form = lesson("first").locator("[data-id=Q2]")
    form.locator("input").nth(0).focus()
    press(page, "Space", "Tab", "Space", "Enter")
    assert form.locator(".verdict").inner_text() == "✗ Partly correct"
    assert form.locator(".sign").all_inner_texts() == ["✓ Correct", "✗ Not yet"]
    press(page, "Space", "Tab", "Space", "Enter")
    words = "✓ Correct You will be thirsty. ✓ Correct You will be hungry."
    assert live(page) == f"Correct {words}"


def test_lines_are_put_in_order_by_buttons_that_keep_the_focus(page: Page, lesson: Open) -> None:
    form = lesson("first").locator("[data-id=Q4]")
    for at, word in enumerate(("Wake", "Walk", "Rest")):
        button = form.get_by_role("button", name=f"Move up: {word}")
        button.focus()
        while form.locator("li").nth(at).locator("span").first.inner_text() != word:
            press(page, "Enter")
            assert f"{word}: " in live(page)
            assert page.evaluate("document.activeElement.ariaLabel") == f"Move up: {word}"
    form.get_by_role("button", name="Check my answer").focus()
    press(page, "Enter")
    assert live(page) == "Correct A good day."


def test_pairs_are_matched_from_lists(page: Page, lesson: Open) -> None:
    form = lesson("first").locator("[data-id=Q5]")
    form.get_by_label("Water").select_option(label="Bag")
    form.get_by_role("button").focus()
    press(page, "Enter")
    assert live(page) == "Match each item."
    form.get_by_label("Bread").select_option(label="Bag")
    form.get_by_role("button").focus()
    press(page, "Enter")
    assert live(page) == "Not yet It will leak."
    form.get_by_label("Water").select_option(label="Bottle")
    form.get_by_role("button").focus()
    press(page, "Enter")
    assert live(page) == "Correct Packed."


def test_an_open_answer_is_compared_with_a_model(page: Page, lesson: Open) -> None:
    form = lesson("first").locator("[data-id=Q6]")
    assert not form.get_by_text("Walk before noon.").is_visible()
    form.get_by_label("Write a plan.").focus()
    page.keyboard.type("Soon")
    press(page, "Tab", "Enter")
    assert form.get_by_text("Walk before noon.").is_visible()
    assert "Walk before noon." in live(page)


def test_a_branch_shows_one_moment_at_a_time_and_the_way_at_its_end(
    page: Page, lesson: Open
) -> None:
    branch = lesson("first").locator("[data-id=B1]")
    branch.get_by_role("button", name="Swim").focus()
    press(page, "Enter")
    assert live(page).startswith("Cold.")
    press(page, "Tab", "Enter")
    assert branch.locator(".node:visible").inner_text().startswith("You are soaked.")
    assert page.evaluate("document.activeElement.dataset.node") == "wet"
    assert branch.locator(".path li").all_inner_texts() == ["Swim"]
    branch.get_by_role("button", name="Start over").focus()
    press(page, "Enter")
    assert page.evaluate("document.activeElement.dataset.node") == "bank"


def test_answers_come_back_with_the_page(page: Page, lesson: Open) -> None:
    form = lesson("first").locator("[data-id=Q1]")
    form.get_by_label("Back").check()
    form.get_by_role("button").click()
    lesson("second")
    form = lesson("first").locator("[data-id=Q1]")
    assert form.get_by_label("Back").is_checked()
    assert form.locator(".feedback:visible").all_inner_texts() == ["You were there."]


def test_recall_is_thought_first_then_shown_then_marked(page: Page, lesson: Open) -> None:
    ask = lesson("second").locator("[data-id=R1]")
    assert not ask.get_by_text("The right one.").is_visible()
    ask.locator("summary").focus()
    press(page, "Enter", "Tab", "Enter")
    assert ask.get_by_role("button", pressed=True).inner_text() == "I knew it"
    assert live(page) == "I knew it"


def test_the_action_is_asked_about_in_the_next_lesson(page: Page, lesson: Open) -> None:
    back = lesson("second").locator(".back")
    assert "When I pass a gate" in back.inner_text()
    back.get_by_role("button", name="I changed it").focus()
    press(page, "Enter")
    lesson("first")
    assert lesson("second").locator(".back [aria-pressed=true]").inner_text() == "I changed it"


def test_the_action_goes_into_a_calendar(page: Page, lesson: Open) -> None:
    button = lesson("first").get_by_role("button", name="Add to calendar")
    with page.expect_download() as waiting:
        button.focus()
        press(page, "Enter")
    text = waiting.value.path().read_text("utf-8")
    assert waiting.value.suggested_filename == "first.ics"
    assert "When I pass a gate\\, I will close it." in text


def test_notes_and_ticks_stay_and_notes_can_be_saved(page: Page, lesson: Open) -> None:
    article = lesson("first")
    article.get_by_label("Your thoughts").fill("A coat.")
    article.get_by_label("Boots").check()
    lesson("second")
    article = lesson("first")
    assert article.get_by_label("Your thoughts").input_value() == "A coat."
    assert article.get_by_label("Boots").is_checked()
    with page.expect_download() as waiting:
        article.get_by_role("button", name="Save my notes as a file").click()
    assert "What do you leave behind?\n\nA coat." in waiting.value.path().read_text("utf-8")


def test_a_term_is_explained_by_keyboard(page: Page, lesson: Open) -> None:
    article = lesson("first")
    article.get_by_role("button", name="rail", exact=True).focus()
    press(page, "Enter")
    assert article.get_by_text("A long piece of iron.").is_visible()
    press(page, "Escape")
    assert not article.get_by_text("A long piece of iron.").is_visible()


def _rate(form: Locator, choices: dict[str, str]) -> None:
    for legend, word in choices.items():
        form.get_by_role("group", name=legend, exact=True).get_by_label(word, exact=True).check()


def test_a_self_assessment_is_private_and_compared_at_the_end(page: Page, lesson: Open) -> None:
    form = lesson("first").locator("[data-id=SA1]")
    form.get_by_role("button").click()
    assert live(page) == "Please rate every statement first."
    _rate(form, {"walked": "never", "rested": "no chance"})
    form.get_by_role("button").click()
    assert form.locator("tbody tr").first.inner_text().split("\t") == ["walked", "1"]
    assert form.get_by_role("link").inner_text() == "The long way"
    form = lesson("last").locator("[data-id=SA2]")
    now, then = " (Now)", " (Looking back at the start)"
    _rate(form, {f"walked{now}": "always", f"walked{then}": "never"})
    _rate(form, {f"rested{now}": "sometimes", f"rested{then}": "sometimes"})
    form.get_by_role("button").click()
    assert form.locator("thead").inner_text().strip().split("\t")[1:] == [
        "At the start", "Looking back at the start", "Now",
    ]  # fmt: skip
    assert "Your biggest gain: walked" in form.locator(".result").inner_text()


def test_the_readiness_check_suggests_and_the_learner_chooses(page: Page, lesson: Open) -> None:
    form = lesson("second").locator("[data-block=readiness]")
    _rate(form, {"I like people.": "no", "I have tried.": "no", "Someone backs me.": "No"})
    form.get_by_role("button", name="Show my result").click()
    assert form.locator(".card:has(.fits:visible) h4").inner_text() == "Stay"
    assert form.get_by_text("First find a backer.").is_visible()
    boxes = [card.bounding_box() for card in form.locator(".card").all()]
    assert len({(round(b["width"]), round(b["height"])) for b in boxes[:2] if b}) == 1
    form.locator("[data-rule=stay] button").focus()
    press(page, "Enter")
    assert live(page) == "Your track: Green road"
    assert page.locator("#cw-menu a[data-go=last]").is_hidden()


def test_an_assessment_is_handed_in_reviewed_and_taken_again(page: Page, lesson: Open) -> None:
    part = lesson("last").locator(".assessment")
    assert "3 questions. You need 60% to pass." in part.inner_text()
    part.get_by_role("button", name="Start").click()
    first = part.locator(".item [data-id]").first.get_attribute("data-id")
    part.get_by_role("button", name="Submit").click()
    assert live(page) == "Not answered yet: 1, 2, 3"
    part.get_by_label("Yes", exact=True).check()
    for word in ("A", "B"):
        part.get_by_label(word, exact=True).check()
    for word in ("Water", "Bread"):
        part.get_by_label(word).select_option(label="Bag")
    part.get_by_role("button", name="Submit").click()
    assert live(page) == "Passed 66% (2 of 3)"
    assert part.locator("h4").first.inner_text() == "✓ Passed"
    assert "2/3 Choose a road." in part.inner_text()
    part.locator("summary").click()
    assert part.locator(".feedback:visible").count() >= 3
    part.get_by_role("button", name="Try again with different questions").click()
    assert part.locator(".item [data-id]").first.get_attribute("data-id") != first


def test_a_tab_opens_by_keyboard_and_closes_the_other(page: Page, lesson: Open) -> None:
    tabs = lesson("first").locator(".tabs > details")
    tabs.nth(1).locator("summary").focus()
    press(page, "Enter")
    assert [tabs.nth(at).get_attribute("open") for at in (0, 1)] == [None, ""]
    assert tabs.nth(1).get_by_text("Listen.").is_visible()
    assert not tabs.nth(0).get_by_text("Look.").is_visible()


def test_a_footnote_leads_to_its_words_and_back(page: Page, lesson: Open) -> None:
    article = lesson("first")
    article.locator("a[role=doc-noteref][id^=fnref]").first.focus()
    press(page, "Enter")
    assert article.get_by_text("Not everywhere the same.").is_visible()
    back = article.locator("a[role=doc-backlink]").first
    assert back.get_attribute("aria-label") == "Back to the text"
