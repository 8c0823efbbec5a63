"""Pictures that try to run, fetch or lead away; `BEACON` stands for an address that is watched."""

import base64

__all__ = ["HOSTILE", "SOUND_BUT_BROKEN", "picture"]

_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:h="http://www.w3.org/1999/xhtml" width="300" height="100" viewBox="0 0 300 100">'
)
_RUN = 'document.documentElement.setAttribute("data-ran","yes");new Image().src="BEACON"'
_RECT = '<rect width="300" height="100" fill="#888"/>'
_INNER = base64.b64encode(
    f'<svg xmlns="http://www.w3.org/2000/svg"><script>{_RUN}</script></svg>'.encode()
).decode()


def picture(inner: str, head: str = _HEAD) -> str:
    """Return a picture with these contents."""
    return f"{head}{inner}</svg>"


def _style(css: str) -> str:
    return picture(f"<style>{css}</style>{_RECT}")


def _attribute(css: str) -> str:
    return picture(f"<rect width='300' height='100' style='{css}'/>")


def _root(attributes: str) -> str:
    return picture(_RECT, _HEAD.replace(">", f" {attributes}>"))


HOSTILE: dict[str, str | bytes] = {
    # scripts
    "script": picture(f"<script>{_RUN}</script>"),
    "script-by-address": picture('<script href="BEACON"/>'),
    "script-prefixed": picture(f'<s:script xmlns:s="http://www.w3.org/2000/svg">{_RUN}</s:script>'),
    "script-of-a-page": picture(f"<h:script>{_RUN}</h:script>"),
    "script-in-metadata": picture(f"<metadata><h:script>{_RUN}</h:script></metadata>"),
    "script-in-title": picture(f"<title><h:script>{_RUN}</h:script></title>"),
    "script-in-text": picture(f"<text><tspan><script>{_RUN}</script></tspan></text>"),
    "script-in-style": picture(f"<style><h:script>{_RUN}</h:script></style>"),
    "script-in-editors-data": picture(
        f'<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd">'
        f"<script>{_RUN}</script></sodipodi:namedview>"
    ),
    "script-of-no-namespace": picture(f'<script xmlns="">{_RUN}</script>'),
    "script-of-any-namespace": picture(f'<script xmlns="urn:x">{_RUN}</script>'),
    "page-image": picture(f"<h:img src='BEACON' onerror='{_RUN}'/>"),
    "page-frame": picture("<h:iframe src='BEACON'/>"),
    "page-style": picture("<h:link rel='stylesheet' href='BEACON'/>"),
    "page-refresh": picture("<h:meta http-equiv='refresh' content='0;url=BEACON'/>"),
    "page-base": picture(f"<h:base href='BEACON'/>{_RECT}"),
    "page-form": picture("<h:form action='BEACON'><h:button autofocus='' >x</h:button></h:form>"),
    "page-video": picture("<h:video src='BEACON' autoplay=''/>"),
    "page-object": picture("<h:object data='BEACON'/>"),
    "foreign-object": picture(
        f"<foreignObject width='300' height='100'><h:div><h:img src='BEACON' onerror='{_RUN}'/>"
        "</h:div></foreignObject>"
    ),
    "foreign-object-in-switch": picture(
        "<switch><foreignObject width='300' height='100'><h:img src='BEACON'/></foreignObject>"
        "<text>x</text></switch>"
    ),
    "math": picture(
        '<math xmlns="http://www.w3.org/1998/Math/MathML" href="BEACON"><mi>x</mi></math>'
    ),
    "handler": picture(
        f'<handler xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load">{_RUN}</handler>'
    ),
    "listener": _root(
        'xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load" ev:handler="#x"'
    ),
    # events
    "onload": _root(f"onload='{_RUN}'"),
    "onload-mixed-case": _root(f"onLoad='{_RUN}'"),
    "onload-prefixed": _root(f"h:onload='{_RUN}'"),
    "onclick": picture(f"<rect width='300' height='100' onclick='{_RUN}'/>"),
    "onfocus": picture(f"<g tabindex='0' onfocusin='{_RUN}'>{_RECT}</g>"),
    "onmouseover": picture(f"<rect width='300' height='100' onmouseover='{_RUN}'/>"),
    "onpointerenter-escaped": picture(
        "<rect width='300' height='100' onpointerenter='&#100;ocument.documentElement"
        '.setAttribute("data-ran","yes")\'/>'
    ),
    "onbegin": picture(f"<rect><set attributeName='x' to='1' onbegin='{_RUN}'/></rect>"),
    "onerror-image": picture(f"<image href='data:image/png;base64,AAAA' onerror='{_RUN}'/>"),
    "onscroll-dropped-name": picture(f"<rect inkscape:onload='{_RUN}' xmlns:inkscape='urn:x'/>"),
    # links
    "a": picture(f"<a href='BEACON'>{_RECT}</a>"),
    "a-script": picture(f"<a href='javascript:{_RUN}'>{_RECT}</a>"),
    "a-script-spaced": picture(f"<a href=' java&#10;script&#58;{_RUN}'>{_RECT}</a>"),
    "a-script-xlink": picture(f"<a xlink:href='&#1116;javascript:{_RUN}'>{_RECT}</a>"),
    "a-script-tab": picture(f"<a href='java&#x09;script:{_RUN}'>{_RECT}</a>"),
    "a-data": picture(f"<a href='data:text/html,&lt;script>{_RUN}&lt;/script>'>{_RECT}</a>"),
    "a-ping": picture(f"<a href='#x' ping='BEACON'>{_RECT}</a>"),
    "a-set": picture(f"<a href='#x'><set attributeName='href' to='BEACON' begin='0s'/>{_RECT}</a>"),
    "a-animate": picture(
        f"<a><animate attributeName='href' values='javascript:{_RUN}'/>{_RECT}</a>"
    ),
    "a-in-dead-switch": picture(
        f"<switch><g systemLanguage='xx'/><a href='BEACON'>{_RECT}</a></switch>"
    ),
    # animation
    "animate-href": picture(
        "<image width='300' height='100'><animate attributeName='href' to='BEACON' begin='0s' "
        "fill='freeze'/></image>"
    ),
    "set-href": picture(
        "<image width='300' height='100'><set attributeName='xlink:href' to='BEACON'/></image>"
    ),
    "animate-from-afar": picture(
        "<image id='i' width='300' height='100'/>"
        "<set href='#i' attributeName='href' to='BEACON' begin='0.1s'/>"
    ),
    "animate-fill": picture("<rect><animate attributeName='fill' to='url(BEACON#a)'/></rect>"),
    "discard": picture(f"<discard href='#i' begin='0s'/>{_RECT}"),
    # references
    "image": picture("<image href='BEACON' width='300' height='100'/>"),
    "image-xlink": picture("<image xlink:href='BEACON' width='300' height='100'/>"),
    "image-other-prefix": picture(
        "<image xmlns:q='http://www.w3.org/1999/xlink' q:href='BEACON' width='300' height='100'/>"
    ),
    "image-both": picture("<image href='#x' xlink:href='BEACON' width='300' height='100'/>"),
    "image-relative": picture("<image href='beacon.png' width='300' height='100'/>"),
    "image-no-scheme": picture("<image href='//127.0.0.1/x' width='300' height='100'/>"),
    "image-spaced": picture("<image href='&#9;&#10; BEACON' width='300' height='100'/>"),
    "image-src": picture("<image src='BEACON' width='300' height='100'/>"),
    "image-file": picture("<image href='file:///etc/hostname' width='300' height='100'/>"),
    "image-blob": picture("<image href='blob:null/1' width='300' height='100'/>"),
    "image-svg": picture(
        f"<image href='data:image/svg+xml;base64,{_INNER}' width='9' height='9'/>"
    ),
    "image-svg-posing": picture(
        f"<image href='data:image/png;base64,{_INNER}' width='9' height='9'/>"
    ),
    "image-page": picture("<image href='data:text/html,x' width='9' height='9'/>"),
    "image-script": picture(f"<image href='javascript:{_RUN}' width='9' height='9'/>"),
    "fe-image": picture(
        f"<filter id='f'><feImage href='BEACON'/></filter><g filter='url(#f)'>{_RECT}</g>"
    ),
    "use": picture("<use href='BEACON#x'/>"),
    "use-data": picture(f"<use href='data:image/svg+xml;base64,{_INNER}#x'/>"),
    "use-relative": picture("<use href='other.svg#x'/>"),
    "use-self": picture("<use href='?x#y'/>"),
    "gradient": picture(f"<linearGradient id='g' href='BEACON#g'/><g fill='url(#g)'>{_RECT}</g>"),
    "pattern": picture("<pattern id='p' xlink:href='BEACON#p'/>"),
    "filter-href": picture("<filter id='p' xlink:href='BEACON#p'/>"),
    "text-path": picture("<text><textPath href='BEACON#p'>x</textPath></text>"),
    "tref": picture("<text><tref xlink:href='BEACON#p'/></text>"),
    "cursor-element": picture("<cursor xlink:href='BEACON'/>"),
    "base": picture("<g xml:base='BEACON'><use href='#x'/></g>"),
    # presentation attributes
    "fill": picture("<rect width='300' height='100' fill='url(BEACON#a)'/>"),
    "fill-quoted": picture("<rect width='300' height='100' fill='url(&quot;BEACON#a&quot;)'/>"),
    "fill-fallback": picture("<rect width='300' height='100' fill='url(#a) url(BEACON#a)'/>"),
    "fill-commented": picture("<rect width='300' height='100' fill='/**/url(BEACON#a)'/>"),
    "fill-escaped": picture("<rect width='300' height='100' fill='\\75rl(BEACON#a)'/>"),
    "fill-upper": picture("<rect width='300' height='100' fill='URL(BEACON#a)'/>"),
    "filter": picture(f"<g filter='url(BEACON#f)'>{_RECT}</g>"),
    "mask": picture(f"<g mask='url(BEACON#f)'>{_RECT}</g>"),
    "mask-image": _attribute("mask-image:url(BEACON)"),
    "clip-path": picture(f"<g clip-path='url(BEACON#f)'>{_RECT}</g>"),
    "marker": picture("<path d='M0 0L9 9' marker-end='url(BEACON#f)'/>"),
    "cursor": picture("<rect width='300' height='100' cursor='url(BEACON),auto'/>"),
    "transform": picture("<rect transform='url(BEACON)'/>"),
    # styles
    "style-url": _style("rect{fill:url(BEACON#a)}"),
    "style-background": _style("svg{background:url(BEACON)}"),
    "style-background-string": _style("svg{background:url('BEACON')}"),
    "style-import": _style("@import 'BEACON';"),
    "style-import-url": _style("@import url(BEACON);"),
    "style-import-escaped": _style("@\\69mport 'BEACON';"),
    "style-import-commented": _style("@import/**/'BEACON';"),
    "style-import-layered": _style("@layer a;@import 'BEACON' layer(b) screen;"),
    "style-import-in-media": _style("@media screen{@import 'BEACON';}"),
    "style-import-after-charset": _style("@charset 'utf-8';@import 'BEACON';"),
    "style-import-cdata": picture(
        f"<style><![CDATA[@im]]><![CDATA[port 'BEACON';]]></style>{_RECT}"
    ),
    "style-import-cut": picture(f"<style>@im<!-- x -->port 'BEACON';</style>{_RECT}"),
    "style-import-cut-by-element": picture(f"<style>@im<g/>port 'BEACON';</style>{_RECT}"),
    "style-import-entity": picture(f"<style>&#64;import 'BEACON';</style>{_RECT}"),
    "style-font": _style("@font-face{font-family:x;src:url(BEACON)}text{font-family:x}"),
    "style-font-data": _style("@font-face{font-family:x;src:url(data:font/woff2;base64,AAAA)}"),
    "style-namespace": _style("@namespace url(BEACON);"),
    "style-document": _style("@document url(BEACON){rect{fill:red}}"),
    "style-nested": _style("svg{& rect{fill:url(BEACON#a)}}"),
    "style-in-media": _style("@media all{svg{background:url(BEACON)}}"),
    "style-in-supports": _style("@supports (fill:red){svg{background:url(BEACON)}}"),
    "style-in-layer": _style("@layer a{svg{background:url(BEACON)}}"),
    "style-in-container": _style("@container (width > 1px){rect{mask:url(BEACON)}}"),
    "style-in-scope": _style("@scope (svg){rect{mask-image:url(BEACON)}}"),
    "style-in-starting": _style("@starting-style{rect{mask-image:url(BEACON)}}"),
    "style-in-keyframes": _style("@keyframes k{from{background:url(BEACON)}}svg{animation:k 1s}"),
    "style-property-rule": _style(
        "@property --x{syntax:'*';inherits:false;initial-value:url(BEACON)}svg{background:var(--x)}"
    ),
    "style-variable": _style("svg{--x:url(BEACON);background:var(--x)}"),
    "style-variable-string": _style("svg{--x:'BEACON';background:image-set(var(--x) 1x)}"),
    "style-escaped": _style("svg{background:\\75 rl(BEACON)}"),
    "style-escaped-long": _style("svg{background:\\000075\\000072\\00006c(BEACON)}"),
    "style-escaped-name": _style("svg{b\\61 ckground:u\\72l(BEACON)}"),
    "style-commented": _style("svg{background:/*a*/url(/*b*/BEACON)}"),
    "style-line-end": _style("svg{background:url(\nBEACON\n)}"),
    "style-image-set": _style('svg{background-image:image-set("BEACON" 1x)}'),
    "style-webkit-image-set": _style('svg{background-image:-webkit-image-set("BEACON" 1x)}'),
    "style-image-set-typed": _style('svg{background:image-set("BEACON" type("image/png"))}'),
    "style-src": _style('svg{background:src("BEACON")}'),
    "style-image": _style('svg{background:image("BEACON")}'),
    "style-cross-fade": _style("svg{background:cross-fade(url(BEACON),url(BEACON))}"),
    "style-webkit-cross-fade": _style(
        "svg{background:-webkit-cross-fade(url(BEACON),url(BEACON),50%)}"
    ),
    "style-attr": _style("svg{background:attr(width type(&lt;url>))}"),
    "style-if": _style('svg{background:if(else: image-set("BEACON" 1x))}'),
    "style-content": _style("svg::before{content:url(BEACON)}"),
    "style-list": _style("svg{list-style-image:url(BEACON)}"),
    "style-border": _style("svg{border-image:url(BEACON) 1}"),
    "style-cursor-itself": _style("rect{cursor:url(#a),auto}"),
    "style-background-itself": _style("svg{background:url(#a)}"),
    "style-mask-image-itself": _style("rect{mask-image:url(#a)}"),
    "style-content-itself": _style("svg{content:url(#a)}"),
    "style-variable-itself": _style("svg{--x:url(#a);background:var(--x)}"),
    "cursor-itself": picture("<rect width='300' height='100' cursor='url(#a)'/>"),
    "style-cursor": _style("rect{cursor:url(BEACON),auto}"),
    "style-shape": _style("svg{shape-outside:url(BEACON)}"),
    "style-offset": _style("rect{offset-path:url(BEACON#p)}"),
    "style-binding": _style("rect{-moz-binding:url(BEACON#p)}"),
    "style-behavior": _style("rect{behavior:url(BEACON)}"),
    "style-expression": _style("rect{width:expression(alert(1))}"),
    "style-bad-url": _style("svg{background:url(BEA'CON)}svg{background:url(BEACON)}"),
    "style-bad-string": _style("svg{x:'a\nb;background:url(BEACON)}"),
    "style-unclosed": _style("svg{background:url(BEACON"),
    "style-after-brace": _style("}svg{background:url(BEACON)}"),
    "style-after-comment-end": _style("svg{color:red}/*/*/svg{background:url(BEACON)}"),
    "style-with-tag": _style("svg{x:'&lt;/style>&lt;script>alert(1)&lt;/script>'}"),
    "style-cdo": _style("&lt;!-- svg{background:url(BEACON)} -->"),
    "attribute-url": _attribute("background:url(BEACON)"),
    "attribute-mask": _attribute("mask:url(BEACON)"),
    "attribute-image-set": _attribute('mask-image:image-set("BEACON" 1x)'),
    "attribute-escaped": _attribute("mask-image:\\75rl(BEACON)"),
    "attribute-brace": _attribute("} svg{mask-image:url(BEACON)"),
    "attribute-important": _attribute("mask-image:url(BEACON)!important"),
    "attribute-upper": _attribute("MASK-IMAGE:URL(BEACON)"),
    "root-image-set": _root("style='background-image:image-set(\"BEACON\" 1x)'"),
    "root-url": _root("style='background:url(BEACON)'"),
    # the file itself
    "stylesheet-before": '<?xml-stylesheet href="BEACON" type="text/css"?>' + picture(_RECT),
    "stylesheet-data": '<?xml-stylesheet href="data:text/css,svg{}"?>' + picture(_RECT),
    "stylesheet-xsl": '<?xml-stylesheet type="text/xsl" href="BEACON"?>' + picture(_RECT),
    "stylesheet-within": picture('<?xml-stylesheet href="BEACON"?>'),
    "entity": f"<!DOCTYPE svg [<!ENTITY s '<script>{_RUN}</script>'>]>" + picture("&s;"),
    "entity-outside": '<!DOCTYPE svg [<!ENTITY s SYSTEM "BEACON">]>' + picture("<text>&s;</text>"),
    "entity-parameter": '<!DOCTYPE svg [<!ENTITY % s SYSTEM "BEACON"> %s;]>' + picture(_RECT),
    "entity-laughs": (
        '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        + picture("<text>&b;</text>")
    ),
    "default-attribute": f"<!DOCTYPE svg [<!ATTLIST svg onload CDATA '{_RUN}'>]>" + picture(_RECT),
    "doctype-commented": f"<!DOCTYPE svg [<!-- ]> --><!ATTLIST svg onload CDATA '{_RUN}'>]>"
    + picture(_RECT),
    "doctype-quoted": f"""<!DOCTYPE svg SYSTEM "x>" [<!ATTLIST svg onload CDATA '{_RUN}'>]>"""
    + picture(_RECT),
    "utf-7": '<?xml version="1.0" encoding="UTF-7"?>\n'
    + picture(f"+ADwAIQAtAC0-<script>{_RUN}</script>-->"),
    "utf-7-hidden": '<?xml version="1.0" encoding="UTF-7"?>\n'
    + picture(f"+ADw-script+AD4-{_RUN}+ADw-/script+AD4-"),
    "utf-16": picture(f"<script>{_RUN}</script>").encode("utf-16"),
    "utf-16-unmarked": picture(f"<script>{_RUN}</script>").encode("utf-16-le"),
    "utf-32": picture(f"<script>{_RUN}</script>").encode("utf-32"),
    "iso-2022": b'<?xml version="1.0" encoding="ISO-2022-JP"?>'
    + picture(f"<text a='\x1b$B'>x</text><script>{_RUN}</script>").encode(),
    "ebcdic": picture(f"<script>{_RUN}</script>").encode("cp037"),
    "overlong": b"<svg xmlns='http://www.w3.org/2000/svg'>\xc0\xbcscript></svg>",
    "page": f"<html xmlns='http://www.w3.org/1999/xhtml'><script>{_RUN}</script></html>",
    "two-roots": picture(_RECT) + f"<script>{_RUN}</script>",
    "xinclude": picture('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="BEACON"/>'),
    "template": f"<xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>{_RUN}</xsl:stylesheet>",
    # too much
    "deep": picture("<g>" * 3000 + "</g>" * 3000),
    "use-laughs": picture(
        "<g id='a0'><rect/></g>"
        + "".join(f"<g id='a{n}'>" + f"<use href='#a{n - 1}'/>" * 10 + "</g>" for n in range(1, 9))
    ),
    "pattern-laughs": picture(
        "<pattern id='p0'><rect/></pattern>"
        + "".join(
            f"<pattern id='p{n}'>" + f"<rect style='fill:url(#p{n - 1})'/>" * 10 + "</pattern>"
            for n in range(1, 9)
        )
        + "<rect fill='url(#p8)'/>"
    ),
    "style-deep": _style("svg{x:" + "(" * 500 + ")" * 500 + "}"),
    "style-media-deep": _style("@media all{" * 500 + "}" * 500),
    "style-nested-deep": _style("a{" * 500 + "}" * 500),
}

