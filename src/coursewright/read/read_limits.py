"""How much a course may hold: what bounds time and memory, whatever somebody feeds us."""

__all__ = [
    "ASSET_TOTAL",
    "BLOCKS",
    "FILES",
    "FOLDER_DEPTH",
    "INLINE_CHARS",
    "INLINE_NESTING",
    "LINES",
    "LINE_CHARS",
    "MARKDOWN_BYTES",
    "MEGABYTE",
    "NESTING",
    "PROBLEMS",
    "SIGNS",
    "TEXT_TOTAL",
    "YAML_BYTES",
    "YAML_DEPTH",
    "YAML_NODES",
]

FILES = 20_000
"""Files in a course folder."""
FOLDER_DEPTH = 12
"""Folders within folders."""
MARKDOWN_BYTES = 512 * 1024
"""A Markdown file: about 80,000 words, fifty times a long lesson."""
YAML_BYTES = 1024 * 1024
"""A YAML file."""
MEGABYTE = 1_000_000
"""The unit of `media.file_mb` and `media.package_mb` in course.yaml."""
LINE_CHARS = 20_000
"""A line of a text file."""
LINES = 10_000
"""Lines of a Markdown file: each may be a block, and a block costs more than its characters."""
SIGNS = 20_000
"""Characters of a Markdown file that may begin or end something: `*`, `[`, `<` ... An ordinary
page has three among a hundred; the parser looks at each several times."""
INLINE_CHARS = 10_000
"""A run of text, such as a paragraph: parsing one can take more than linear time."""
BLOCKS = 10_000
"""Pieces (blocks, list entries, table cells) of a Markdown file."""
NESTING = 24
"""Lists in lists, quotes in quotes."""
INLINE_NESTING = 12
"""Stress in stress in a link: whoever walks a line later does so by calling itself."""
YAML_DEPTH = 12
"""Mappings and lists within one another."""
YAML_NODES = 50_000
"""Values in a YAML file."""
PROBLEMS = 200
"""Problems reported for one file; more of them help nobody."""
TEXT_TOTAL = 16 * 1024 * 1024
"""All text files of a course together."""
ASSET_TOTAL = 512 * MEGABYTE
"""All other files of a course together that something in it shows or hands out; a course may
raise it with `media.package_mb`."""
