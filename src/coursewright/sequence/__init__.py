"""The compiled emails as a typed, versioned format, with one reader and one writer."""
