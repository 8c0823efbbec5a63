"""The page with the LMS simulator, and the package that runs in it."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from coursewright.packages.presets import PRESETS

from .live_course import LiveCourse
from .package_files import STANDARDS, PackageFiles
from .pages import PreviewPages, narrow
from .served_files import file_answer

__all__ = ["LmsPage"]

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; media-src 'self'; frame-src https:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)


class LmsPage:
    """Answers for the LMS pane and for the files of packages."""

    def __init__(self, shop: LiveCourse, pages: PreviewPages) -> None:
        self._pages = pages
        self._packages = PackageFiles(shop)

    def show(self, request: Request) -> Response:
        """Show a package under the LMS simulator."""
        asked = request.query_params
        packages = self._packages.packages()
        ids = [one.id for one in packages]
        package = asked.get("package", "")
        package = package if package in ids else next(iter(ids), "")
        standard = asked.get("standard", "")
        standard = standard if standard in dict(STANDARDS) else STANDARDS[0][0]
        preset = asked.get("lms", "")
        preset = preset if preset in PRESETS else "generic"
        made = self._packages.package(standard, preset, package)
        return self._pages.page(
            "lms.html.j2",
            request,
            packages=packages,
            package=package,
            standards=STANDARDS,
            standard=standard,
            presets=PRESETS,
            preset=preset,
            fault=made.fault,
            listed=bool(made.problems),
            narrow=narrow(request),
            suspend=made.value.report["suspend_data"] if made.value else None,
        )

    def file(self, request: Request) -> Response:
        """Return a file of a package."""
        where = request.path_params
        made = self._packages.package(where["standard"], where["lms"], where["package"])
        data = made.value.files.get(where["path"]) if made.value else None
        if data is None:
            return PlainTextResponse(made.fault or "No such file.", 404)
        answer = file_answer(where["path"], data, _POLICY)
        if where["path"] == "index.html":  # so that the pane sees a change of any file
            answer.headers["ETag"] = f'"{made.value.version}"'
        return answer
