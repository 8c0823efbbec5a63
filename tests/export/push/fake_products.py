"""Fakes of listmonk, Mailchimp, Customer.io and Buttondown: fields, limits and pages as published.

listmonk: `cmd/templates.go` of version 6.2. Mailchimp: Marketing API 3.0, `/templates`.
Customer.io: OpenAPI of the App API, `updateCampaignAction`. Buttondown: `openapi.json` of
August 2026, `EmailInput`, `EmailUpdateInput`, `AutomationInput`, `AutomationUpdateInput`.
"""

import re
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

from .fake_api import FakeApi, FakeError, Request, checked

__all__ = ["FakeButtondown", "FakeCustomerio", "FakeListmonk", "FakeMailchimp", "basic"]

Answer = tuple[int, Any]
Match = re.Match[str]


def basic(login: str) -> tuple[str, str]:
    return "Authorization", "Basic " + b64encode(login.encode()).decode()


@dataclass
class FakeListmonk(FakeApi):
    templates: dict[int, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.login = basic("user:secret-token")
        self.routes = (
            ("GET", r"/api/templates", lambda _, __: (200, {"data": [*self.templates.values()]})),
            ("POST", r"/api/templates", lambda _, r: self._save(self.id(), r)),
            ("PUT", r"/api/templates/(\d+)", lambda m, r: self._save(self._known(m), r)),
            ("DELETE", r"/api/templates/(\d+)", self._delete),
        )
        page = {"id": 1, "name": "Default", "type": "campaign", "subject": "", "body": "x"}
        self.templates[1] = page

    def _known(self, match: Match) -> int:
        if int(match[1]) not in self.templates:
            raise FakeError(404, "not found")
        return int(match[1])

    def _save(self, id_: int, request: Request) -> Answer:
        types = dict.fromkeys(("name", "type", "subject", "body"), str)
        body = checked(request.body, types, "name", "type", "subject", "body")
        if body["type"] != "tx" or len(body["name"]) > 2000:
            raise FakeError(400, "bad template")
        self.templates[id_] = {**body, "id": id_}
        return 200, {"data": self.templates[id_]}

    def _delete(self, match: Match, _: Request) -> Answer:
        del self.templates[self._known(match)]
        return 200, {"data": True}

    def snapshot(self) -> Any:
        return sorted((t["name"], t["subject"], t["body"]) for t in self.templates.values())

    def edit(self) -> None:
        one = next(t for t in self.templates.values() if "a/one" in t["name"])
        one["subject"] = "By hand"


@dataclass
class FakeMailchimp(FakeApi):
    templates: dict[int, dict[str, Any]] = field(default_factory=dict)
    clock: int = 0

    def __post_init__(self) -> None:
        self.login = basic("any:secret-key-us1")
        self.routes = (
            ("GET", r"/3\.0/templates", self._list),
            ("POST", r"/3\.0/templates", lambda _, r: self._save(self.id(), r)),
            ("PATCH", r"/3\.0/templates/(\d+)", lambda m, r: self._save(self._known(m), r)),
            ("DELETE", r"/3\.0/templates/(\d+)", self._delete),
        )

    def _known(self, match: Match) -> int:
        if int(match[1]) not in self.templates:
            raise FakeError(404, "not found")
        return int(match[1])

    def _list(self, _: Match, request: Request) -> Answer:
        start, count = int(request.query.get("offset", 0)), int(request.query.get("count", 10))
        if count > 1000 or set(request.query) - {"offset", "count", "type"}:
            raise FakeError(400, "bad query")
        rows = [self._shown(t) for t in self.templates.values()]
        return 200, {"templates": rows[start : start + count], "total_items": len(rows)}

    def _shown(self, template: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in template.items() if name != "html"}

    def _save(self, id_: int, request: Request) -> Answer:
        body = checked(request.body, {"name": str, "html": str, "folder_id": str}, "name", "html")
        self.clock += 1
        edited = f"2026-11-30T00:00:{self.clock:02d}+00:00"
        self.templates[id_] = {**body, "id": id_, "active": True, "date_edited": edited}
        return 200, self._shown(self.templates[id_])

    def _delete(self, match: Match, _: Request) -> Answer:
        del self.templates[self._known(match)]
        return 204, None

    def snapshot(self) -> Any:
        return sorted((t["name"], t["html"]) for t in self.templates.values())

    def edit(self) -> None:
        one = next(t for t in self.templates.values() if "a/one" in t["name"])
        one |= {"html": "By hand", "date_edited": "2026-12-01T00:00:00+00:00"}


@dataclass
class FakeCustomerio(FakeApi):
    """A campaign for each track, built by hand: `build` is what the page tells a person to do."""

    campaigns: dict[int, str] = field(default_factory=dict)
    actions: dict[int, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.login = ("Authorization", "Bearer secret-key")
        self.routes = (
            ("GET", r"/v1/campaigns", self._list),
            ("GET", r"/v1/campaigns/(\d+)/actions", self._actions),
            ("PUT", r"/v1/campaigns/(\d+)/actions/(\d+)", self._update),
        )

    def build(self, names: list[str]) -> None:
        """Create the campaigns and emails that a push names as missing."""
        for name in names:
            campaign = name.partition("/")[0] + "]"
            if campaign not in self.campaigns.values():
                self.campaigns[self.id()] = campaign
            number = next(k for k, v in self.campaigns.items() if v == campaign)
            id_ = self.id()
            new = {"id": id_, "campaign": number, "name": name, "type": "email"}
            self.actions[id_] = {**new, "subject": "", "body": "", "preheader_text": ""}

    def _list(self, _: Match, __: Request) -> Answer:
        return 200, {"campaigns": [{"id": k, "name": v} for k, v in self.campaigns.items()]}

    def _actions(self, match: Match, request: Request) -> Answer:
        rows = [a for a in self.actions.values() if a["campaign"] == int(match[1])]
        rows = [{"id": 1, "type": "delay", "campaign": 0}, *rows]
        start = int(request.query.get("start") or 0)
        more = {"next": str(start + 10)} if len(rows) > start + 10 else {}
        return 200, {"actions": rows[start : start + 10], **more}

    def _update(self, match: Match, request: Request) -> Answer:
        action = self.actions.get(int(match[2]))
        if action is None or action["campaign"] != int(match[1]):
            raise FakeError(404, "not found")
        types = dict.fromkeys(("body", "body_amp", "headers", "subject", "preheader_text"), str)
        action |= checked(request.body, types)
        return 200, {"action": action}

    def snapshot(self) -> Any:
        return sorted((a["name"], a["subject"], a["body"]) for a in self.actions.values())

    def edit(self) -> None:
        next(a for a in self.actions.values() if "a/one" in a["name"])["subject"] = "By hand"


_SHARED = {
    "subject": str,
    "description": str,
    "body": str,
    "metadata": dict,
    "template": str,
    "archival_mode": str,
    "status": str,
}


@dataclass
class FakeButtondown(FakeApi):
    emails: dict[str, dict[str, Any]] = field(default_factory=dict)
    automations: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.login = ("Authorization", "Token secret-key")
        self.routes = (
            ("GET", r"/v1/emails", lambda _, r: self._list(self.emails, r)),
            ("POST", r"/v1/emails", self._new_email),
            ("PATCH", r"/v1/emails/(\w+)", self._change_email),
            ("DELETE", r"/v1/emails/(\w+)", lambda m, _: self._delete(self.emails, m)),
            ("GET", r"/v1/automations", lambda _, r: self._list(self.automations, r)),
            ("POST", r"/v1/automations", self._new_automation),
            ("PATCH", r"/v1/automations/(\w+)", self._change_automation),
            ("DELETE", r"/v1/automations/(\w+)", lambda m, _: self._delete(self.automations, m)),
        )
        self.emails["em_1"] = {"id": "em_1", "status": "sent", "metadata": {}, "subject": "News"}

    def _list(self, rows: dict[str, dict[str, Any]], request: Request) -> Answer:
        page, found = int(request.query.get("page", 1)), list(rows.values())
        more = "https://next.example/" if len(found) > page * 4 else None
        return 200, {"results": found[page * 4 - 4 : page * 4], "next": more, "count": len(found)}

    def _email(self, body: Any) -> Any:
        checked(body, _SHARED)
        if body.get("template", "naked") not in ("classic", "custom", "modern", "naked"):
            raise FakeError(422, "template")
        if body.get("archival_mode", "disabled") not in ("disabled", "enabled", "archive_only"):
            raise FakeError(422, "archival_mode")
        return body

    def _new_email(self, _: Match, request: Request) -> Answer:
        body = self._email(request.body)
        if body.get("status") != "draft":
            raise AssertionError("this call would send an email to every subscriber")
        id_ = f"em_{self.id()}"
        self.emails[id_] = {**body, "id": id_}
        return 201, self.emails[id_]

    def _change_email(self, match: Match, request: Request) -> Answer:
        if match[1] not in self.emails:
            raise FakeError(404, "not found")
        self.emails[match[1]] |= self._email(request.body)
        return 200, self.emails[match[1]]

    def _automation(self, body: Any, *more: str) -> Any:
        types = {"name": str, "actions": list, "filters": dict, "metadata": dict, "trigger": str}
        checked(body, types, "name", "actions", *more)
        if len(body["name"]) > 100 or len(body["actions"]) > 25:
            raise FakeError(422, "too long")
        for action in body["actions"]:
            checked(action, {"type": str, "metadata": dict, "timing": dict}, "type")
            if action["metadata"]["email_id"] not in self.emails:
                raise FakeError(400, "action_invalid")
            timing = checked(action["timing"], {"time": str, "delay": (dict, type(None))}, "time")
            if timing["time"] == "delay":
                types = {"value": str, "unit": str, "time_of_day": (str, type(None))}  # type: ignore[dict-item]
                checked(timing["delay"], types, "value", "unit")
        return body

    def _new_automation(self, _: Match, request: Request) -> Answer:
        body = self._automation(request.body, "trigger")
        id_ = f"auto_{self.id()}"
        self.automations[id_] = {"status": "inactive", **body, "id": id_}
        return 201, self.automations[id_]

    def _change_automation(self, match: Match, request: Request) -> Answer:
        if match[1] not in self.automations:
            raise FakeError(404, "not found")
        self.automations[match[1]] |= self._automation(request.body)
        return 200, self.automations[match[1]]

    def _delete(self, rows: dict[str, dict[str, Any]], match: Match) -> Answer:
        if rows.pop(match[1], None) is None:
            raise FakeError(404, "not found")
        return 204, None

    def snapshot(self) -> Any:
        names = {k: v["metadata"].get("coursewright", "") for k, v in self.emails.items()}
        emails = sorted((names[k], v["subject"], v.get("body")) for k, v in self.emails.items())
        flows = sorted(
            (a["name"], [(names[x["metadata"]["email_id"]], x["timing"]) for x in a["actions"]])
            for a in self.automations.values()
        )
        return emails, flows

    def edit(self) -> None:
        one = next(
            e for e in self.emails.values() if "a/one" in e["metadata"].get("coursewright", "")
        )
        one["subject"] = "By hand"
