"""The commands by name: where each is defined, and its line in the list of commands.

A command is loaded when it is called. To add one, write its file and add its line here.
"""

__all__ = ["COMMANDS"]

COMMANDS: dict[str, tuple[str, str]] = {
    "bounces": (
        "coursewright.cli.bounces:bounces",
        "Read bounces and complaints, and stop the mail to who is gone or does not want it.",
    ),
    "build": (
        "coursewright.cli.compile:build",
        "Compile a course into emails, LMS packages and a site.",
    ),
    "check": ("coursewright.cli.check:check", "Check a course for problems."),
    "copy": (
        "coursewright.cli.copy:copy",
        "Copy the shipped course, docs, schemas or templates into a folder.",
    ),
    "explain": ("coursewright.cli.explain:explain", "Explain a problem code."),
    "export": ("coursewright.cli.export:export", "Export the compiled emails for another mailer."),
    "learners": ("coursewright.cli.learners:learners", "Enrol people and steer what they get."),
    "plan": ("coursewright.cli.plan:plan", "Show when each email of a course is sent."),
    "preview": (
        "coursewright.cli.preview:preview",
        "Preview a course in the browser, with live reload.",
    ),
    "doctor": ("coursewright.cli.doctor:doctor", "Say what stands in the way of sending."),
    "send": ("coursewright.cli.send:send", "Send each lesson that is due, once."),
    "status": (
        "coursewright.cli.status:status",
        "Show what was sent, what is due, what waits for a person.",
    ),
    "serve": ("coursewright.cli.serve:serve", "Serve the pages behind the links in the mails."),
}