SOUND_BUT_BROKEN: dict[str, str] = {
    "image-of-itself": picture("<image href='#x' width='9' height='9'/>" + _RECT),
    "nothing-to-refer-to": picture("<image href='' width='9' height='9'/><use/>"),
    "unknown-elements": picture("<x:foo xmlns:x='urn:x'><x:bar>a</x:bar></x:foo>" + _RECT),
    "unknown-attribute": picture("<rect foo='BEACON' width='300' height='100'/>"),
    "text-outside": picture("words" + _RECT + "more words"),
    "circle-of-references": picture(
        "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>" + _RECT
    ),
    "tag-in-words": picture(
        "<title>&lt;/title>&lt;script>alert(1)&lt;/script></title>"
        "<text y='20'>&lt;/text>&lt;img src=BEACON onerror=alert(1)></text>" + _RECT
    ),
    "tag-in-label": _root(
        "aria-label='\"&gt;&lt;script&gt;alert(1)&lt;/script&gt;' id='&lt;img src=BEACON&gt;'"
    ),
    "address-in-words": picture("<text y='20' id='url(BEACON)'>url(BEACON)</text>" + _RECT),
    "address-in-comment": _style("/* url(BEACON) */ rect{fill:#123}"),
    "string-in-font": _style("text{font-family:'url(BEACON)','@import'}"),
    "selector-with-address": _style("rect[id='url(BEACON)']{fill:red}"),
    "doctype": (
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + picture(_RECT)
    ),
    "other-style-language": picture(f"<style type='text/x'>@foo</style>{_RECT}"),
}
"""Pictures that look alarming, or are slovenly, and may be published as rewritten."""
