"""Replaces azureml-inference-server-http if no package index has the real one: the same command line, the same
two addresses, and the scoring script loaded the same way. What the real server adds is tested with the real server."""

import argparse
import importlib.util
import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

arguments = argparse.ArgumentParser()
arguments.add_argument("--entry_script", default="main.py")
arguments.add_argument("--port", type=int, default=31311)
given = arguments.parse_args()

sys.path.append(os.environ["AML_APP_ROOT"])
path = os.path.join(os.environ["AML_APP_ROOT"], given.entry_script)
spec = importlib.util.spec_from_file_location("entry_module", path)
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)
script.init()


class Server(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(b"Healthy", "text/plain")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.answer(json.dumps(script.run(body.decode())).encode(), "application/json")

    def answer(self, content, kind):
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
HTTPServer(("127.0.0.1", given.port), Server).serve_forever()
