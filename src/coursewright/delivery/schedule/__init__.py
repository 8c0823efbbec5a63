"""When a lesson is due: pure functions of schedule, dates and zones."""
