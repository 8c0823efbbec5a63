"""How the reports in a folder are read, to hold our reader against corpora that are not ours.

Run it: python benchmarks/bounce_corpus.py FOLDER [--show "permanent: policy"]

FOLDER is `tests/data` of flufl.bounce's source distribution, or any folder of reports. What
flufl.bounce says of each is printed beside what we say: of its permanent ones at least 95 % are to
be found, and none of its temporary ones or of what is no bounce may be `hard`.
"""

import argparse
from collections import Counter
from email import message_from_bytes
from pathlib import Path

from flufl.bounce import all_failures

from coursewright.delivery.bounces.reports import read_notice


def main() -> None:
    """Read the reports and print what was made of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", default="", help="list the files of this kind")
    options = parser.parse_args()
    kinds: Counter[str] = Counter()
    permanent: Counter[str] = Counter()
    for path in sorted(one for one in options.folder.rglob("*") if one.is_file()):
        data = path.read_bytes()
        notice = read_notice(data)
        kind = notice.kind if notice else "no report"
        kinds[kind] += 1
        try:
            temporary, final = all_failures(message_from_bytes(data))
        except (LookupError, ValueError):  # it gives up on what is no email
            temporary, final = frozenset(), frozenset()
        word = "permanent" if final else "temporary" if temporary else "no bounce"
        permanent[f"{word}: {kind}"] += 1
        if options.show in (kind, f"{word}: {kind}"):
            print(f"{path.name}: {notice.status if notice else ''} {notice.text if notice else ''}")
    for name, count in sorted(permanent.items()):
        print(f"{count:>6} flufl.bounce says {name}")
    print(dict(kinds))


if __name__ == "__main__":
    main()
