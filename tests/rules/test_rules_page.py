"""The page of rules in the docs says which errors can be lowered, and what the profiles change."""

import re

from coursewright import registry
from coursewright.problems import Severity
from house.checkout import ROOT

PAGE = (ROOT / "docs" / "rules.md").read_text("utf-8")


def test_the_errors_that_can_be_lowered_are_listed() -> None:
    section = PAGE.partition("and these errors:")[2].partition("##")[0]
    codes = {one.name for one in registry.all_codes() if one.adjustable}
    assert set(re.findall(r"`([a-z0-9-]+)`", section)) == codes


def test_what_the_profiles_change_is_listed() -> None:
    rows = re.findall(r"(?m)^\| (`[a-z].*`) \| (\w+) \| (\w+) \|$", PAGE)
    listed = {
        (name, Severity(standard), Severity(strict))
        for names, standard, strict in rows
        for name in re.findall(r"`([a-z0-9-]+)`", names)
    }
    codes = registry.all_codes()
    assert listed == {(one.name, one.severity, one.strict) for one in codes if one.strict}
