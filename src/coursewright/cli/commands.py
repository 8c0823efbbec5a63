"""The commands by name: where each stands, and what the list of commands says of it.

A command is loaded when it is called. To add one: write its file, add its line here.
"""

__all__ = ["COMMANDS"]

COMMANDS: dict[str, tuple[str, str]] = {
    "backup": (
        "coursewright.cli.backup:backup",
        "Copy the ledger and its key while everything runs.",
    ),
    "bounces": (
        "coursewright.cli.bounces:bounces",
        "Read bounces and complaints, and stop the mail to who is gone or does not want it.",
    ),
    "build": ("coursewright.cli.compile:build", "Compile a course for inbox and LMS."),
    "check": ("coursewright.cli.check:check", "Find every fault in a course."),
    "copy": (
        "coursewright.cli.copy:copy",
        "Copy files that come with Coursewright into a new folder.",
    ),
    "explain": ("coursewright.cli.explain:explain", "Explain a problem that `check` found."),
    "export": ("coursewright.cli.export:export", "Write the compiled mails for another mailer."),
    "latch": ("coursewright.cli.latch:latch", "Show what stops sending, and release it."),
    "learners": (
        "coursewright.cli.learners:learners",
        "Enroll learners and manage their enrollments.",
    ),
    "plan": ("coursewright.cli.plan:plan", "Show when each mail of a course goes out."),
    "preview": (
        "coursewright.cli.preview:preview",
        "See a course in the browser; a save shows at once.",
    ),
    "publish": (
        "coursewright.cli.publish:publish",
        "Make a build what learners are sent from now on.",
    ),
    "doctor": ("coursewright.cli.doctor:doctor", "Say what stands in the way of sending."),
    "restore": (
        "coursewright.cli.restore:restore",
        "Complete a ledger that was restored from a backup.",
    ),
    "secret": (
        "coursewright.cli.secret:secret",
        "Check the secret of a ledger, or replace one that is lost.",
    ),
    "send": ("coursewright.cli.send:send", "Send each lesson that is due, once."),
    "status": (
        "coursewright.cli.status:status",
        "Show what was sent, what is due, what waits for a person.",
    ),
    "serve": ("coursewright.cli.serve:serve", "Serve the pages behind the links in the mails."),
}
