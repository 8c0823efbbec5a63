"""Open edX's SCORM XBlock in its workbench.

A package is at `/scenario/NAME/`, for the learner that the cookie `student` names.
"""

import os
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any


def _module(name: str) -> Any:
    """Return a module that only the environment of the LMS has."""
    return import_module(name)


def _settings() -> Any:
    """Return the workbench's settings, with everything it writes in the working directory."""
    Path("var").mkdir(exist_ok=True)
    os.environ["EXCLUDE_SAMPLE_XBLOCKS"] = "yes"
    os.environ["DJANGO_SETTINGS_MODULE"] = "workbench.settings"
    settings = _module("workbench.settings")
    settings.MEDIA_ROOT = str(Path("media").resolve())
    settings.MEDIA_URL = "/media/"
    settings.LOGGING = {"version": 1, "disable_existing_loggers": True}
    settings.INSTALLED_APPS.remove("djpyfs")  # files for other blocks
    settings.WORKBENCH["services"].pop("fs")
    return settings


def _named_students() -> None:
    """Give the XBlock the learner's id where Open edX has it; the workbench has another place."""
    runtime = _module("workbench.runtime")
    plain = runtime.WorkBenchUserService.__init__

    def with_names(self: Any, uid: str) -> None:
        plain(self, uid)
        attrs = self.get_current_user().opt_attrs
        attrs["edx-platform.user_id"] = attrs["edx-platform.username"] = uid

    runtime.WorkBenchUserService.__init__ = with_names
    # The workbench names the learner at the end of an address, where the XBlock adds a path.
    address = runtime.WorkbenchRuntime.handler_url
    runtime.WorkbenchRuntime.handler_url = lambda *a, **k: address(*a, **k).partition("?")[0]
    views = _module("workbench.views")
    views.get_student_id = lambda request: request.COOKIES.get("student", "nobody")
    block = _module("openedxscorm").ScormXBlock
    block.location = property(_place)
    block.course_id = "course"


def _place(block: Any) -> Any:
    """Return where a block lies, in the terms of Open edX."""
    name = str(block.scope_ids.usage_id).replace(".", "-")
    return SimpleNamespace(block_id=name, block_type="scorm", org="org", course="course")


def set_up() -> None:
    """Configure the workbench and make its tables."""
    _settings()
    _module("django").setup()
    _module("django.core.management").call_command("migrate", run_syncdb=True, verbosity=0)
    _named_students()


def upload(name: str, package: Path) -> None:
    """Add a scenario with one SCORM block and unpack a package into it."""
    _module("workbench.scenarios").add_xml_scenario(name, name, "<scorm/>")
    update(name, package)


def update(name: str, package: Path) -> None:
    """Replace the package of a block, as Studio does."""
    scenarios, runtime = _module("workbench.scenarios"), _module("workbench.runtime")
    block = runtime.WorkbenchRuntime("author").get_block(scenarios.SCENARIOS[name].usage_id)
    with package.open("rb") as file:
        block.update_package_meta(file)
        block.clean_storage()
        block.extract_package(file)
    block.update_package_fields()
    block.save()
