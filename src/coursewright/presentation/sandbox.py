"""The sandbox of every template: it reaches only what it is given, and its work is bounded.

Jinja's own sandbox keeps a template from Python's insides. This one also counts: it rewrites each
loop, macro, block, comparison and slice so that it spends from an allowance (`allowance.py`), and
it stands before every call, operator, filter, test and printed value.
"""

import types
from collections.abc import Callable, Mapping
from enum import EnumMeta
from pathlib import PurePath
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, StrictUndefined, Template, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.runtime import Context
from jinja2.sandbox import (
    ImmutableSandboxedEnvironment,
    SandboxedEscapeFormatter,
    SandboxedFormatter,
)
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from .allowance import MOST_BITS, STEP, TooMuchWorkError, allowance, measure, metered, spend
from .guarded import (
    METHODS,
    REFUSED_FILTERS,
    check_format,
    check_method,
    check_spec,
    guarded_filter,
)

__all__ = ["Sandbox"]

_MOST_TEXT = 400_000  # characters of one template: ours have at most 11,000
_MOST_KNOWN = 5_000  # answers that are kept: a template may make up names without end
_CLOSED = (
    types.ModuleType,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    PurePath,
    ImmutableSandboxedEnvironment,
)
"""What a template may hold but not look into."""
# Names with a space: no template can write them.
_TICK, _MEASURED, _PRINTED = " tick", " measured", " printed"


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja with every operation counted. All of ours are alike: compiled code is shared."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(
        self,
        loader: BaseLoader,
        escapes: Callable[[str | None], bool],
        compiled: BytecodeCache | None = None,
    ) -> None:
        """Take templates from `loader`, escaped where `escapes` says so of their name."""
        super().__init__(
            loader=loader,
            autoescape=escapes,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=compiled,
            finalize=_printed,
            optimized=False,  # what is computed while compiling would not be counted
        )
        self._safe: dict[tuple[type, str, bool], bool] = {}
        del self.globals["lipsum"]  # random words
        self.globals["namespace"] = _Namespace
        filters: dict[str, Callable[..., Any]] = {**self.filters}
        self.filters = {
            name: guarded_filter(name, run)
            for name, run in filters.items()
            if name not in REFUSED_FILTERS
        }
        self.filters |= {_TICK: _tick, _MEASURED: _measured, _PRINTED: _printed}
        tests: Any = self.tests  # the types of its functions are private
        self.tests = {name: guarded_filter("", run) for name, run in tests.items()}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Tell whether a template may read an attribute: none of functions, classes and files."""
        asked = (type(obj), attr, callable(value))
        known = self._safe.get(asked)
        if known is None:
            known = self._is_safe(obj, attr, value)
            if len(self._safe) < _MOST_KNOWN:
                self._safe[asked] = known
        return known

    def _is_safe(self, obj: Any, attr: str, value: Any) -> bool:
        """Decide it by the type of the object and the name alone."""
        if isinstance(obj, _CLOSED) or (isinstance(obj, type) and not isinstance(obj, EnumMeta)):
            return False
        for kind, methods in METHODS.items():
            if isinstance(obj, kind) and callable(value) and hasattr(kind, attr):
                return attr in methods
        return super().is_safe_attribute(obj, attr, value)

    def call(self, context: Context, obj: Any, /, *args: Any, **named: Any) -> Any:
        """Call something for a template, its arguments measured."""
        spend(STEP)
        for value in (*args, *named.values()):
            measure(value)
        owner = getattr(obj, "__self__", None)
        if owner is not None:
            check_method(owner, getattr(obj, "__name__", ""), args, named)
        result = super().call(context, obj, *args, **named)
        if isinstance(result, types.GeneratorType):
            return metered(result)
        if isinstance(result, str):
            spend(len(result))
        return result

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute with two values, if the result is one that a page could hold."""
        spend(STEP)
        sizes = measure(left), measure(right)
        if operator == "*":
            spend(_product(left, right, *sizes))
        elif operator == "**":
            _check_power(left, right)
        elif operator == "%" and isinstance(left, str):
            spend(check_format(left, sizes[1]))
        return super().call_binop(context, operator, left, right)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Look up an entry; a key made of many is measured, since it will be hashed."""
        if isinstance(argument, tuple):
            measure(argument)
        return super().getitem(obj, argument)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Return `str.format` with its fields bounded, or None for any other value."""
        if getattr(value, "__name__", "") != "format":
            return None
        text = getattr(value, "__self__", None)
        if not isinstance(text, str) or not isinstance(value, _METHOD):
            return None
        kind = Markup if isinstance(text, Markup) else str
        formatter = (
            _MarkupFormatter(self, escape=text.escape)
            if isinstance(text, Markup)
            else _Formatter(self)
        )

        def format_(*args: Any, **named: Any) -> str:
            return kind(formatter.vformat(text, args, named))

        return format_

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: Any = None,  # noqa: A002 -- the name that Jinja gives it
    ) -> Template:
        """Return a template; an include in a loop costs as much as it runs through."""
        spend(100 * STEP)
        return super().get_template(name, parent, globals)

    def compile(self, source: Any, name: str | None = None, *args: Any, **named: Any) -> Any:
        """Compile a template; one that Python cannot take is a fault of the template."""
        if isinstance(source, str) and len(source) > _MOST_TEXT:
            msg = f"a template has at most {_MOST_TEXT:,} characters"
            raise TemplateSyntaxError(msg, 1, name, _filename(args, named))
        try:
            with allowance():
                return super().compile(source, name, *args, **named)
        except TemplateSyntaxError:
            raise
        except Exception as error:
            msg = f"is nested too deeply to be compiled ({type(error).__name__})"
            raise TemplateSyntaxError(msg, 1, name, _filename(args, named)) from error

    def _generate(self, source: nodes.Template, *args: Any, **named: Any) -> str:
        _Counted().visit(source)
        source.set_environment(self)
        return super()._generate(source, *args, **named)


