import os

from bottle import default_app, route, run


@route("/<name>")
def greet(name):
    return f"Hello {name}\n"


if __name__ == "__main__":
    run(default_app(), host="0.0.0.0", port=int(os.environ.get("PORT", "8080")))
