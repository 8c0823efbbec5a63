"""What targets share: templates, block -> HTML, strings by language, the page of a package."""