_METHOD = (types.MethodType, types.BuiltinMethodType)


def _filename(args: tuple[Any, ...], named: Mapping[str, Any]) -> str | None:
    found = args[0] if args else named.get("filename")
    return found if isinstance(found, str) else None


class _Namespace(Namespace):
    """A namespace that prints as its name: it may hold others, and they it."""

    def __repr__(self) -> str:
        return "<namespace>"


class _Formatter(SandboxedFormatter):
    """Fills `{}` fields, each one measured."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        check_spec(format_spec)
        spend(STEP)
        measure(value)
        return super().format_field(value, format_spec)


class _MarkupFormatter(SandboxedEscapeFormatter):
    """Fills `{}` fields of markup, each one measured."""

    def format_field(self, value: Any, format_spec: str) -> str:
        check_spec(format_spec)
        spend(STEP)
        measure(value)
        return super().format_field(value, format_spec)


class _Counted(NodeTransformer):
    """Rewrites a template so that what no hook of Jinja sees is counted as well."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 -- Jinja's names
        """Count each pass, and each test of a pass."""
        self.generic_visit(node)
        if node.test is not None:
            node.test = nodes.And(self._tick([node.test]), node.test, lineno=node.lineno)
        node.body.insert(0, self._statement(node.body, node.lineno))
        return node

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802
        """Count each call."""
        return self._body(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802
        """Count each call of what is inside."""
        return self._body(node)

    def visit_Block(self, node: nodes.Block) -> nodes.Node:  # noqa: N802
        """Count each run: a block may be printed again."""
        return self._body(node)

    def visit_Template(self, node: nodes.Template) -> nodes.Node:  # noqa: N802
        """Count each run: a template may be included again."""
        return self._body(node)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        """Measure what is compared."""
        self.generic_visit(node)
        node.expr = self._measured(node.expr)
        for operand in node.ops:
            operand.expr = self._measured(operand.expr)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        """Measure what is joined."""
        self.generic_visit(node)
        node.nodes = [self._filtered(part, _PRINTED) for part in node.nodes]
        return node

    def visit_Pair(self, node: nodes.Pair) -> nodes.Node:  # noqa: N802
        """Measure a key: it is hashed."""
        self.generic_visit(node)
        node.key = self._measured(node.key)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        """Measure a slice: it is a copy."""
        self.generic_visit(node)
        return self._measured(node) if isinstance(node.arg, nodes.Slice) else node

    def _body(
        self, node: nodes.Macro | nodes.CallBlock | nodes.Block | nodes.Template
    ) -> nodes.Node:
        self.generic_visit(node)
        node.body.insert(0, self._statement(node.body, node.lineno))
        return node

    def _statement(self, body: list[nodes.Node], line: int) -> nodes.Node:
        return nodes.ExprStmt(self._tick(body), lineno=line)

    def _tick(self, body: list[nodes.Node]) -> nodes.Filter:
        cost = STEP + sum(_weight(part) for part in body)
        line = body[0].lineno if body else 1
        return self._filtered(nodes.Const(cost, lineno=line), _TICK)

    def _measured(self, node: nodes.Expr) -> nodes.Filter:
        return self._filtered(node, _MEASURED)

    def _filtered(self, node: nodes.Expr, name: str) -> nodes.Filter:
        return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _weight(node: nodes.Node) -> int:
    """Return how much runs when a part of a template runs once, loops and calls apart."""
    own = len(node.data) if isinstance(node, nodes.TemplateData) else 1
    return own + sum(_weight(child) for child in node.iter_child_nodes())


def _tick(cost: int) -> bool:
    """Spend what a run through a body costs."""
    spend(cost)
    return True


def _measured(value: Any) -> Any:
    """Return a value that is about to be compared or hashed, or was copied."""
    spend(STEP)
    measure(value)
    return value


def _printed(value: Any) -> Any:
    """Return a value for printing, measured; what makes its text only when asked is asked here."""
    if value is None or isinstance(value, str | int | float):
        measure(value)
        return value
    if hasattr(value, "__html__"):
        text: str = Markup(value.__html__())  # noqa: S704 -- it says of itself that it is markup
    elif measure(value):
        return value
    else:
        text = str(value)
    spend(len(text))
    return text


def _check_power(left: Any, right: Any) -> None:
    whole = isinstance(left, int) and isinstance(right, int)
    if whole and left.bit_length() * max(right, 0) > MOST_BITS:
        raise TooMuchWorkError("the power is a number too large for any page")


def _product(left: Any, right: Any, left_size: int, right_size: int) -> int:
    """Return the size of a product: a text or list as often as it is asked for."""
    if isinstance(left, int) and isinstance(right, int):
        return 0
    times = left if isinstance(left, int) else right
    return max(left_size, right_size) * max(times, 0) if isinstance(times, int) else 0
