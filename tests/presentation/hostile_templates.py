"""Templates that a stranger might send, each of which would hang or fill the memory unguarded.

Run as a program it renders each of them with the memory of the process limited, and prints what
came of it.
"""

import json
import re
import resource
import sys
import tempfile
import traceback
from datetime import date
from pathlib import Path

from coursewright.errors import TemplateFileError
from coursewright.presentation.templates import Templates

__all__ = ["HOSTILE", "NEAR_MISSES"]

_GROW = "{% set ns = namespace(s='xxxxxxxxxx', l=[1], n=2) %}{% for i in range(100) %}"

HOSTILE: dict[str, str] = {
    # loops
    "range": "{% for i in range(10**9) %}{% endfor %}",
    "nested loops": "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}"
    "{% endfor %}",
    "loops that select nothing": "{% for i in range(99999) %}{% for j in range(99999) if false %}"
    "{% endfor %}{% endfor %}",
    "a loop over long text": "{% for i in range(99999) %}" + "word " * 20_000 + "{% endfor %}",
    "a loop of many assignments": "{% for i in range(99999) %}"
    + "{% set a = i %}" * 10_000
    + "{% endfor %}",
    "a recursive loop": "{% for i in range(9) recursive %}{{ loop(range(9)) }}{% endfor %}",
    "a loop in a filter": "{{ range(99999)|map('string')|map('center', 9999)|list|length }}",
    "filters in filters": "{% for i in range(99999) %}{{ range(99999)|list|length }}{% endfor %}",
    "a sorted loop": "{% for i in range(99999) %}{{ range(99999)|sort|first }}{% endfor %}",
    "sums": "{% for i in range(99999) %}{{ range(99999)|sum }}{% endfor %}",
    # calls
    "macros twice in themselves": "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}"
    "{% endmacro %}{{ m(60) }}",
    "a macro without end": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a caller that calls": "{% macro m(n) %}{% if n %}{{ caller() }}{% call m(n-1) %}{{ caller() }}"
    "{% endcall %}{% endif %}{% endmacro %}{% call m(500) %}" + "x" * 10_000 + "{% endcall %}",
    "blocks twice in themselves": "{% block b %}{{ self.b() }}{{ self.b() }}{% endblock %}",
    "an include of itself": "{% include 'a.txt.j2' %}",
    "includes that branch": "{% set n = (n|default(60)) - 1 %}{% if n %}{% include 'a.txt.j2' %}"
    "{% include 'a.txt.j2' %}{% endif %}",
    "a parent of its own": "{% extends 'a.txt.j2' %}",
    # text
    "text times a number": "{{ 'x' * 10**9 }}",
    "a number times text": "{{ 10**9 * 'x' }}",
    "text doubled by +": _GROW + "{% set ns.s = ns.s + ns.s %}{% endfor %}{{ ns.s }}",
    "text doubled by ~": _GROW + "{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}",
    "text doubled by printing": _GROW
    + "{% set t %}{{ ns.s }}{{ ns.s }}{% endset %}{% set ns.s = t %}{% endfor %}",
    "text doubled by a join": _GROW + "{% set ns.s = [ns.s, ns.s]|join %}{% endfor %}",
    "text doubled by a format": _GROW + "{% set ns.s = '%s%s'|format(ns.s, ns.s) %}{% endfor %}",
    "text doubled by %": _GROW + "{% set ns.s = '%s%s' % (ns.s, ns.s) %}{% endfor %}",
    "text doubled by .format": _GROW + "{% set ns.s = '{0}{0}'.format(ns.s) %}{% endfor %}",
    "text grown by replace": _GROW + "{% set ns.s = ns.s|replace('x', 'xxxxxxxxx') %}{% endfor %}",
    "text grown by .replace": _GROW + "{% set ns.s = ns.s.replace('', 'xxxxxxxx') %}{% endfor %}",
    "text grown by escapes": _GROW + "{% set ns.s = ('&' ~ ns.s)|forceescape|urlencode|urlencode %}"
    "{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
    "copies of long text": "{% set s = 'x' * 900000 %}{% for i in range(99999) %}"
    "{% set t = s[1:] %}{% endfor %}",
    "comparisons of long text": "{% set s = 'x' * 900000 %}{% set t = 'x' * 900000 %}"
    "{% for i in range(99999) %}{% if s == t %}{% endif %}{% endfor %}",
    "a wide centre": "{{ 'x'|center(10**9) }}",
    "a wide method": "{{ 'x'.center(10**9) }}",
    "a wide ljust": "{{ 'x'.ljust(10**9) }}",
    "a wide zfill": "{{ 'x'.zfill(10**9) }}",
    "a method of markup": "{{ ('x'|safe).rjust(10**9) }}",
    "wide tabs": "{{ '\t'.expandtabs(10**9) }}",
    "a wide indent": "{{ ('\n' * 900000)|indent(9999) }}",
    "an indent of text": "{{ ('a\n' * 90000)|indent('x' * 90000) }}",
    "a wide field": "{{ '{:1000000000}'.format(1) }}",
    "a wide field in a field": "{{ '{0:{1}}'.format(1, 10**9) }}",
    "a wide field of markup": "{{ ('{:1000000000}'|safe).format(1) }}",
    "a wide field of %": "{{ '%1000000000d' % 1 }}",
    "a wide field of *": "{{ '%*d' % (10**9, 1) }}",
    "a wide field of a name": "{{ '%(a)1000000000d' % {'a': 1} }}",
    "a precise field": "{{ '%.1000000000f' % 1.5 }}",
    "a wide field of a filter": "{{ '%1000000000d'|format(1) }}",
    "many fields": "{{ ('%s' * 90000) % (('x' * 90000),) }}",
    "many fields of .format": "{{ ('{0}' * 90000).format('x' * 90000) }}",
    "a wide date": "{{ today.strftime('%1000000000Y') }}",
    "a long date": "{{ '{:%s}'.format(today) }}" % ("%c" * 500),
    "separators": "{{ range(99999)|join('x' * 90000) }}",
    "separators of a method": "{{ ('x' * 90000).join(range(9999)|map('string')|list) }}",
    "a default for each": "{{ range(99999)|map(attribute='no', default='x' * 90000)|join }}",
    "a wrapped line": "{{ ('x' * 900000)|wordwrap(1) }}",
    "a long wrap": "{{ ('x ' * 9000)|wordwrap(1, true, 'y' * 90000) }}",
    "many comments": "{{ ('<!--x-->' * 900000)|striptags }}",
    # lists
    "a list times a number": "{{ [1] * 10**9 }}",
    "a list doubled by +": _GROW + "{% set ns.l = ns.l + ns.l %}{% endfor %}",
    "a list in a list": _GROW + "{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}",
    "a list in a dictionary": _GROW
    + "{% set ns.l = {'a': ns.l, 'b': ns.l} %}{% endfor %}{{ ns.l|tojson }}",
    "lists compared": _GROW + "{% set ns.l = [ns.l, ns.l] %}{% endfor %}"
    "{{ 'same' if ns.l == [ns.l, ns.l] }}",
    "tuples hashed": "{% set ns = namespace(l=(1,)) %}{% for i in range(100) %}"
    "{% set ns.l = (ns.l, ns.l) %}{% endfor %}{% set d = {ns.l: 1} %}",
    "a key hashed": "{% set ns = namespace(l=(1,)) %}{% for i in range(100) %}"
    "{% set ns.l = (ns.l, ns.l) %}{% endfor %}{{ {}[ns.l] }}",
    "arguments in arguments": "{% set ns = namespace(l=(1,)) %}{% macro m() %}"
    "{% set ns.l = varargs %}{% endmacro %}{% for i in range(100) %}{{ m(ns.l, ns.l) }}"
    "{% endfor %}",
    "entries of a cycler": _GROW + "{% set ns.l = cycler(ns.l, ns.l).items %}{% endfor %}"
    "{{ ns.l|string }}",
    "views of a dictionary": _GROW + "{% set ns.l = dict(a=ns.l, b=ns.l).values() %}{% endfor %}"
    "{{ ns.l }}",
    "a list in text": _GROW + "{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ '%s' % [ns.l] }}",
    "a list in a field": _GROW + "{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ '{}'.format(ns.l) }}",
    "a wide JSON": "{{ [[[[1]]]]|tojson(10**9) }}",
    "many slices": "{{ [1]|slice(10**9)|list }}",
    "a wide batch": "{{ [1]|batch(10**9, 'x')|list }}",
    "a sum of lists": "{{ (range(99999)|batch(1))|sum(start=[]) }}",
    # numbers
    "a power": "{{ 10**(10**10) }}",
    "a power of a filter": "{{ 1.5|round(10**9) }}",
    "squares": "{% set ns = namespace(n=7) %}{% for i in range(99) %}{% set ns.n = ns.n * ns.n %}"
    "{% endfor %}",
    "a long number": "{{ ('f' * 900000)|int(0, 16) % 7 }}",
    # parsing
    "deep brackets": "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}",
    "deep lists": "{{ " + "[" * 500 + "]" * 500 + " }}",
    "deep loops": "{% for i in [1] %}" * 40 + "{% endfor %}" * 40,
    "deep conditions": "{% if 1 %}" * 300 + "{% endif %}" * 300,
    "a long chain": "{{ 1" + " + 1" * 20_000 + " }}",
    "too long a template": "x" * 500_000,
    # out of the sandbox
    "classes": "{{ ''.__class__.__mro__ }}",
    "classes by a filter": "{{ ''|attr('__class__') }}",
    "classes by a field": "{{ '{0.__class__}'.format('') }}",
    "classes by a map": "{{ ['']|map(attribute='__class__')|first }}",
    "globals of a function": "{{ cycler.__init__.__globals__ }}",
    "a file": "{{ here.read_text() }}",
    "the folder of a file": "{{ here.parent }}",
    "inside of a function": "{{ function.__code__ }}",
    "attributes of a function": "{{ function.inside }}",
    "an attribute of a class": "{{ kind.center('x', 10**9) }}",
    "bytes": "{{ 'x'.encode().hex() }}",
    "bytes of a number": "{{ (1).to_bytes(10**9, 'big') }}",
    "format_map": "{{ '{a.__class__}'.format_map({'a': 1}) }}",
    "another formatter": "{{ ''.format.__self__ }}",
    "random words": "{{ lipsum(n=10**9) }}",
    "a file above": "{% include '../secret.txt' %}",
}
"""Name and template; each is refused with file and line."""

