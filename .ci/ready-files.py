#!/usr/bin/env python3
"""The files for other CI: integrations/ and the examples of docs/ci.md.

usage: ready-files.py PROGRAM FOLDER

Takes the examples apart into the folder, checks each against its schema, and runs their scripts: the program is
served from here as a release is, and must pass its digest, write its reports, and fail on a
Dockerfile that cannot start. Needs the tools that .ci/run installs beside this Python.
"""

import hashlib
import http.server
import io
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import tarfile
import tempfile
import threading
import xml.etree.ElementTree

from ruamel.yaml import YAML

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOLS = pathlib.Path(sys.executable).parent
VERSION = "1.0.0"
BROKEN = 'FROM scratch\nCOPY server /server\nCMD /server\n'
SOUND = 'FROM scratch\nCOPY server /server\nUSER 1000\nCMD ["/server"]\n'
# What CI sets, so that nothing of this machine's gets into a script.
BASE = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}

SCHEMAS = {
    ".github/workflows/dockerfiles.yml": "vendor.github-workflows",
    ".github/workflows/called.yml": "vendor.github-workflows",
    ".github/workflows/forks.yml": "vendor.github-workflows",
    ".github/workflows/all-repositories.yml": "vendor.github-workflows",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
    "azure-pipelines.yml": "vendor.azure-pipelines",
    ".circleci/config.yml": "vendor.circle-ci",
    "bitbucket-pipelines.yml": "vendor.bitbucket-pipelines",
    # No schema; `sh` and the Groovy around it are looked at below.
    "Jenkinsfile": None,
    ".pre-commit-config.yaml": None,
    "integrations/gitlab.yml": "vendor.gitlab-ci",
    "integrations/azure.yml": "vendor.azure-pipelines",
}


def examples():
    """The blocks of docs/ci.md that name a file, by that file."""
    text = (ROOT / "docs/ci.md").read_text()
    found = re.findall(r"^```\w+ file=(\S+)\n(.*?)^```$", text, re.M | re.S)
    named = dict(found)
    assert len(named) == len(found), "two examples of one file"
    return named


def documents(text):
    return list(YAML(typ="safe").load_all(text))


def check_schemas(files, folder):
    assert set(files) == set(SCHEMAS), set(files) ^ set(SCHEMAS)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name == "integrations/gitlab.yml":
            # Its head, which GitLab takes off, is not in the schema.
            text = text.split("\n---\n", 1)[1]
        path.write_text(text)
        if SCHEMAS[name]:
            command = [TOOLS / "check-jsonschema", "--builtin-schema", SCHEMAS[name], path]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            print(f"{name}: {SCHEMAS[name]}")
    command = [TOOLS / "pre-commit", "validate-config", folder / ".pre-commit-config.yaml"]
    subprocess.run(command, check=True)
    subprocess.run([TOOLS / "pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], check=True)


def check_inputs(files):
    """Every input that an example gives is one that the file has, and none is missing."""
    yaml = {name: documents(text) for name, text in files.items() if name.endswith(("yml", "yaml"))}

    spec = yaml["integrations/gitlab.yml"][0]["spec"]["inputs"]
    given = yaml[".gitlab-ci.yml"][0]["include"][0]["inputs"]
    needed = {name for name, how in spec.items() if "default" not in how}
    assert needed <= set(given) <= set(spec), given
    used = set(re.findall(r"\$\[\[ inputs\.([\w-]+) \]\]", files["integrations/gitlab.yml"]))
    assert used == set(spec), used ^ set(spec)

    parameters = {it["name"]: it for it in yaml["integrations/azure.yml"][0]["parameters"]}
    given = yaml["azure-pipelines.yml"][0]["steps"][0]["parameters"]
    needed = {name for name, how in parameters.items() if "default" not in how}
    assert needed <= set(given) <= set(parameters), given
    used = set(re.findall(r"\$\{\{ parameters\.(\w+) \}\}", files["integrations/azure.yml"]))
    assert used == set(parameters), used ^ set(parameters)

    called = {
        name: documents((ROOT / f".github/workflows/{name}").read_text())[0]
        for name in ("check.yml", "many.yml")
    }
    action = documents((ROOT / "action.yml").read_text())[0]["inputs"]
    passed = next(s for s in called["check.yml"]["jobs"]["check"]["steps"] if s.get("id") == "check")["with"]
    inputs = called["check.yml"]["on"]["workflow_call"]["inputs"]
    fixed = {name for name, value in passed.items() if "${{" not in str(value)}
    assert fixed == {"upload", "suggestions"}, fixed
    assert set(passed) - fixed == set(inputs) and set(passed) <= set(action), set(passed) ^ set(inputs)
    for name in ("called.yml", "all-repositories.yml"):
        for job in yaml[f".github/workflows/{name}"][0]["jobs"].values():
            if "uses" in job:
                inputs = called[pathlib.Path(job["uses"].split("@")[0]).name]["on"]["workflow_call"]["inputs"]
                assert set(job["with"]) <= set(inputs), job["with"]

    hooks = {hook["id"]: hook for hook in documents((ROOT / ".pre-commit-hooks.yaml").read_text())[0]}
    for repo in yaml[".pre-commit-config.yaml"][0]["repos"]:
        assert all(hook["id"] in hooks for hook in repo["hooks"])
    print("inputs: every one that is given exists, every one that is needed is given")


class Release:
    """The program as a release has it, on this machine."""

    def __init__(self, program):
        archive = io.BytesIO()
        with tarfile.open(fileobj=archive, mode="w:gz") as tar:
            tar.add(program, "distroless-check")
        self.bytes = archive.getvalue()
        self.sha256 = hashlib.sha256(self.bytes).hexdigest()
        name = f"/v{VERSION}/distroless-check-{platform.machine()}-unknown-linux-musl.tar.gz"
        release = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200 if self.path == name else 404)
                self.end_headers()
                self.wfile.write(release.bytes if self.path == name else b"")

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_port}"


