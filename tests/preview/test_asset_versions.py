"""Pictures and recordings are asked for by version, and nothing else of a page changes."""

from coursewright.preview.asset_versions import with_versions

VERSIONS = {"media/figures/a.png": "1", "media/a.png": "2"}


def test_each_kind_of_address_gets_its_version() -> None:
    page = (
        '<img src="../media/a.png" srcset="../media/figures/a.png 2x"><video poster="media/a.png">'
    )
    assert with_versions(page, VERSIONS) == (
        '<img src="../media/a.png?v=2" srcset="../media/figures/a.png?v=1 2x">'
        '<video poster="media/a.png?v=2">'
    )


def test_text_and_unknown_files_stay() -> None:
    page = '<p>media/a.png</p><img src="media/b.png"><a href="media/a.png">'
    assert with_versions(page, VERSIONS) == page
