"""The commands by name: where each is defined, and its line in the list of commands.

A command is loaded when it is called. To add one, write its file and add its line here.
"""

__all__ = ["COMMANDS"]

COMMANDS: dict[str, tuple[str, str]] = {
    "backup": (
        "coursewright.cli.backup:backup",
        "Copy the ledger and its key into a new folder, while senders and the service run.",
    ),
    "bounces": (
        "coursewright.cli.bounces:bounces",
        "Read bounces, complaints and requests to unsubscribe, and stop the email they end.",
    ),
    "build": (
        "coursewright.cli.compile:build",
        "Compile a course into emails, LMS packages and a site.",
    ),
    "check": ("coursewright.cli.check:check", "Check a course for problems."),
    "copy": (
        "coursewright.cli.copy:copy",
        "Copy files that come with Coursewright into a new folder.",
    ),
    "explain": ("coursewright.cli.explain:explain", "Explain a problem code."),
    "export": (
        "coursewright.cli.export:export",
        "Take questions, the whole course or the emails elsewhere.",
    ),
    "import": ("coursewright.cli.import_:import_", "Make a course from what you have."),
    "latch": ("coursewright.cli.latch:latch", "Show what stops sending, and release it."),
    "learners": (
        "coursewright.cli.learners:learners",
        "Enroll learners and manage their enrollments.",
    ),
    "mcp": ("coursewright.cli.mcp:mcp", "Serve a course as tools for AI clients."),
    "new": ("coursewright.cli.new:new", "Create a course that builds and previews at once."),
    "move": ("coursewright.cli.move:move", "Move a lesson, and renumber files and days."),
    "insert": ("coursewright.cli.move:insert", "Add a lesson, and renumber files and days."),
    "plan": ("coursewright.cli.plan:plan", "Show when each email of a course is sent."),
    "preview": (
        "coursewright.cli.preview:preview",
        "Preview a course in the browser, with live reload.",
    ),
    "doctor": (
        "coursewright.cli.doctor:doctor",
        "Check the sending setup: database, secret, login over verified TLS, file modes, DNS.",
    ),
    "publish": (
        "coursewright.cli.publish:publish",
        "Make a build what learners are sent from now on.",
    ),
    "push": (
        "coursewright.cli.push:push",
        "Create and update the emails of a course in a mailer through its API.",
    ),
    "restore": (
        "coursewright.cli.restore:restore",
        "Mark what was sent after a backup was made, before the restored ledger sends again.",
    ),
    "secret": (
        "coursewright.cli.secret:secret",
        "Check the secret of a ledger, or replace one that is lost.",
    ),
    "send": ("coursewright.cli.send:send", "Send each lesson that is due, once."),
    "status": (
        "coursewright.cli.status:status",
        "Show what was sent, what is due, and what needs attention.",
    ),
    "words": (
        "coursewright.cli.words:words",
        "Write the files of interface text to translate or change.",
    ),
    "serve": ("coursewright.cli.serve:serve", "Serve the pages behind the links in the emails."),
}
