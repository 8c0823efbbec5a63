"""Fakes of the mailers with sequences: Kit and Mautic.

Kit: OpenAPI of API version 4, `sequences` and `sequences/{id}/emails`; an email that is inserted
or deleted shifts the positions behind it. Mautic: `CommonApiController`, `EmailApiController`
with its input masks, `CampaignApiController` of version 5.1.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from judges.mautic_input import mautic_html_input, mautic_string_input

from .fake_api import FakeApi, FakeError, Request, checked
from .fake_products import basic

__all__ = ["FakeKit", "FakeMautic"]

Answer = tuple[int, Any]
Match = re.Match[str]
Rows = dict[int, dict[str, Any]]
_NULL = type(None)


@dataclass
class FakeKit(FakeApi):
    sequences: Rows = field(default_factory=dict)
    emails: dict[int, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.login = ("X-Kit-Api-Key", "secret-key")
        one = r"/v4/sequences/(\d+)"
        self.routes = (
            ("GET", r"/v4/sequences", self._list),
            ("POST", r"/v4/sequences", self._new),
            ("PUT", one, self._change),
            ("DELETE", one, self._delete),
            ("GET", rf"{one}/emails", self._list_emails),
            ("POST", rf"{one}/emails", self._new_email),
            ("PUT", rf"{one}/emails/(\d+)", self._change_email),
            ("DELETE", rf"{one}/emails/(\d+)", self._delete_email),
        )

    def _page(self, name: str, rows: list[Any], request: Request) -> Answer:
        start = int(request.query.get("after") or 0)
        head = {"has_next_page": len(rows) > start + 3, "end_cursor": str(start + 3)}
        return 200, {name: rows[start : start + 3], "pagination": head}

    def _list(self, _: Match, request: Request) -> Answer:
        return self._page("sequences", list(self.sequences.values()), request)

    def _sequence(self, body: Any) -> Any:
        types = {"name": str, "send_days": list, "send_hour": int, "time_zone": str}
        checked(body, {**types, "active": bool, "hold": bool, "repeat": bool})
        if not 0 <= body.get("send_hour", 0) <= 23:
            raise FakeError(422, "send_hour must be an integer between 0 and 23")
        return body

    def _new(self, _: Match, request: Request) -> Answer:
        id_ = self.id()
        self.sequences[id_] = {**self._sequence(request.body), "id": id_}
        self.emails[id_] = []
        return 201, {"sequence": self.sequences[id_]}

    def _known(self, match: Match) -> int:
        if int(match[1]) not in self.sequences:
            raise FakeError(404, "Not Found")
        return int(match[1])

    def _change(self, match: Match, request: Request) -> Answer:
        self.sequences[self._known(match)] |= self._sequence(request.body)
        return 200, {"sequence": self.sequences[int(match[1])]}

    def _delete(self, match: Match, _: Request) -> Answer:
        del self.sequences[self._known(match)]
        return 204, None

    def _list_emails(self, match: Match, request: Request) -> Answer:
        content = request.query.get("include_content") == "true"
        rows = [
            {k: v for k, v in {**email, "position": n}.items() if content or k != "content"}
            for n, email in enumerate(self.emails[self._known(match)])
        ]
        return self._page("emails", rows, request)

    def _email(self, body: Any, *needed: str) -> Any:
        texts = dict.fromkeys(("subject", "preview_text", "content", "delay_unit"), str)
        types = {**texts, "delay_value": int, "position": int, "published": bool}
        checked(body, types, *needed)
        if body.get("delay_unit", "days") not in ("days", "hours"):
            raise FakeError(422, "delay_unit")
        if body.get("delay_value") == 0 and body["position"] != 0:
            raise FakeError(422, "only the first email can be an immediate send")
        return body

    def _new_email(self, match: Match, request: Request) -> Answer:
        rows = self.emails[self._known(match)]
        body = self._email(request.body, "subject", "delay_unit")
        email = {**body, "id": self.id()}
        rows.insert(body["position"], email)
        return 201, {"email": email}

    def _change_email(self, match: Match, request: Request) -> Answer:
        rows = self.emails[self._known(match)]
        email = next((e for e in rows if e["id"] == int(match[2])), None)
        if email is None:
            raise FakeError(404, "Not Found")
        email |= self._email(request.body)
        rows.remove(email)
        rows.insert(email["position"], email)
        return 200, {"email": email}

    def _delete_email(self, match: Match, _: Request) -> Answer:
        rows = self.emails[self._known(match)]
        kept = [email for email in rows if email["id"] != int(match[2])]
        if len(kept) == len(rows):
            raise FakeError(404, "Not Found")
        self.emails[int(match[1])] = kept
        return 204, None

    def snapshot(self) -> Any:
        fields = ("subject", "content", "delay_value", "delay_unit")
        return (
            sorted(
                (
                    {k: v for k, v in one.items() if k != "id"},
                    [[email[name] for name in fields] for email in self.emails[id_]],
                )
                for id_, one in self.sequences.items()
            )
            if len(self.sequences) < 2
            else sorted(
                (one["name"], one["send_hour"], [[e[n] for n in fields] for e in self.emails[id_]])
                for id_, one in self.sequences.items()
            )
        )

    def edit(self) -> None:
        rows = next(iter(self.emails.values()))
        next(e for e in rows if "a/one" in e["content"])["subject"] = "By hand"


@dataclass
class FakeMautic(FakeApi):
    rows: dict[str, Rows] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.login = basic("user:secret-password")
        self.rows = {"emails": {}, "segments": {}, "campaigns": {}}
        kind = r"/api/(emails|segments|campaigns)"
        self.routes = (
            ("GET", kind, self._list),
            ("GET", rf"{kind}/(\d+)", lambda m, _: self._shown(m[1], self._known(m))),
            ("POST", rf"{kind}/new", self._new),
            ("PATCH", rf"{kind}/(\d+)/edit", self._change),
            ("PUT", rf"{kind}/(\d+)/edit", self._change),
            ("DELETE", rf"{kind}/(\d+)/delete", self._delete),
        )

    def _shown(self, kind: str, row: dict[str, Any], status: int = 200) -> Answer:
        one = {"emails": "email", "segments": "list", "campaigns": "campaign"}[kind]
        return status, {one: row}

    def _known(self, match: Match) -> dict[str, Any]:
        row = self.rows[match[1]].get(int(match[2]))
        if row is None:
            raise FakeError(404, "Item was not found.")
        return row

    def _list(self, match: Match, request: Request) -> Answer:
        start, limit = int(request.query.get("start", 0)), int(request.query.get("limit", 30))
        every = self.rows[match[1]]
        page: Any = {str(k): every[k] for k in sorted(every)[start : start + min(limit, 4)]}
        many = {"segments": "lists"}.get(match[1], match[1])
        return 200, {"total": str(len(every)), many: page or []}

    def _fields(self, kind: str, body: Any, method: str) -> Any:
        if kind == "segments":
            checked(body, {"name": str, "isPublished": bool})
            return {k: self._cleaned(k, v) for k, v in body.items()}
        if kind == "emails":
            texts = ("name", "subject", "customHtml", "plainText", "preheaderText", "emailType")
            types = dict.fromkeys((*texts, "template", "language"), str)
            checked(body, {**types, "isPublished": bool}, "name", "subject")
            if len(body["subject"]) > 190 or len(body["preheaderText"]) > 130:
                raise FakeError(400, "too long")
            return {k: self._cleaned(k, v) for k, v in body.items()}
        lists = {"lists": list, "forms": list, "events": list, "canvasSettings": dict}
        checked(body, {"name": str, "isPublished": bool, **lists}, "name", "events", "lists")
        if method == "PUT" and any("id" not in event for event in body["events"]):
            raise FakeError(400, "id is missing")
        return {**body, "name": self._cleaned("name", body["name"])}

    def _cleaned(self, name: str, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        text = mautic_html_input(value) if name == "customHtml" else mautic_string_input(value)
        if len(text) > 190 and name == "name":
            raise FakeError(500, "Data too long for column 'name'")
        return text

    def _save(self, kind: str, row: dict[str, Any], body: Any) -> None:
        row |= body
        if kind != "campaigns":
            return
        if row["lists"][0]["id"] not in self.rows["segments"]:
            raise FakeError(400, "no such segment")
        ids = {str(event["id"]) for event in body["events"]}
        canvas = body["canvasSettings"]
        if {node["id"] for node in canvas["nodes"]} != {*ids, "lists"}:
            raise FakeError(400, "canvas without its events")
        parents = {c["targetId"]: c["sourceId"] for c in canvas["connections"]}
        fresh: dict[str, int] = {
            i: self.id() if i.startswith("new") else int(i) for i in sorted(ids)
        }
        row["events"] = [
            {**e, "id": fresh[str(e["id"])], "parent": fresh.get(parents[str(e["id"])])}
            for e in body["events"]
        ]
        for event in row["events"]:
            if event["properties"]["email"] not in self.rows["emails"]:
                raise FakeError(422, "no such email")

    def _new(self, match: Match, request: Request) -> Answer:
        row = {"id": self.id()}
        self._save(match[1], row, self._fields(match[1], request.body, "POST"))
        self.rows[match[1]][row["id"]] = row
        return self._shown(match[1], row, 201)

    def _change(self, match: Match, request: Request) -> Answer:
        row = self._known(match)
        self._save(match[1], row, self._fields(match[1], request.body, request.method))
        return self._shown(match[1], row)

    def _delete(self, match: Match, _: Request) -> Answer:
        row = self._known(match)
        del self.rows[match[1]][row["id"]]
        return self._shown(match[1], row)

    def snapshot(self) -> Any:
        names = {id_: row["name"] for id_, row in self.rows["emails"].items()}
        emails = sorted(
            (r["name"], r["subject"], r["customHtml"], r["plainText"])
            for r in self.rows["emails"].values()
        )
        campaigns = sorted(
            (r["name"], [self._event(e, r, names) for e in r["events"]])
            for r in self.rows["campaigns"].values()
        )
        return emails, campaigns, sorted(r["name"] for r in self.rows["segments"].values())

    def _event(self, event: Any, campaign: Any, names: dict[int, str]) -> Any:
        known = {e["id"]: e["name"] for e in campaign["events"]}
        when = (event["triggerInterval"], event["triggerIntervalUnit"], event["triggerHour"])
        return names[event["properties"]["email"]], when, known.get(event["parent"])

    def edit(self) -> None:
        one = next(r for r in self.rows["emails"].values() if "a/one" in r["name"])
        one["subject"] = "By hand"
