"""Print what a learner who has read nothing scores above chance, by single rules of thumb.

    .venv/bin/python benchmarks/course_guessers.py [COURSE_FOLDER]

The rules are those of `tests/guessers.py`, which `tests/course/test_guessing.py` holds to ten
points. The pool is that of the final assessment; the lessons have questions of their own.
"""

import sys
from pathlib import Path

from coursewright.read import read_course
from coursewright.shipped import shipped

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from guessers import GUESSERS, excess, lesson_questions, pool_questions


def main() -> None:
    """Print the table for a course folder, or for the course that ships."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else shipped("course")
    course = read_course(folder).course
    if course is None:
        sys.exit(f"{folder} cannot be read.")
    pool, lessons = pool_questions(course), lesson_questions(course)
    print(f"{'points above chance':22} {'pool':>6} {'lessons':>8}")
    for name, guesser in GUESSERS.items():
        print(f"{name:22} {excess(guesser, pool):6.1f} {excess(guesser, lessons):8.1f}")
    print(f"{'questions':22} {len(pool):6} {len(lessons):8}")


if __name__ == "__main__":
    main()
