"""Packages played in Chromium, under an LMS of others and a strict one of ours."""
