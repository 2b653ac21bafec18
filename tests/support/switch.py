"""What stands in for a dead man's switch: a real HTTP server on loopback."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = "5f2a77aa-secret"


class Server:
    """Keeps what it was sent, and answers as it is told: a status, `hang`, or `trickle`."""

    def __init__(self):
        self.requests, self.answer, self.over = [], 200, threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.requests.append((self.path, body, dict(self.headers)))
                if outer.answer == "hang":
                    outer.over.wait(20)
                    return
                if outer.answer == "trickle":
                    for byte in b"HTTP/1.0 200 OK\r\n":
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                        if outer.over.wait(0.1):
                            return
                    return
                self.send_response(outer.answer)
                if 300 <= outer.answer < 400:
                    self.send_header("Location", f"{outer.url}/elsewhere")
                self.end_headers()

            def do_GET(self):  # where a redirect would lead
                self.do_POST()

            def log_message(self, *_):
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}/{SECRET}"
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()

    def close(self):
        self.over.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)
