"""What a drawing may consist of: SVG 1.1 and 2 without scripts, links and animation."""

import re
from functools import lru_cache

__all__ = [
    "ACTIVE",
    "ATTRIBUTES",
    "ELEMENTS",
    "INERT",
    "NOTHING_TO_CSS",
    "REFERRERS",
    "SVG",
    "TEXT",
    "XLINK",
    "XML",
    "is_active_namespace",
]

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
_XHTML = "http://www.w3.org/1999/xhtml"
_MATHML = "http://www.w3.org/1998/Math/MathML"
_EVENTS = "http://www.w3.org/2001/xml-events"


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


TEXT = _names("text tspan textPath title desc style")
"""Elements whose characters are shown, or read."""

ELEMENTS = TEXT | _names(
    """
    svg g defs symbol use path rect circle ellipse line polyline polygon linearGradient
    radialGradient stop pattern clipPath mask marker filter image switch view feBlend feColorMatrix
    feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
    feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage
    feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile
    feTurbulence
    """
)

INERT = _names(
    """
    metadata font font-face glyph missing-glyph hkern vkern color-profile flowRoot flowPara
    flowRegion flowSpan flowDiv font-face-src font-face-uri font-face-name font-face-format hatch
    hatchpath mesh meshgradient meshpatch meshrow solidcolor solidColor
    """
)
"""SVG elements that no browser draws or follows: left out with all that is in them."""

ACTIVE = _names("script foreignobject iframe object embed handler listener video audio")
"""Elements, in lower case, that are refused wherever they stand, in whatever namespace."""

REFERRERS = _names("use feImage linearGradient radialGradient pattern filter textPath")
"""Elements that may refer to another by `href`; an `image` would fetch the picture itself."""

_PRESENTATION = _names(
    """
    alignment-baseline background-color baseline-shift clip clip-path clip-rule color
    color-interpolation color-interpolation-filters color-profile color-rendering cursor direction
    display dominant-baseline enable-background fill fill-opacity fill-rule filter flood-color
    flood-opacity font font-family font-feature-settings font-kerning font-size font-size-adjust
    font-stretch font-style font-variant font-weight glyph-orientation-horizontal
    glyph-orientation-vertical image-rendering isolation kerning letter-spacing lighting-color
    line-height marker marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity
    overflow paint-order pointer-events shape-rendering stop-color stop-opacity stroke
    stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit
    stroke-opacity stroke-width text-anchor text-decoration text-overflow text-rendering transform
    transform-box transform-origin unicode-bidi vector-effect visibility white-space word-spacing
    writing-mode
    """
)
_DRAWING = _names(
    """
    amplitude azimuth baseFrequency baseProfile bias clipPathUnits cx cy d diffuseConstant divisor
    dx dy edgeMode elevation exponent filterRes filterUnits fr fx fy gradientTransform
    gradientUnits height in in2 intercept k1 k2 k3 k4 kernelMatrix kernelUnitLength lengthAdjust
    limitingConeAngle markerHeight markerUnits markerWidth maskContentUnits maskUnits media method
    mode numOctaves offset operator order orient path pathLength patternContentUnits
    patternTransform patternUnits points pointsAtX pointsAtY pointsAtZ preserveAlpha
    preserveAspectRatio primitiveUnits r radius refX refY result rotate rx ry scale seed side
    slope spacing specularConstant specularExponent spreadMethod startOffset stdDeviation
    stitchTiles style surfaceScale tableValues targetX targetY textLength type values version
    viewBox width x x1 x2 xChannelSelector y y1 y2 yChannelSelector z
    """
)
NOTHING_TO_CSS = _names("id class role lang title requiredExtensions systemLanguage d points")
"""Attributes that no browser reads as CSS, whatever stands in them; `aria-*` is of this kind."""

ATTRIBUTES = _PRESENTATION | _DRAWING | NOTHING_TO_CSS


@lru_cache(maxsize=256)
def is_active_namespace(namespace: str) -> bool:
    """Tell whether browsers act on elements or attributes of a namespace other than SVG's."""
    plain = re.sub(r"\s", "", namespace).lower().rstrip("/#")
    return plain in {_XHTML, _MATHML.lower(), _EVENTS} or plain.startswith(
        (
            "http://www.w3.org/1999/xsl",
            "http://www.w3.org/2001/xinclude",
            "http://www.w3.org/ns/xbl",
        )
    )
