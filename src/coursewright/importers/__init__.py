"""Courses from what authors have: Markdown of other tools, documents, question banks, packages.

    path -> the importer of its kind -> DraftCourse -> files -> repairs -> the files of a course

Nothing is written here, and nothing that is imported is run. What cannot be carried over is in the
report (`DraftCourse.losses`), with file and line.
"""

from .importing import FORMATS, Imported, import_course

__all__ = ["FORMATS", "Imported", "import_course"]
