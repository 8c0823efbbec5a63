"""One process: every .front of a folder through our compiler, each HTML beside it.

    ours.py FOLDER src/coursewright/targets/email

A front is what our MJML front emits, a skeleton and what fills its holes, parted by NUL. Files
are listed and written in bytes, as the peers do: pathlib alone would take a tenth of the process.
"""

import os
import sys

sys.path.insert(0, sys.argv[2])
from skeletons import compile_skeleton

folder = sys.argv[1]
for name in os.listdir(folder):  # noqa: PTH208
    if name.endswith(".front"):
        path = os.path.join(folder, name)  # noqa: PTH118
        with open(path, "rb", buffering=0) as source:  # noqa: PTH123
            skeleton, *fillings = source.read().decode().split("\0")
        html = compile_skeleton(skeleton, fillings)
        with open(f"{path[:-6]}.html", "wb", buffering=0) as target:  # noqa: PTH123
            target.write(html.encode())
