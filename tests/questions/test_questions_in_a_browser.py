"""Gaps, numbers, matrices and hotspots by keyboard, by ear, at any width, in any look."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from judges import audit, html_validate, nu
from lesson_pages import live, open_course, press, write_page
from questions.question_course import question_course

Find = Callable[[str], Locator]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(question_course(), tmp_path_factory.mktemp("questions"))


@pytest.fixture
def find(page: Page, index: Path) -> Find:
    errors = open_course(page, index)

    def form(name: str) -> Locator:
        assert errors == []
        return page.locator(f"form[data-id={name}]")

    return form


def test_a_matrix_is_answered_row_by_row_with_arrow_keys(page: Page, find: Find) -> None:
    form = find("tea-times")
    form.locator("button").focus()
    press(page, "Enter")
    assert live(page) == "Choose one answer in each row."
    assert page.evaluate("document.activeElement.type") == "radio"
    press(page, "Space", "Tab", "Space", "Tab", "Space")
    form.locator("button").focus()
    press(page, "Enter")
    assert live(page) == "Partly correct Herbs take longest, green leaves the shortest time."
    signs = [line[-1] for line in form.locator(".matrix legend").all_inner_texts()]
    assert signs == ["✓", "✗", "✗"]
    form.get_by_role("group", name="Black").get_by_label("4 minutes").focus()
    press(page, "Space")
    assert form.locator(".sign").count() == 0
    form.get_by_role("group", name="Herbal").get_by_label("8 minutes").focus()
    press(page, "Space", "Enter")
    assert live(page) == "Correct Yes. The coarser the leaf, the longer it takes."


def test_a_matrix_with_several_columns_wants_a_tick_in_each_row(page: Page, find: Find) -> None:
    form = find("tea-serving")
    black, green = (form.get_by_role("group", name=name) for name in ("Black", "Green"))
    black.get_by_label("Milk").focus()
    press(page, "Space", "Tab", "Space", "Tab", "Space", "Enter")
    assert live(page) == "Choose all that apply in each row."
    green.get_by_label("Lemon").focus()
    press(page, "Space", "Enter")
    assert live(page) == "Correct Yes. Green tea takes nothing that covers its taste."


def test_gaps_take_what_people_write_and_say_which_is_wrong(page: Page, find: Find) -> None:
    form = find("tea-leaves")
    form.get_by_role("textbox", name="Gap 1").focus()
    page.keyboard.type("  TWO ")
    press(page, "Enter")
    assert live(page) == "Fill in the gaps."
    assert page.evaluate("document.activeElement.ariaLabel") == "Gap 2"
    page.keyboard.type("loose")
    press(page, "Tab")
    page.keyboard.type("5")
    press(page, "Enter")
    assert live(page) == "Partly correct Weigh the leaves once, and time the first cup."
    wrong = form.locator("[aria-invalid=true]")
    assert wrong.count() == 1
    assert wrong.get_attribute("aria-label") == "Gap 3"
    wrong.fill("Four")
    assert form.locator("[aria-invalid]").count() == 0
    press(page, "Enter")
    assert live(page) == "Correct Yes. That makes a strong cup."


def test_a_number_is_right_within_its_tolerance_however_it_is_written(
    page: Page, find: Find
) -> None:
    form = find("tea-heat")
    box = form.get_by_label("How hot is the water for green tea?")
    for text, verdict in (
        ("hot", "Enter a number."),
        ("75", "Correct"),
        ("84,9 °C", "Correct"),
        ("85.1", "Not yet"),
        ("1,000", "Not yet"),
    ):
        box.fill(text)
        box.focus()
        press(page, "Enter")
        assert live(page).startswith(verdict), text


def test_a_hotspot_is_a_list_by_keyboard_and_a_picture_by_pointer(page: Page, find: Find) -> None:
    form = find("tea-kettle")
    form.get_by_label("The heating element").focus()
    press(page, "Space", "Enter")
    assert live(page) == "Correct Yes. Lime leaves the water where it is hottest."
    assert form.locator(".spots .on").get_attribute("data-key") == "element"
    form.locator("ellipse").click()
    assert form.get_by_label("The lid").is_checked()
    assert form.locator(".spots .on").get_attribute("data-key") == "lid"
    form.locator("button").click()
    assert live(page) == "Not yet No. Only steam gets there."
    assert form.locator("svg").get_attribute("aria-hidden") == "true"


def test_a_circle_is_round_in_a_picture_that_is_not_square(page: Page, find: Find) -> None:
    box = find("tea-kettle").locator("ellipse").bounding_box()
    assert box is not None
    assert abs(box["width"] - box["height"]) < 4


def test_answers_of_every_type_come_back_with_the_page(page: Page, index: Path, find: Find) -> None:
    find("tea-times").get_by_role("group", name="Green").get_by_label("2 minutes").check()
    for name in ("Black", "Herbal"):
        find("tea-times").get_by_role("group", name=name).get_by_label("8 minutes").check()
    for name in ("Black", "Green"):
        find("tea-serving").get_by_role("group", name=name).get_by_label("Milk").check()
    gaps = find("tea-leaves")
    for number, text in ((1, "two"), (3, "nine")):
        gaps.get_by_role("textbox", name=f"Gap {number}").fill(text)
    gaps.locator("select").select_option("bagged")
    find("tea-heat").locator("input").fill("90")
    find("tea-kettle").get_by_label("The spout").check()
    names = ("tea-times", "tea-serving", "tea-leaves", "tea-heat", "tea-kettle")
    for name in names:
        find(name).locator("button").last.click()
    page.wait_for_timeout(300)
    page.reload()
    page.wait_for_selector("article.lesson")
    verdicts = [find(name).locator(".verdict").inner_text() for name in names]
    assert verdicts == [
        "✗ Partly correct",
        "✗ Not yet",
        "✗ Partly correct",
        "✗ Not yet",
        "✗ Not yet",
    ]
    gaps = find("tea-leaves")
    assert [one.input_value() for one in gaps.locator(".gap").all()] == ["two", "bagged", "nine"]
    assert find("tea-heat").locator("input").input_value() == "90"
    assert find("tea-kettle").get_by_label("The spout").is_checked()
    assert find("tea-times").locator(":checked").count() == 3
    assert find("tea-serving").locator(":checked").count() == 2


def test_shuffled_options_take_every_order_and_keep_their_feedback(
    page: Page, index: Path, find: Find
) -> None:
    orders = set()
    for _ in range(12):
        orders.add(tuple(find("tea-storage").locator("label").all_inner_texts()))
        page.reload()
        page.wait_for_selector("article.lesson")
    assert len(orders) > 1
    form = find("tea-storage")
    form.get_by_label("Cold").check()
    form.locator("button").click()
    option = form.locator(".option", has=page.get_by_label("Cold"))
    assert "A cool cupboard is fine." in option.inner_text()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    page: Page, index: Path, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.emulate_media(reduced_motion="reduce")
    open_course(page, index)
    for _ in range(2):
        assert audit(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate(
            """() => {
              for (const box of document.querySelectorAll("form input")) {
                if (box.matches("[type=radio], [type=checkbox]")) box.click();
                else box.value = "5";
              }
              for (const list of document.querySelectorAll("form select")) list.selectedIndex = 1;
              document.querySelectorAll("form.quiz button:last-of-type").forEach((b) => b.click());
            }"""
        )


def test_a_chosen_place_and_a_wrong_gap_are_seen_in_forced_colors(page: Page, find: Find) -> None:
    page.emulate_media(forced_colors="active")
    form = find("tea-kettle")
    form.get_by_label("The lid").check()
    strokes = [
        shape.evaluate("el => getComputedStyle(el).stroke + getComputedStyle(el).strokeWidth")
        for shape in form.locator(".spots [data-key]").all()
    ]
    assert len(set(strokes)) == 2
    gaps = find("tea-leaves")
    for number, text in ((1, "two"), (3, "nine")):
        gaps.get_by_role("textbox", name=f"Gap {number}").fill(text)
    gaps.locator("select").select_option("bagged")
    gaps.locator("button").click()
    styles = [
        gap.evaluate("el => getComputedStyle(el).borderTopStyle")
        for gap in gaps.locator(".gap").all()
    ]
    assert styles == ["solid", "dashed", "dashed"]


def test_every_control_is_large_enough_to_touch(page: Page, index: Path) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    open_course(page, index)
    small = page.evaluate(
        """() => [...document.querySelectorAll("form button, select, .gap, form label")]
        .filter((one) => one.offsetParent && !one.closest(".prompt"))
        .filter((one) => one.getBoundingClientRect().height < 43.9)
        .map((one) => one.outerHTML)"""
    )
    assert small == []


def test_the_page_is_valid_html(index: Path) -> None:
    assert nu([index]) == []
    assert html_validate([index], "page") == []


def _test(page: Page) -> Locator:
    page.evaluate("document.querySelector('[data-go=test]').click()")
    page.wait_for_selector("article[data-id=test]")
    return page.locator("[data-block=assessment]")


def _answer(section: Locator, number: str, *labels: str) -> None:
    section.locator("[data-id=final-heat] input").fill(number)
    spoil = section.locator("[data-id=final-spoil]")
    for box in spoil.locator("input").all():
        box.uncheck()
    for label in labels:
        spoil.get_by_label(label).check()


@pytest.mark.parametrize(
    ("number", "labels", "score"),
    [
        ("80", ("Light", "Cold"), 33),
        ("80", ("Light",), 66),
        ("20", ("Light", "Damp"), 66),
        ("80", ("Light", "Damp"), 100),
        ("20", ("Cold", "Time"), 0),
    ],
)
def test_a_partly_right_answer_earns_part_of_its_weight(
    page: Page, index: Path, number: str, labels: tuple[str, ...], score: int
) -> None:
    errors = open_course(page, index)
    section = _test(page)
    assert "Time limit: 20 minutes." in section.inner_text()
    assert "Attempts: 3." in section.inner_text()
    section.locator("button.start").click()
    _answer(section, number, *labels)
    section.get_by_role("button", name="Submit").click()
    expect(section.locator(".stage > p").first).to_contain_text(f"{score}%")
    if labels == ("Light",):
        section.locator("summary").click()
        assert "Partly correct" in section.locator("h4", has_text="Question 2").inner_text()
    assert errors == []


def test_the_time_of_an_attempt_goes_on_while_the_page_is_closed(page: Page, index: Path) -> None:
    page.clock.install(time=1_800_000_000)
    errors = open_course(page, index)
    section = _test(page)
    section.locator("button.start").click()
    page.clock.run_for(1_000)
    assert section.locator(".left").inner_text() in ("Time left: 20:00", "Time left: 19:59")
    _answer(section, "80")
    section.get_by_label("Light").check()
    page.clock.run_for(14 * 60_000)
    page.reload()
    page.wait_for_selector("article.lesson")
    section = _test(page)
    section.locator("button.start").click()
    page.clock.run_for(1_500)
    assert section.locator(".left").inner_text().startswith("Time left: 5:")
    page.clock.run_for(70_000)
    assert "Time left: 4:" in section.locator(".left").inner_text()
    page.clock.run_for(5 * 60_000)
    assert "Time is up. Your answers were submitted." in section.inner_text()
    assert "66%" in section.inner_text()
    page.clock.run_for(5 * 60_000)  # and it is handed in once
    assert section.get_by_role("button", name="Try again").count() == 1
    assert errors == []


def test_an_attempt_whose_time_ended_elsewhere_is_submitted_with_what_was_answered(
    page: Page, index: Path
) -> None:
    page.clock.install(time=1_800_000_000)
    open_course(page, index)
    section = _test(page)
    section.locator("button.start").click()
    _answer(section, "80")
    page.clock.run_for(1_000)
    page.evaluate("document.querySelector('[data-go=tea]').click()")
    page.clock.run_for(60 * 60_000)
    section = _test(page)
    section.locator("button.start").click()
    page.clock.run_for(1_000)
    assert "Time is up." in section.inner_text()
    assert "33%" in section.inner_text()
