"""Short names for the variables within functions of a module of the player.

Names that a module declares for all of itself stay, and so do properties: an error's stack names
functions of the source. A variable is renamed by scope, as the language resolves it, and `{a}`
becomes `{a:b}`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from string import ascii_letters
from types import MappingProxyType

from .script_tokens import Token, tokens

__all__ = ["short_names"]

_KEYWORDS = frozenset(
    re.findall(
        r"\w+",
        "async await break case catch const continue default delete do else export false finally "
        "for function get if import in instanceof let new null of return set switch this throw "
        "true try typeof undefined void while yield",
    )
)


@dataclass(slots=True, eq=False)
class _Variable:
    name: str
    stays: bool
    uses: list[int] = field(default_factory=list)
    short: str = ""


@dataclass(slots=True, eq=False)
class _Scope:
    start: int
    end: int
    parent: "_Scope | None"
    own: dict[str, _Variable] = field(default_factory=dict)
    outer: set[_Variable] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)


class _Script:
    """A script while the names in it are resolved; spaces and comments are not among its tokens."""

    def __init__(self, all_tokens: list[Token]) -> None:
        self.all = all_tokens
        self.places = [
            n for n, one in enumerate(all_tokens) if one.kind not in {"space", "comment"}
        ]
        self.at = {place: n for n, place in enumerate(self.places)}
        self.top = _Scope(0, len(self.places), None)
        self.declared: set[int] = set()
        self.free: dict[str, list[int]] = {}
        self.scopes = [self.top]

    def text(self, n: int) -> str:
        return self.all[self.places[n]].text if 0 <= n < len(self.places) else ""

    def token(self, n: int) -> Token:
        return self.all[self.places[n]]

    def close(self, n: int) -> int:
        """Return the place of the bracket that closes the one at `n`."""
        return self.at[self.token(n).partner]

    def opening(self, n: int) -> int:
        """Return the place of the bracket that the one at `n` closes."""
        depth = 0
        for place in range(n, -1, -1):
            depth += self.closes(place) - self.opens(place)
            if depth == 0:
                return place
        return -1

    def opens(self, n: int) -> bool:
        return self.token(n).partner >= 0

    def closes(self, n: int) -> bool:
        token = self.token(n)
        ends = token.kind == "sign" and token.text in {")", "]", "}"}
        return ends or (token.kind == "template" and token.text.startswith("}"))

    def is_key(self, n: int) -> bool:
        """Tell whether the name at `n` is a key: `{a: 1}`, `{a() {}}`, and `{a}` too."""
        inside = self.token(n).inside
        if inside < 0 or self.all[inside].text != "{" or self.all[inside].block:
            return False
        before = n - 1
        while self.text(before) in {"async", "get", "set"} and self.text(before - 1) in {"{", ","}:
            before -= 1
        return self.text(before) in {"{", ","}

    # Where a scope ends.

    def statement_end(self, n: int) -> int:
        """Return the place after the statement that begins at `n`."""
        word = self.text(n)
        if word == "{":
            return self.close(n) + 1
        if word in {"for", "if", "while"}:
            end = self.statement_end(self.close(n + 1) + 1)
            if word == "if" and self.text(end) == "else":
                end = self.statement_end(end + 1)
            return end
        if word == "try":
            return self._try_end(n)
        return self.expression_end(n, {";"}) + 1

    def _try_end(self, n: int) -> int:
        end = self.close(n + 1) + 1
        while self.text(end) in {"catch", "finally"}:
            brace = end + 1 if self.text(end + 1) == "{" else self.close(end + 1) + 1
            end = self.close(brace) + 1
        return end

    def expression_end(self, n: int, stops: set[str]) -> int:
        """Return the place of the sign that ends the expression at `n`."""
        while n < len(self.places):
            if self.opens(n) and not self.closes(n):
                n = self.close(n)
                # The end of a part of a template may open the next part.
                while self.opens(n):
                    n = self.close(n)
            elif self.closes(n) or (self.token(n).kind == "sign" and self.text(n) in stops):
                return n
            n += 1
        return n

    # What opens a scope, and what it declares.

    def add(self, start: int, end: int) -> None:
        self.scopes.append(_Scope(start, end, None))

    def find_scopes(self) -> None:
        for n in range(len(self.places)):
            text, kind = self.text(n), self.token(n).kind
            if kind == "sign" and text == "=>":
                self._arrow(n)
            elif kind == "sign" and text == "{" and self.token(n).block:
                self.add(n, self.close(n) + 1)
            elif kind == "sign" and text == "(":
                self._method(n)
            elif kind == "name":
                self._word(n, text)

    def _word(self, n: int, text: str) -> None:
        if self.text(n - 1) in {".", "?."} or self.is_key(n):
            return
        if text == "function":
            name = n + 1 + (self.text(n + 1) == "*")
            start = name + 1 if self.text(name) != "(" else name
            if start != name:
                self.declared.add(name)
            self._function(start)
        elif text == "for":
            self.add(n + 1, self.statement_end(n))
        elif text == "catch" and self.text(n + 1) == "(":
            self.add(n + 1, self.close(self.close(n + 1) + 1) + 1)
            self._bindings(n + 2, self.close(n + 1))
        elif text in {"const", "let"}:
            self._bindings(n + 1, self.expression_end(n + 1, {";"}))

    def _function(self, start: int) -> None:
        """A list of parameters at `start`, and behind it a body."""
        end = self.close(start)
        self.add(start, self.close(end + 1) + 1)
        self._bindings(start + 1, end)

    def _method(self, n: int) -> None:
        if (
            self.token(n - 1).kind == "name"
            and self.is_key(n - 1)
            and self.text(self.close(n) + 1) == "{"
        ):
            self._function(n)

    def _arrow(self, n: int) -> None:
        block = self.text(n + 1) == "{"
        end = self.close(n + 1) + 1 if block else self.expression_end(n + 1, {",", ";"})
        start = self.opening(n - 1) if self.text(n - 1) == ")" else n - 1
        self.add(start, end)
        first, last = (start + 1, n - 1) if self.text(n - 1) == ")" else (start, n)
        self._bindings(first, last)

    def _bindings(self, n: int, end: int) -> None:
        """Note the names that a list of bindings declares: `a, {b, c: d = 1}, [e], ...f`."""
        while n < end:
            text = self.text(n)
            if text in {"{", "["}:
                self._bindings(n + 1, self.close(n))
                n = self.close(n)
            elif self.token(n).kind == "name" and not (self.is_key(n) and self.text(n + 1) == ":"):
                if text in {"of", "in"}:
                    return
                self.declared.add(n)
            n += 1
            if self.text(n) == "=":
                n = self.expression_end(n, {",", ";"})

    # Who is meant.

    def resolve(self) -> None:
        """Find out which declaration each name means, and choose the short names."""
        self.find_scopes()
        self.scopes.sort(key=lambda scope: (scope.start, -scope.end))
        around: list[_Scope] = []
        inner = iter([*self.scopes[1:], None])
        scope, coming = self.top, next(inner)
        names: list[tuple[int, _Scope]] = []
        for n in range(len(self.places)):
            while coming is not None and coming.start == n:
                coming.parent = scope
                around.append(scope)
                scope, coming = coming, next(inner)
                while scope.parent is not None and scope.parent.end <= n:
                    scope.parent = scope.parent.parent
            while scope.parent is not None and scope.end <= n:
                scope = scope.parent
            if self._names_variable(n):
                names.append((n, scope))
        self._declare(names)
        self._use(names)
        self._shorten()

    def _names_variable(self, n: int) -> bool:
        token = self.token(n)
        if token.kind != "name" or token.text in _KEYWORDS or self.text(n - 1) in {".", "?."}:
            return False
        return not (self.is_key(n) and self.text(n + 1) in {":", "("})

    def _declare(self, names: list[tuple[int, _Scope]]) -> None:
        for n, scope in names:
            if n in self.declared:
                name = self.text(n)
                scope.own.setdefault(name, _Variable(name, stays=scope is self.top))

    def _use(self, names: list[tuple[int, _Scope]]) -> None:
        for n, start in names:
            scope: _Scope | None = start
            name = self.text(n)
            passed: list[_Scope] = []
            while scope is not None and name not in scope.own:
                passed.append(scope)
                scope = scope.parent
            if scope is None:
                for one in passed:
                    one.unknown.add(name)
                self.free.setdefault(name, []).append(n)
                continue
            variable = scope.own[name]
            variable.uses.append(n)
            for one in passed:
                one.outer.add(variable)

    def _shorten(self) -> None:
        for scope in self.scopes:
            taken = {one.short or one.name for one in scope.outer} | scope.unknown
            wanted = [one for one in scope.own.values() if not one.stays]
            fresh = (name for name in _letters() if name not in taken)
            for one in sorted(wanted, key=lambda one: one.uses[0]):
                one.short = next(fresh)

    def renamed(self, outermost: Mapping[str, str]) -> str:
        """Return the script with its short names, and these for names of the whole module."""
        texts = [token.text for token in self.all]
        for scope in self.scopes:
            for one in scope.own.values():
                new = outermost.get(one.name, "") if scope is self.top else one.short
                self._put(texts, one.name, new, one.uses)
        for name, uses in self.free.items():
            self._put(texts, name, outermost.get(name, ""), uses)
        return "".join(text for n, text in enumerate(texts) if not self._needless(n))

    def _put(self, texts: list[str], name: str, new: str, uses: list[int]) -> None:
        for n in uses if new not in {"", name} else ():
            texts[self.places[n]] = f"{name}:{new}" if self.is_key(n) else new

    def _needless(self, n: int) -> bool:
        """Tell whether a token is a space between two that cannot grow together."""
        if self.all[n].text != " " or not 0 < n < len(self.all) - 1:
            return False
        around = self.all[n - 1].text[-1] + self.all[n + 1].text[0]
        return not (re.fullmatch(r"[\w$]{2}", around) or around in {"++", "--", "//", "/*"})


def _letters() -> Iterator[str]:
    for length in (1, 2):
        for letters in product(ascii_letters, repeat=length):
            name = "".join(letters)
            if name not in _KEYWORDS:
                yield name


@lru_cache(maxsize=256)
def _resolved(script: str) -> _Script:
    found = _Script(tokens(script))
    found.resolve()
    return found


def short_names(script: str, outermost: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return a module with short names for the variables of its functions.

    Args:
        script: the module without its imports.
        outermost: names that the whole module knows, with the names they get: of two letters
            only if one is a digit, as the short names within functions have none.
    """
    return _resolved(script).renamed(outermost)
