"""Question banks: questions apart from any format, and one reader and writer for each format.

    a course -> course_bank -> Bank -> write_*      (export)
    a file   -> read_*      -> Bank                 (import)

To add a format, write its file and add it to `FORMATS` (written) or to `importers/` (read).
"""

from .bank_formats import FORMATS, BankFormat
from .items import Bank, Loss

__all__ = ["FORMATS", "Bank", "BankFormat", "Loss"]