def scripts(files, release, sha256):
    """Each script with its shell and environment, as the CI would start it, and its reports."""
    common = {"VERSION": VERSION, "SHA256": sha256, "DOWNLOAD": release.url}

    inputs = {
        "version": VERSION, "sha256": sha256, "download": release.url,
        "path": ".", "fail-on": "warning", "stage": "test", "image": "alpine:3",
    }
    filled = re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda m: inputs[m[1]], files["integrations/gitlab.yml"])
    job = documents(filled)[1]["distroless-check"]
    kept = job["artifacts"]["reports"]
    yield "gitlab", "sh", "\n".join(job["script"]), job["variables"], [kept["codequality"], kept["junit"]]

    parameters = {"version": VERSION, "sha256": sha256, "download": release.url, "path": ".", "failOn": "warning"}
    step = documents(files["integrations/azure.yml"])[0]["steps"][0]
    env = {
        name: re.sub(r"\$\{\{ parameters\.(\w+) \}\}", lambda m: parameters[m[1]], value)
        for name, value in step["env"].items()
    }
    env = {name: value.replace("$(Agent.TempDirectory)", "../agent") for name, value in env.items()}
    yield "azure", "bash", step["bash"], env, ["../agent/CodeAnalysisLogs/distroless-check.sarif"]

    job = documents(files[".circleci/config.yml"])[0]["jobs"]["distroless-check"]
    script = next(step["run"]["command"] for step in job["steps"] if "run" in step)
    assert set(job["environment"]) == set(common)
    yield "circleci", "bash", script, common, ["reports/distroless-check/junit.xml"]

    lines = documents(files["bitbucket-pipelines.yml"])[0]["pipelines"]["default"][0]["step"]["script"]
    lines = [line for line in lines if not re.match(r"[A-Z0-9]+=", line)]
    script = re.sub(r"/tmp\b", "../agent", "\n".join(lines))
    yield "bitbucket", "sh", script, common, ["test-results/distroless-check.xml"]

    script = re.search(r"sh '''\n(.*?)'''", files["Jenkinsfile"], re.S)[1]
    assert files["Jenkinsfile"].count("{") == files["Jenkinsfile"].count("}")
    yield "jenkins", "sh", script, common, ["distroless-check.sarif"]


