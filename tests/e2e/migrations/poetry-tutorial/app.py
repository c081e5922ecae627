from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer

from greet import greeting


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"{greeting()}: {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    TCPServer(("0.0.0.0", 8000), Handler).serve_forever()