NEAR_MISSES: dict[str, tuple[str, str]] = {
    "a usual loop": ("{% for i in range(3) %}{{ i }}{% endfor %}", "012"),
    "a long loop": (
        "{% for i in range(9000) %}{% if i == 8999 %}end{% endif %}{% endfor %}",
        "end",
    ),
    "times": ("{{ '-' * 20 }}{{ 3 * 4 }}{{ 2 ** 10 }}", "-" * 20 + "121024"),
    "a recursive list": (
        "{% for x in [[1, []], [2, []]] recursive %}{{ x[0] }}{{ loop(x[1]) }}{% endfor %}",
        "12",
    ),
    "text": (
        "{{ 'a'|center(5) }}{{ 'a'.rjust(3) }}{{ '%03d' % 7 }}{{ '{:>4}'.format(1) }}",
        "  a    a007   1",
    ),
    "lists": ("{{ [3, 1, 2]|sort|join('-') }}{{ ['a', 'b']|map('upper')|join }}", "1-2-3AB"),
    "a selection": (
        "{% for i in range(9) if i is odd %}{{ loop.index }}{{ i }}{% endfor %}",
        "11233547",
    ),
    "a namespace": ("{% set n = namespace(a=1) %}{% set n.a = n.a + 1 %}{{ n.a }}", "2"),
    "macros": (
        "{% macro m(n) %}{% if n %}{{ n }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(3) }}",
        "321",
    ),
    "escapes": ("{{ '<'|e }}{{ '<b>'|striptags }}{{ 'a b'|urlencode }}", "&lt;a%20b"),
    "a dictionary": ("{% for k, v in {'a': 1}.items() %}{{ k }}{{ v }}{% endfor %}", "a1"),
    "a date": ("{{ today.strftime('%Y-%m-%d') }}", "2027-01-11"),
    "a sum": ("{{ [1, 2]|sum }}{{ [1.26]|first|round(1) }}", "31.3"),
}
"""Name, template, and what it gives: what a page may well do is not in the way of the guards."""


