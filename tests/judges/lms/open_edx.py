"""Open edX's SCORM XBlock in its workbench, with packages uploaded: run by an environment of its own.

`python open_edx.py FOLDER`: each `NAME.zip` of the folder is at `/scenario/NAME/`, for the learner
that the cookie `student` names. The port is the first line printed; state lies where it was run.
"""

import os
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any


def _settings() -> Any:
    """Return the workbench's settings, with everything it writes in the working directory."""
    Path("var").mkdir(exist_ok=True)
    os.environ["EXCLUDE_SAMPLE_XBLOCKS"] = "yes"
    os.environ["DJANGO_SETTINGS_MODULE"] = "workbench.settings"
    settings = import_module("workbench.settings")
    settings.MEDIA_ROOT = str(Path("media").resolve())
    settings.MEDIA_URL = "/media/"
    settings.LOGGING = {"version": 1, "disable_existing_loggers": True}
    settings.INSTALLED_APPS.remove("djpyfs")  # files for other blocks
    settings.WORKBENCH["services"].pop("fs")
    return settings


def _named_students() -> None:
    """Give the XBlock the learner's id where Open edX has it; the workbench has another place."""
    runtime = import_module("workbench.runtime")
    plain = runtime.WorkBenchUserService.__init__

    def with_names(self: Any, uid: str) -> None:
        plain(self, uid)
        attrs = self.get_current_user().opt_attrs
        attrs["edx-platform.user_id"] = attrs["edx-platform.username"] = uid

    runtime.WorkBenchUserService.__init__ = with_names
    # The workbench names the learner at the end of an address, where the XBlock adds a path.
    address = runtime.WorkbenchRuntime.handler_url
    runtime.WorkbenchRuntime.handler_url = lambda *a, **k: address(*a, **k).partition("?")[0]
    views = import_module("workbench.views")
    views.get_student_id = lambda request: request.COOKIES.get("student", "nobody")
    block = import_module("openedxscorm").ScormXBlock
    block.location = property(_place)
    block.course_id = "course"


def _place(block: Any) -> Any:
    """Return where a block lies, in the terms of Open edX."""
    name = str(block.scope_ids.usage_id).replace(".", "-")
    return SimpleNamespace(block_id=name, block_type="scorm", org="org", course="course")


def _upload(name: str, package: Path) -> None:
    """Add a scenario with one SCORM block and unpack a package into it, as Studio does."""
    scenarios, runtime = import_module("workbench.scenarios"), import_module("workbench.runtime")
    scenarios.add_xml_scenario(name, name, "<scorm/>")
    block = runtime.WorkbenchRuntime("author").get_block(scenarios.SCENARIOS[name].usage_id)
    with package.open("rb") as file:
        block.update_package_meta(file)
        block.clean_storage()
        block.extract_package(file)
    block.update_package_fields()
    block.save()


def main(folder: Path) -> None:
    """Serve the packages of a folder until the process is ended."""
    _settings()
    import_module("django").setup()
    import_module("django.core.management").call_command("migrate", run_syncdb=True, verbosity=0)
    _named_students()
    for package in sorted(folder.glob("*.zip")):
        _upload(package.stem, package)
    handlers = import_module("django.contrib.staticfiles.handlers")
    wsgi = import_module("django.core.wsgi").get_wsgi_application()
    http = import_module("django.core.servers.basehttp")

    class Quiet(http.WSGIRequestHandler):  # type: ignore[misc, name-defined]
        def log_message(self, *args: object) -> None:
            pass

    server = http.ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(handlers.StaticFilesHandler(wsgi))
    print(server.server_address[1], flush=True)
    server.serve_forever()


main(Path(sys.argv[1]))
