"""The service behind the links in the mails. A GET only shows; a POST acts; no cookie is needed."""