def valid(report):
    text = report.read_text()
    if report.suffix == ".xml":
        assert xml.etree.ElementTree.fromstring(text).tag in ("testsuites", "testsuite"), report
    else:
        assert json.loads(text), report


def run_script(work, case, dockerfile):
    name, shell, script, env, reports = case
    folder = pathlib.Path(tempfile.mkdtemp(dir=work))
    project = folder / "project"
    project.mkdir()
    (folder / "agent").mkdir()
    (project / "Dockerfile").write_text(dockerfile)
    (project / "server").write_text("")
    # The CI stops at the first command that fails.
    done = subprocess.run(
        [shell, "-e"], input=script, cwd=project, env={**BASE, **env}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
    )
    return done.returncode, done.stdout, [project / report for report in reports]


def check_scripts(files, release, work):
    for case in scripts(files, release, release.sha256):
        code, output, reports = run_script(work, case, BROKEN)
        assert code == 1 and "exec-form-required" in output, (case[0], code, output)
        for report in reports:
            valid(report)
        code, output, reports = run_script(work, case, SOUND)
        assert code == 0 and all(report.exists() for report in reports), (case[0], code, output)
        print(f"{case[0]}: fails on a finding, passes without, writes {len(reports)} report(s)")
    # Another digest than that of what was downloaded.
    for case in scripts(files, release, "0" * 64):
        code, output, reports = run_script(work, case, SOUND)
        assert code != 0 and not any(report.exists() for report in reports), (case[0], code, output)
    print("digest: a program with another one is not run")


def check_hooks(program, work):
    """The hook for the installed program, in a repository with files of every name."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=work))
    bin = folder / "bin"
    bin.mkdir()
    (bin / "distroless-check").symlink_to(program)
    hooks, project = folder / "hooks", folder / "project"
    env = {**BASE, "PATH": f"{bin}:{BASE['PATH']}", "PRE_COMMIT_HOME": str(folder / "cache")}
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]

    def git(where, *args):
        subprocess.run(["git", *identity, *args], cwd=where, env=env, check=True, stdout=subprocess.DEVNULL)

    for where in (hooks, project):
        where.mkdir()
        git(where, "init", "--quiet")
    (hooks / ".pre-commit-hooks.yaml").write_bytes((ROOT / ".pre-commit-hooks.yaml").read_bytes())
    git(hooks, "add", ".")
    git(hooks, "commit", "--quiet", "--message", "x")
    ours = ["Dockerfile", "Containerfile", "a/Dockerfile.dev", "a b/api.Dockerfile", "x.containerfile", "dockerfile"]
    others = ["Dockerfile.dockerignore", "Dockerfile.md", "Dockerfile.dev~", "Dockerfile.TMPL", "MyDockerfile", "Dockerfiles/x.py"]
    for name in ours + others:
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(BROKEN)
    git(project, "add", ".")

    def hook(*args):
        command = [TOOLS / "pre-commit", "try-repo", hooks, "distroless-check-system", "--all-files", *args]
        done = subprocess.run(command, cwd=project, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.returncode, done.stdout

    code, output = hook("--verbose")
    seen = set(re.findall(r"--> (.+?):\d+:\d+", output))
    assert code == 1 and seen == set(ours), (code, seen ^ set(ours), output)
    for name in ours:
        (project / name).write_text(SOUND)
    git(project, "add", ".")
    code, output = hook()
    assert code == 0 and "Passed" in output, output
    print(f"pre-commit: {len(ours)} Dockerfiles of {len(ours) + len(others)} files, fails and passes")


def main():
    program = pathlib.Path(sys.argv[1]).resolve(strict=True)
    files = examples()
    for path in sorted((ROOT / "integrations").glob("*.yml")):
        files[f"integrations/{path.name}"] = path.read_text()
    with tempfile.TemporaryDirectory() as work:
        check_schemas(files, pathlib.Path(sys.argv[2]))
        check_inputs(files)
        check_scripts(files, Release(program), work)
        check_hooks(program, work)


main()
