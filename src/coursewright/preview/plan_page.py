"""The page with the calendar of sends; the sender's packages are loaded when it is opened."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from coursewright.errors import CoursewrightError

from .live_course import LiveCourse
from .pages import PreviewPages
from .release_comparison import ReleaseComparison, steps_changed

if TYPE_CHECKING:
    from coursewright.delivery.schedule.plan_files import PlanLine

    from .sending_plan import Month

__all__ = ["PlanPage"]

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class PlanPage:
    """Answers for the plan pane."""

    def __init__(
        self,
        shop: LiveCourse,
        pages: PreviewPages,
        today: Callable[[], date],
        comparison: ReleaseComparison | None = None,
    ) -> None:
        self._shop = shop
        self._pages = pages
        self._today = today
        self._comparison = comparison

    def show(self, request: Request) -> Response:
        """Show when each mail of a track goes out."""
        asked = request.query_params
        track = self._pages.track(request)
        wishes = {key: asked.get(key, "").strip() for key in ("schedule", "zone", "holidays")}
        wishes["window"] = asked.get("window", "").strip()
        fault = ""
        lines: tuple[PlanLine, ...] = ()
        months: tuple[Month, ...] = ()
        try:
            start = date.fromisoformat(asked.get("start", "") or self._today().isoformat())
        except ValueError:
            start, fault = self._today(), "This is no date; shown is a start today."
        course = self._shop.state.course
        if course is not None and track:
            entries = self._pages.inbox.entries(track).value or ()
            try:
                from .sending_plan import Wishes, months_of

                lines, months = months_of(course, entries, Wishes(track, start, **wishes))
            except CoursewrightError as error:
                fault = f"{error} {error.hint or ''}".strip()
            except OverflowError:
                fault = "The calendar ends before this course does."
        return self._pages.page(
            "plan.html.j2",
            request,
            compares=self._comparison is not None,
            titles={lesson.id: lesson.title for lesson in course.lessons} if course else {},
            **self._compared(asked.get("compare", "")),
            track=track,
            start=start,
            lines=lines,
            months=months,
            fault=fault,
            weekdays=_WEEKDAYS,
            **dict[str, Any](wishes),
        )

    def _compared(self, wanted: str) -> dict[str, Any]:
        """Return the newest comparison, and begin the one that is asked for."""
        if self._comparison is None:
            return {"compared": None, "steps": ()}
        if wanted.isdecimal():
            self._comparison.start(int(wanted))
        newest = self._comparison.newest
        impact = newest.impact if newest else None
        return {"compared": newest, "steps": steps_changed(impact) if impact else ()}