def _function() -> str:
    return ""


_function.inside = "x"  # type: ignore[attr-defined] # what a template must not see


def render(text: str) -> str:
    """Return what a template gives, with values of ours at hand."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "secret.txt").write_text("secret", "utf-8")
        (Path(folder) / "mail").mkdir()
        (Path(folder) / "mail" / "a.txt.j2").write_text(text, "utf-8")
        templates = Templates("mail", [Path(folder)])
        values = {"today": date(2027, 1, 11), "here": Path(folder), "function": _function}
        return templates.render("a.txt.j2", kind=str, **values)


def _outcome(text: str) -> dict[str, object]:
    try:
        return {"made": len(render(text))}
    except TemplateFileError as error:
        return {"file": error.path.rpartition("/")[2], "line": error.line, "reason": error.reason}
    except BaseException:
        return {"raised": traceback.format_exc()[-2000:]}


def _peak() -> int:
    """Return the most memory of this program, in kB; `ru_maxrss` would hold its parent's too."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1])  # type: ignore[index] # Linux has the line


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
    for name in sys.argv[1:] or HOSTILE:
        started = resource.getrusage(resource.RUSAGE_SELF)
        found = _outcome(HOSTILE[name])
        ended = resource.getrusage(resource.RUSAGE_SELF)
        found |= {"seconds": ended.ru_utime - started.ru_utime, "peak": _peak()}
        sys.stdout.write(json.dumps({name: found}) + "\n")
        sys.stdout.flush()
