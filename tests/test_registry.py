"""Targets by name: unknown, broken and doubled ones are named, never a traceback."""

from importlib.metadata import EntryPoint

import pytest

from coursewright import registry
from coursewright.errors import SurroundingsError, UsageError
from coursewright.model import Course
from coursewright.output import Artifact
from coursewright.problems import Problem
from coursewright.target import Options, Rendered, Target, TargetOption


def check(course: Course, options: Options) -> tuple[Problem, ...]:
    return ()


def render(course: Course, options: Options) -> Rendered:
    return Rendered(())


def write(rendered: Rendered) -> tuple[Artifact, ...]:
    return rendered.artifacts


FAKE = Target(
    "fake",
    (),
    check,
    render,
    write,
    options=(
        TargetOption("depth", 2, "How deep."),
        TargetOption("links", True, "Whether."),
        TargetOption("style", "plain", "Which.", ("plain", "rich")),
    ),
)
OTHER = Target("fake", (), check, render, write)
SECOND = Target("second", (), check, render, write)
SHAPELESS = object()


def point(name: str, attribute: str, module: str = "") -> EntryPoint:
    return EntryPoint(name, f"{module or __name__}:{attribute}", registry.GROUP)


@pytest.fixture
def plugins(monkeypatch: pytest.MonkeyPatch) -> list[EntryPoint]:
    found: list[EntryPoint] = []
    monkeypatch.setattr(registry, "entry_points", lambda group: found)
    return found


def test_a_target_is_found_by_its_name(plugins: list[EntryPoint]) -> None:
    plugins.append(point("fake", "FAKE"))
    assert registry.names() == ("fake",)
    assert registry.load("fake") is FAKE
    assert registry.pick(["fake", "fake"]) == (FAKE,)


def test_an_unknown_target_is_named_with_a_near_one(plugins: list[EntryPoint]) -> None:
    plugins.append(point("fake", "FAKE"))
    with pytest.raises(UsageError, match="there is no target 'fakes'") as refused:
        registry.pick(["fakes"])
    assert refused.value.hint == "Did you mean `fake`?"


def test_one_plugin_seen_twice_is_one(plugins: list[EntryPoint]) -> None:
    plugins += [point("fake", "FAKE"), point("fake", "FAKE")]
    assert registry.load("fake") is FAKE


def test_two_plugins_of_one_name_are_both_named(plugins: list[EntryPoint]) -> None:
    plugins += [point("fake", "FAKE"), point("fake", "OTHER")]
    with pytest.raises(SurroundingsError, match=r"FAKE and .*OTHER"):
        registry.load("fake")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (point("fake", "FAKE", "no_such_module"), "no_such_module"),
        (point("fake", "NOTHING"), "NOTHING"),
        (point("fake", "SHAPELESS"), "is no Target, but object"),
        (point("other", "FAKE"), "calls itself 'fake'"),
    ],
)
def test_a_broken_plugin_is_named(plugins: list[EntryPoint], broken: EntryPoint, said: str) -> None:
    plugins.append(broken)
    with pytest.raises(SurroundingsError, match=said):
        registry.load(broken.name)


def test_a_broken_plugin_harms_only_those_who_want_it(plugins: list[EntryPoint]) -> None:
    plugins += [point("fake", "FAKE"), point("broken", "NOTHING")]
    assert registry.pick(["fake"]) == (FAKE,)


def test_ours_are_targets_like_any_other() -> None:
    assert registry.names()
    for target in registry.pick(registry.names()):
        assert target.codes is not None
        assert all(code.summary and code.why for code in target.codes)


def test_a_target_gets_its_own_options_each_with_a_value() -> None:
    given = {"fake.depth": "3", "fake.links": "no", "style": "rich", "other.depth": "9", "lms": "x"}
    assert FAKE.options_from(Options(settings=given)).settings == {
        "depth": 3,
        "links": False,
        "style": "rich",
    }
    assert FAKE.options_from(Options()).settings == {"depth": 2, "links": True, "style": "plain"}


@pytest.mark.parametrize(
    ("name", "value", "said", "hint"),
    [
        ("fake.dept", "3", "the target 'fake' has no option 'dept'", "Did you mean `depth`?"),
        ("fake.zzz", "3", "has no option 'zzz'", "Its options: depth, links, style."),
        ("fake.depth", "deep", "fake.depth is a whole number, not 'deep'", "Write fake.depth=2"),
        ("fake.links", "maybe", "fake.links is yes or no, not 'maybe'", "Write fake.links=yes"),
        ("fake.style", "plane", "fake.style cannot be 'plane'", "Did you mean `plain`?"),
        ("fakes.depth", "3", "there is no target 'fakes'", "Did you mean `fake`?"),
        ("second.depth", "3", "the target 'second' is not built", "Add --target second."),
    ],
)
def test_a_setting_that_nothing_takes_is_refused(
    plugins: list[EntryPoint], name: str, value: str, said: str, hint: str
) -> None:
    plugins += [point("fake", "FAKE"), point("second", "SECOND")]
    with pytest.raises(UsageError, match=said) as refused:
        registry.check_settings({name: value}, [FAKE])
    assert hint in str(refused.value.hint)
