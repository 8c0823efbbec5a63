"""Time zones as lists have them: the zone that is meant, or what to write."""

import pytest

from coursewright.delivery.rosters.time_zones import read_time_zone


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        (" America / New York ", "America/New_York"),
        ("America\\New_York", "America/New_York"),
        ("US/Eastern", "US/Eastern"),
        ("UTC", "UTC"),
        ("Z", "UTC"),
        ("GMT", "Etc/GMT"),
        ("CET", "CET"),
        ("MEZ", "Europe/Berlin"),
        ("JST", "Asia/Tokyo"),
        ("Berlin", "Europe/Berlin"),
        ("Berlin, Germany", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Eastern Standard Time", "America/New_York"),
        ("(UTC+01:00) Amsterdam", "Europe/Amsterdam"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Amsterdam"),
        ("(GMT+09:00) Osaka, Sapporo, Tokyo", "Asia/Tokyo"),
        ("(UTC-03:00) Buenos Aires", "America/Buenos_Aires"),
        ("(UTC) Dublin, Edinburgh, Lisbon, London", "Europe/Dublin"),
        ("", ""),
        ("99", ""),
    ],
)
def test_the_zone_that_is_meant_is_found(text: str, name: str) -> None:
    assert read_time_zone(text) == name


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("EST", "America/New_York"),
        ("PST", "America/Los_Angeles"),
        ("IST", "Asia/Kolkata"),
        ("UTC+1", "Etc/GMT-1"),
        ("GMT-5", "Etc/GMT+5"),
        ("+05:30", "Europe/Berlin"),
        ("Europe/Berln", "Did you mean `Europe/Berlin`"),
        ("Mars/Base", "no such time zone"),
        ("(UTC+07:00) Amsterdam", "no such time zone"),
        ("somewhere", "no such time zone"),
    ],
)
def test_what_could_be_several_says_what_to_write(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=r"Write|Did you mean") as caught:
        read_time_zone(text)
    assert says in str(caught.value)
