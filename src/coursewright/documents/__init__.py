"""A course as documents to read: its lessons as well-formed XHTML, for books and other packages."""
