"""Answers the OpenStack client on the loopback with what stands in answers.json: `python answers.py PORT`."""

import http.server
import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

ANSWERS = json.loads((Path(__file__).parent / "answers.json").read_text("utf-8"))
LISTS = {"servers/detail": "servers", "os-services": "services", "agents": "agents"}
BASE = "http://127.0.0.1:{}/v2.1"


def answer(path: str, port: int) -> object:
    """What nova's or neutron's API says to a GET."""
    path = urlsplit(path).path.rstrip("/")
    version = {"id": "v2.1", "status": "CURRENT", "version": "2.96", "min_version": "2.1"}
    links = [{"rel": "self", "href": BASE.format(port)}]
    if path in ("", "/v2.1"):
        about = {**version, "links": links}
        return {"version": about} if path else {"versions": [about]}
    for end, name in LISTS.items():
        if path.endswith(end):
            return {name: ANSWERS[name]}
    if path.endswith("os-instance-actions"):
        return {"instanceActions": ANSWERS["instanceActions"]}
    return next(({"server": one} for one in ANSWERS["servers"] if one["id"] in path), {})


class Api(http.server.BaseHTTPRequestHandler):
    """Answers GET."""

    def do_GET(self) -> None:
        """One answer as JSON."""
        body = json.dumps(answer(self.path, int(sys.argv[1]))).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Api).serve_forever()
