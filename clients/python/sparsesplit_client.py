#!/usr/bin/env python3
"""Posts images to a SparseSplit edge, and prints what each shows, who said so, and the bytes that it cost.

    python3 clients/python/sparsesplit_client.py [--url URL] [--policy POLICY] [--later] IMAGE...

Needs nothing but Python 3.8. Ends with 1 when an image had no answer.
"""
import argparse
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request


class Problem(Exception):
    """An error that the edge explains (RFC 9457)."""

    def __init__(self, status, document, retry_after):
        super().__init__(document.get("detail") or document.get("title") or f"HTTP status {status}")
        self.status = status
        self.type = document.get("type", "about:blank")
        self.retry_after = retry_after


class Edge:
    """The API of an edge."""

    def __init__(self, url="http://127.0.0.1:8080", timeout_seconds=10, attempts=5):
        self.url = url.rstrip("/")
        self.timeout_seconds = timeout_seconds
        self.attempts = attempts

    def infer(self, image, later=False, **query):
        """The answer to the bytes of an image file; with later=True it may be provisional, see refined()."""
        headers = {"Content-Type": "application/octet-stream"}
        if later:
            headers["Prefer"] = "respond-async"
        return self._ask("/infer?" + urllib.parse.urlencode(query), image, headers)

    def refined(self, answer, patience_seconds=60):
        """What the cloud said of a provisional answer; asks until it has, or until patience ends."""
        end = time.monotonic() + patience_seconds
        pause = 0.1
        while True:
            inference = self._ask("/inferences/" + answer["id"])
            if inference["state"] != "pending" or time.monotonic() + pause > end:
                return inference
            time.sleep(pause)
            pause = min(2 * pause, 5)

    def _ask(self, path, body=None, headers=None):
        for attempt in range(1, self.attempts + 1):
            try:
                return self._ask_once(path, body, headers or {})
            except Problem as problem:
                # An edge that has too much to do says when to come back.
                if problem.status not in (429, 503) or attempt == self.attempts:
                    raise
                time.sleep(problem.retry_after)

    def _ask_once(self, path, body, headers):
        request = urllib.request.Request(self.url + path, body, headers)
        try:
            with urllib.request.urlopen(request, timeout=self.timeout_seconds) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                try:
                    document = json.load(error)
                except ValueError:
                    document = {}
                raise Problem(error.code, document, float(error.headers.get("Retry-After", 1))) from None


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--url", default="http://127.0.0.1:8080", help="of the edge")
    options.add_argument("--policy", default="auto", help="auto, local-only, remote-only or split")
    options.add_argument("--later", action="store_true", help="take a provisional answer, and wait for the refined one")
    options.add_argument("images", nargs="+", metavar="IMAGE")
    wanted = options.parse_args()
    edge = Edge(wanted.url)
    failed = 0
    for name in wanted.images:
        try:
            with open(name, "rb") as file:
                answer = edge.infer(file.read(), wanted.later, policy=wanted.policy)
            print(f'{name}: {answer["label"]}, {answer["confidence"]:.3f}, {answer["exit"]} ({answer["reason"]}), '
                  f'{answer["bytes"]["image"]} bytes posted, {answer["bytes"]["frame"]} to the cloud')
            if answer["provisional"]:
                inference = edge.refined(answer)
                print(f'  then {inference["state"]}: {json.dumps(inference.get("refined"))}')
        except (Problem, OSError) as error:
            failed = 1
            print(f"{name}: {error}", file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(main())
