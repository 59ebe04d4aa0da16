"""Waits until an inference server on this machine is ready, and sends a request. Runs in the server's container.

Input: {"ports": [numbers, tried in this order], "request": null or {"method", "path", "headers", "body": base64 or null},
"readyWithin": seconds, "answerWithin": seconds}. Output: {"readyAfter": milliseconds or null if it never was ready, "answeredAfter", "status",
"text": base64, "error"}, where null is what does not apply.
"""
import base64
import json
import sys
import time
import urllib.error
import urllib.request

question = json.load(sys.stdin)
started = time.monotonic()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *parts):
        return None


opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)


def milliseconds(since):
    return round((time.monotonic() - since) * 1000)


def ready_port():
    while time.monotonic() - started < question["readyWithin"]:
        for port in question["ports"]:
            try:
                # A server may listen before it has loaded the scoring script; until then a request hangs.
                left = question["readyWithin"] - (time.monotonic() - started)
                with opener.open("http://127.0.0.1:%d/" % port, timeout=max(left, 0.1)) as response:
                    if 200 <= response.status < 300:
                        return port
            except (OSError, ValueError):
                pass
        time.sleep(0.1 if time.monotonic() - started < 5 else 0.5)  # nginx writes a line for each request that fails
    return None


def send(port, asked):
    request = urllib.request.Request(
        "http://127.0.0.1:%d%s" % (port, asked["path"]),
        data=None if asked["body"] is None else base64.b64decode(asked["body"]),
        headers=asked["headers"],
        method=asked["method"],
    )
    since = time.monotonic()
    try:
        with opener.open(request, timeout=question["answerWithin"]) as response:
            status, content = response.status, response.read()
    except urllib.error.HTTPError as error:
        status, content = error.code, error.read()
    except OSError as error:
        return {"error": str(error)}
    return {"status": status, "text": base64.b64encode(content).decode(), "answeredAfter": milliseconds(since)}


answer = {"readyAfter": None, "answeredAfter": None, "status": None, "text": None, "error": None}
port = ready_port()
if port is not None:
    answer["readyAfter"] = milliseconds(started)
    if question["request"] is not None:
        answer.update(send(port, question["request"]))
print(json.dumps(answer))
