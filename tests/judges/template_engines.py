"""The template languages of mailers, each by an engine of others: what a mailer would send."""

import json
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TextIO, cast

import django
import liquid
import liquid.ast
import liquid.tag
from django.conf import settings
from django.template import Context, Engine
from jinja2.sandbox import SandboxedEnvironment

from .node import program, script

__all__ = ["django_fill", "go_fill", "handlebars_fill", "hubl_fill", "liquid_fill"]

_GO = Path(__file__).parent / "go" / "templates.go"
Text = tuple[str, bool]
"""A text, and whether it is HTML."""


@cache
def _go_program() -> str:
    """Return the judge in Go, compiled once for a run of tests."""
    path = str(Path(mkdtemp(prefix="judge-")) / "templates")
    home = str(Path(path).parent)
    clean = {**os.environ, "GOCACHE": home, "GOFLAGS": "", "GO111MODULE": "off", "GOPROXY": "off"}
    subprocess.run([program("go"), "build", "-o", path, str(_GO)], check=True, env=clean)
    return path


def go_fill(texts: Sequence[Text], data: Mapping[str, Any], *, escape: bool = False) -> list[str]:
    """Fill templates of Go; `escape` takes `html/template` for plain texts too."""
    request = [{"body": body, "escape": html or escape, "data": data} for body, html in texts]
    done = subprocess.run(
        [_go_program()],
        input=json.dumps(request),
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return cast("list[str]", json.loads(done.stdout))


def handlebars_fill(texts: Sequence[Text], data: Mapping[str, Any]) -> list[str]:
    """Fill templates of Handlebars."""
    request = [{"body": body, "data": data} for body, _ in texts]
    return cast("list[str]", script("handlebars.mjs", request))


class _PageNode(liquid.ast.Node):
    def render_to_output(self, context: liquid.RenderContext, buffer: TextIO) -> int:
        return buffer.write(f"https://customerio.example.org/{self.token.value}")


class _PageTag(liquid.tag.Tag):
    """`{% unsubscribe_url %}`, a tag that Customer.io adds."""

    name = "unsubscribe_url"
    block = False

    def parse(self, stream: liquid.TokenStream) -> liquid.ast.Node:
        token = stream.current
        return _PageNode(token)


def liquid_fill(texts: Sequence[Text], data: Mapping[str, Any]) -> list[str]:
    """Fill templates of Liquid, strictly: an unknown tag or filter is an error."""
    environment = liquid.Environment(tolerance=liquid.Mode.STRICT)
    environment.add_tag(_PageTag)
    return [environment.from_string(body).render(**data) for body, _ in texts]


def django_fill(
    texts: Sequence[Text], data: Mapping[str, Any], *, autoescape: bool = True
) -> list[str]:
    """Fill templates of Django."""
    if not settings.configured:
        settings.configure()
        django.setup()
    engine = Engine(autoescape=autoescape)
    return [
        str(engine.from_string(body).render(Context(data, autoescape=autoescape)))
        for body, _ in texts
    ]


def hubl_fill(texts: Sequence[Text], data: Mapping[str, Any]) -> list[str]:
    """Fill templates of HubL by Jinja, with the one function of HubSpot that mails call."""
    environment = SandboxedEnvironment(autoescape=False, keep_trailing_newline=True)

    def token(field: str, default: str = "") -> str:
        value: Any = data
        for name in field.split("."):
            value = value.get(name, "")
        return str(value or default)

    function: Callable[..., str] = token
    environment.globals["personalization_token"] = function
    return [environment.from_string(body).render(**data) for body, _ in texts]
