"""What must hold of a manifest beside its schema. A rule's name says what holds."""

import re
from collections.abc import Iterator

from lxml import etree

from coursewright.packages.opened import ADLCP, MANIFEST, Opened

from .editions import EDITIONS

__all__ = ["MANIFEST_RULES"]

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def manifest_is_well_formed(package: Opened) -> Iterator[str]:
    """A raw `&` in a title breaks the upload in most LMSs."""
    if package.root is None:
        yield "it cannot be parsed"


def manifest_opens_with_its_declaration(package: Opened) -> Iterator[str]:
    """Some LMSs report "Whitespace not allowed" for a byte order mark or white space before it."""
    if not re.match(rb"<\?xml version=['\"]1\.0['\"] encoding=['\"]UTF-8['\"]", package.manifest):
        yield repr(package.manifest[:40])


def schema_is_named_exactly(package: Opened) -> Iterator[str]:
    """Moodle treats every version that it does not know as 1.2."""
    if package.first("schema") != "ADL SCORM":
        yield f"schema is {package.first('schema')!r}"
    if package.first("schemaversion") not in {row.schema_version for row in EDITIONS}:
        yield f"schemaversion is {package.first('schemaversion')!r}"


def namespaces_match_the_edition(package: Opened) -> Iterator[str]:
    """A 2004 manifest with namespaces of 1.2 shows "Passed" on opening (scol-r 74)."""
    version = package.first("schemaversion")
    for row in EDITIONS:
        if row.schema_version == version and package.root is not None:
            known = {*row.namespaces.values(), row.lom, _XSI}
            used = {uri for element in package.root.iter() for uri in element.nsmap.values()}
            yield from sorted(used - known)


def packaging_is_the_default_namespace(package: Opened) -> Iterator[str]:
    """Open edX looks for elements without a prefix."""
    if package.root is not None and package.root.prefix is not None:
        yield f"the root is {package.root.prefix}:manifest"


def scorm_type_matches_the_edition(package: Opened) -> Iterator[str]:
    """`scormtype` in 1.2, `scormType` in 2004. With the other one, an LMS finds no SCO."""
    name = "scormType" if package.is_2004 else "scormtype"
    space = ADLCP["2004" if package.is_2004 else "1.2"]
    for resource in package.all("resource"):
        if resource.get(f"{{{space}}}{name}") not in {"sco", "asset"}:
            yield f"{resource.get('identifier')} has no adlcp:{name}"


def default_organization_exists(package: Opened) -> Iterator[str]:
    """Without it, an LMS chooses any organization, or none."""
    ids = {organization.get("identifier") for organization in package.all("organization")}
    for organizations in package.all("organizations"):
        if organizations.get("default") not in ids:
            yield f"default is {organizations.get('default')!r}"


def items_refer_to_existing_resources(package: Opened) -> Iterator[str]:
    """Otherwise SCORM Cloud rejects the package (pipwerks 16)."""
    ids = {resource.get("identifier") for resource in package.all("resource")}
    for name in ("item", "dependency"):
        for element in package.all(name):
            ref = element.get("identifierref")
            if ref is not None and ref not in ids:
                yield f"{name} names {ref!r}"


def launch_page_exists(package: Opened) -> Iterator[str]:
    """Its address is the exact name of a file in the package, without a query."""
    for resource in package.all("resource"):
        href = resource.get("href")
        if href is not None and href not in package.names:
            yield f"href is {href!r}"


def launch_resource_comes_first(package: Opened) -> Iterator[str]:
    """Open edX launches the first resource and ignores the organization."""
    launched = [item.get("identifierref") for item in package.all("item")]
    if [resource.get("identifier") for resource in package.all("resource")][:1] != launched[:1]:
        yield "another resource comes first"


def ids_are_unique(package: Opened) -> Iterator[str]:
    """Identifiers are XML IDs, which are unique in a document."""
    seen: set[str] = set()
    for element in package.root.iter() if package.root is not None else ():
        id_ = element.get("identifier")
        if id_ in seen:
            yield id_
        seen.update([id_] if id_ else [])


def ids_are_plain_names(package: Opened) -> Iterator[str]:
    """Letters, digits, hyphens. XML names start with no digit, and some LMSs fail on dots."""
    for element in package.root.iter() if package.root is not None else ():
        id_ = element.get("identifier")
        if id_ is not None and not _ID.fullmatch(id_):
            yield id_


def files_are_listed(package: Opened) -> Iterator[str]:
    """An LMS may unpack only what is listed."""
    listed = {file.get("href") for file in package.all("file")}
    for name in package.names:
        if name != MANIFEST and name not in listed:
            yield name


def listed_files_exist(package: Opened) -> Iterator[str]:
    """A missing file fails the upload in a strict LMS."""
    for file in package.all("file"):
        if file.get("href") not in package.names:
            yield str(file.get("href"))


def titles_are_not_empty(package: Opened) -> Iterator[str]:
    """Canvas uses them as the name of the lesson."""
    titled = [*package.all("organization"), *package.all("item")]
    for element in titled:
        title = [child for child in element if etree.QName(child).localname == "title"]
        if not title or not (title[0].text or "").strip():
            yield str(element.get("identifier"))


def no_schema_location_is_set(package: Opened) -> Iterator[str]:
    """ADL's validator requires each schema that is named, so the manifest names none."""
    if package.root is not None and package.root.get(f"{{{_XSI}}}schemaLocation"):
        yield "xsi:schemaLocation is set"


def manifest_sets_no_passing_score(package: Opened) -> Iterator[str]:
    """With a mastery score or a threshold, an LMS may overrule the status from the course."""
    for name in ("masteryscore", "completionThreshold", "minNormalizedMeasure"):
        if package.all(name):
            yield name


def content_sets_completion_and_success(package: Opened) -> Iterator[str]:
    """2004: otherwise SuccessFactors completes the content on exit (SAP KBA 3403728)."""
    if not package.is_2004:
        return
    controls = package.all("deliveryControls")
    if len(controls) != len(package.all("item")):
        yield "an item has no deliveryControls"
    for control in controls:
        for name in ("completionSetByContent", "objectiveSetByContent"):
            if control.get(name) != "true":
                yield f"{name} is {control.get(name)!r}"


def learner_may_choose_and_flow(package: Opened) -> Iterator[str]:
    """2004: without both, some LMSs launch nothing."""
    modes = package.all("controlMode")
    right = [mode for mode in modes if mode.get("choice") == mode.get("flow") == "true"]
    if package.is_2004 and len(right) != len(package.all("organization")):
        yield "choice and flow are not both true"


def objectives_stay_in_the_course(package: Opened) -> Iterator[str]:
    """2004: otherwise courses share objectives with the same ID."""
    space = "http://www.adlnet.org/xsd/adlseq_v1p3"
    for organization in package.all("organization") if package.is_2004 else ():
        if organization.get(f"{{{space}}}objectivesGlobalToSystem") != "false":
            yield str(organization.get("identifier"))


MANIFEST_RULES = (
    manifest_is_well_formed,
    manifest_opens_with_its_declaration,
    schema_is_named_exactly,
    namespaces_match_the_edition,
    packaging_is_the_default_namespace,
    scorm_type_matches_the_edition,
    default_organization_exists,
    items_refer_to_existing_resources,
    launch_page_exists,
    launch_resource_comes_first,
    ids_are_unique,
    ids_are_plain_names,
    files_are_listed,
    listed_files_exist,
    titles_are_not_empty,
    no_schema_location_is_set,
    manifest_sets_no_passing_score,
    content_sets_completion_and_success,
    learner_may_choose_and_flow,
    objectives_stay_in_the_course,
)
