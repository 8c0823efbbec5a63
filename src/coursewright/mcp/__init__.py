"""Tools for AI clients: the course over the Model Context Protocol, on stdin and stdout.

`tool_server` serves the tools of `read_tools`, and with `--write` those of `write_tools`. Every
path that a client names goes through `course_paths`, every long answer through `answer_limits`.
"""

__all__: list[str] = []
