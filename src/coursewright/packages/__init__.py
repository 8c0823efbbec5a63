"""What LMS targets share: course data, questions, state budget, presets, player page, zip rules."""
