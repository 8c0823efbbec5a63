"""A Wagtail site with wagtail-lms and SQLite: a course page with a SCORM lesson for each package.

Two learners are enrolled, `ann` and `ben`; the password of each is the name. The player of a
package is at `/play/NAME/`.
"""

import secrets
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

LEARNERS = ("ann", "ben")
_BASE = "<!doctype html><title>LMS</title><main>{% block content %}{% endblock %}</main>"
_LOGIN = """<!doctype html><title>Log in</title><form method="post">{% csrf_token %}
{{ form.as_p }}<button>Log in</button></form>"""
_APPS = [
    "wagtail_lms",
    "wagtail.snippets",
    "wagtail.admin",
    "wagtail.search",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
_LABELS = [
    "wagtail_lms",
    "wagtailadmin",
    "wagtailsearch",
    "wagtailcore",
    "taggit",
    "auth",
    "contenttypes",
    "sessions",
]
_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
_LOADERS = [
    ("django.template.loaders.locmem.Loader", {"base.html": _BASE, "login.html": _LOGIN}),
    "django.template.loaders.app_directories.Loader",
]


def set_up() -> None:
    """Configure Django, make the tables and the learners."""
    settings = import_module("django.conf").settings
    settings.configure(
        SECRET_KEY=secrets.token_hex(),
        ALLOWED_HOSTS=["127.0.0.1"],
        INSTALLED_APPS=_APPS,
        MIDDLEWARE=_MIDDLEWARE,
        ROOT_URLCONF="site_urls",
        STATIC_URL="/static/",
        MEDIA_ROOT=str(Path("media").resolve()),
        LOGIN_URL="/login/",
        LANGUAGE_CODE="en",
        USE_TZ=True,
        WAGTAIL_SITE_NAME="LMS",
        WAGTAILADMIN_BASE_URL="http://127.0.0.1",
        WAGTAIL_LMS_REGISTER_DJANGO_ADMIN=False,
        # As Django's documentation has it for SQLite behind a web server.
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(Path("db.sqlite3").resolve()),
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "timeout": 60,
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
                },
            }
        },
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"context_processors": _PROCESSORS, "loaders": _LOADERS},
            }
        ],
        LOGGING={"version": 1, "disable_existing_loggers": True},
        # Tables as the models have them: fifty migrations lead to the same ones, in ten seconds.
        MIGRATION_MODULES=dict.fromkeys(_LABELS),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],  # logs in at once
    )
    import_module("django").setup()
    import_module("django.core.management").call_command("migrate", run_syncdb=True, verbosity=0)
    _site()
    users = import_module("django.contrib.auth").get_user_model().objects
    for name in LEARNERS:
        users.create_user(name, password=name)
    sys.modules["site_urls"] = _urls()


def _site() -> None:
    """Make the root page and the site that Wagtail's migrations make."""
    models = import_module("wagtail.models")
    models.Locale.objects.create(language_code="en")
    root = models.Page.add_root(title="Root", slug="root")
    models.Site.objects.create(hostname="127.0.0.1", root_page=root, is_default_site=True)


def _urls() -> ModuleType:
    """Return the addresses of the site."""
    path, include = (getattr(import_module("django.urls"), one) for one in ("path", "include"))
    login = import_module("django.contrib.auth.views").LoginView
    views = import_module("wagtail_lms.views")
    urls = ModuleType("site_urls")

    def play(request: Any, name: str) -> Any:
        return views.scorm_player_view(request, _lesson(name).pk)

    patterns = [
        path("login/", login.as_view(template_name="login.html", next_page="/login/")),
        path("play/<name>/", play),
        path("lms/", include("wagtail_lms.urls")),
        path("", include("wagtail.urls")),
    ]
    vars(urls)["urlpatterns"] = patterns
    return urls


def _models() -> Any:
    return import_module("wagtail_lms.models")


def _lesson(name: str) -> Any:
    return _models().SCORMLessonPage.objects.get(slug=f"{name}-lesson")


def _saved(name: str, package: Path, scorm: Any) -> Any:
    """Give a package of the LMS its file; the LMS unpacks it and reads the manifest."""
    file = import_module("django.core.files").File
    with package.open("rb") as opened:
        scorm.package_file = file(opened, name=f"{name}.zip")
        scorm.save()
    return scorm


def upload(name: str, package: Path) -> None:
    """Add a course with one SCORM lesson, and enroll the learners."""
    models = _models()
    scorm = _saved(name, package, models.SCORMPackage(title=name))
    home = import_module("wagtail.models").Site.objects.get(is_default_site=True).root_page
    course = home.add_child(instance=models.CoursePage(title=name, slug=name))
    course.add_child(
        instance=models.SCORMLessonPage(title=name, slug=f"{name}-lesson", scorm_package=scorm)
    )
    for user in import_module("django.contrib.auth").get_user_model().objects.all():
        models.CourseEnrollment.objects.create(user=user, course=course)


def update(name: str, package: Path) -> None:
    """Replace the file of a package, which keeps its attempts; the LMS unpacks where it has not."""
    scorm = _lesson(name).scorm_package
    scorm.extracted_path = ""
    _saved(name, package, scorm)
