#!/usr/bin/env python3
"""What the project's workflows run in a shell, run here: with the lists, reports and answers that
they get from GitHub.

usage: workflow-scripts.py PROGRAM
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

from ruamel.yaml import YAML

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Answers as GitHub's own program does, and writes down what was asked. `gh` is given a --jq that is
# not run here: the answers are what it leaves.
GH = """#!/bin/sh
printf '%s\\n' "$*" >>"$GH_LOG"
case $* in
  *--paginate*) cat "$GH_RELEASES" ;;
  *commits/*) echo 1111111111111111111111111111111111111111 ;;
  *PATCH* | *POST*) exit "$GH_MOVED" ;;
  *git/ref/tags/*) exit "$GH_EXISTS" ;;
  *) exit 9 ;;
esac
"""


def step(workflow, job, name):
    text = (ROOT / ".github/workflows" / workflow).read_text()
    steps = YAML(typ="safe").load(text)["jobs"][job]["steps"]
    return next(it["run"] for it in steps if it.get("name") == name)


def run(script, folder, **env):
    """As the runner starts a step whose shell is left out."""
    summary, output = folder / "summary", folder / "output"
    for file in (summary, output):
        file.write_text("")
    env = {
        "PATH": os.environ["PATH"], "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(output),
        "GITHUB_WORKSPACE": str(folder), **env,
    }
    done = subprocess.run(
        ["bash", "-e", "-c", script], env=env, cwd=env.pop("cwd", folder), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
    )
    return done.returncode, done.stdout, output.read_text(), summary.read_text()


def lists(folder):
    script = step("many.yml", "prepare", "Read the list")
    many = [f"org/r{n}" for n in range(257)]
    good = [(["b/c", "a-1/x.y_z", "b/c"], ["a-1/x.y_z", "b/c"]), (many[:256], sorted(many[:256]))]
    for given, expected in good:
        code, log, output, _ = run(script, folder, REPOSITORIES=json.dumps(given))
        assert code == 0 and json.loads(output.removeprefix("repositories=")) == expected, (log, output)
        assert output.count("\n") == 1, output
    bad = [
        "", "no JSON", "{}", "[]", "[1]", '["a"]', '["a/b/c"]', '["a/.."]', '["a/b\\nx=y"]', '["a/b\\n"]', '["-a/b"]', '["a/b c"]',
        '["$(id)/b"]', json.dumps(many), '["a/b"] ["c/d"]x',
    ]
    for given in bad:
        code, log, output, _ = run(script, folder, REPOSITORIES=given)
        assert code != 0 and output == "", (given, log, output)
    print(f"many.yml: {len(good)} lists read, {len(bad)} refused")


def many(folder, program):
    check = step("many.yml", "check", "Check")
    (folder / "program").mkdir()
    (folder / "program/distroless-check").write_bytes(program.read_bytes())
    contents = {
        "o/found": "FROM scratch\nCOPY server /server\nCMD /server\n",
        "o/sound": 'FROM scratch\nCOPY server /server\nUSER 1000\nCMD ["/server"]\n',
        "o/unread": b"FROM scratch\nLABEL a=\xff\n",
        # What a log must not take for a command of the runner.
        "o/hostile": "FROM scratch\nCOPY server /server\n# ::error::x\nCMD /server ::set-output name=a::b\n",
    }
    for fail_on, codes in (("never", (0, 0, 2, 0)), ("error", (1, 0, 2, 1))):
        for (name, text), expected in zip(contents.items(), codes):
            repository = folder / f"checkout-{fail_on}" / name
            repository.mkdir(parents=True)
            (repository / "Dockerfile").write_bytes(text if isinstance(text, bytes) else text.encode())
            code, log, output, _ = run(
                check, folder, cwd=repository, REPOSITORY=name, FAIL_ON=fail_on, REPORTS=str(folder / "reports"),
            )
            assert code == expected, (name, fail_on, code, log)
            assert output == f"name={name.replace('/', '-')}\n", output
            for kind in ("json", "sarif"):
                assert json.loads((folder / f"reports/{name}.{kind}").read_text()), name
            lines = log.splitlines()
            stop = next(line for line in lines if line.startswith("::stop-commands::"))
            assert lines[-1] == f"::{stop.removeprefix('::stop-commands::')}::", log
    table = step("many.yml", "table", "Join the reports")
    listed = json.dumps([*contents, "o/gone"])
    code, log, _, summary = run(table, folder, REPOSITORIES=listed)
    assert code == 1 and "- o/gone" in summary, (code, log, summary)
    assert all(name in summary for name in contents), summary
    code, log, _, summary = run(table, folder, REPOSITORIES=json.dumps([*contents]))
    assert code == 0 and "Not checked" not in summary, (code, log, summary)
    code, log, _, summary = run(table, folder, REPOSITORIES='["o/gone"]')
    assert code == 1 and summary.strip().endswith("- o/gone"), (code, log, summary)
    print(f"many.yml: {len(contents)} repositories checked twice and joined, one missing is told")


def major(folder):
    script = step("major.yml", "move", "Move the tag of the major version")
    tools = folder / "tools"
    tools.mkdir()
    (tools / "gh").write_text(GH)
    (tools / "gh").chmod(0o755)
    releases, log = folder / "releases", folder / "log"
    releases.write_text("v1.9.0\nv1.10.0\nv2.0.0\nv1.2.3\nv1.10.0-rc.1\n")
    # The tag, whether v1 is there, whether the move is allowed; the exit code, how it is moved.
    cases = [
        ("v1.10.0", True, True, 0, "PATCH repos/o/r/git/refs/tags/v1"),
        ("v2.0.0", False, True, 0, "POST repos/o/r/git/refs"),
        ("v1.9.0", True, True, 0, None),
        ("v1.10.0-rc.1", True, True, 0, None),
        ("nightly", True, True, 0, None),
        ("v1.10.0", True, False, 1, "PATCH repos/o/r/git/refs/tags/v1"),
    ]
    for tag, there, allowed, expected, move in cases:
        log.write_text("")
        code, out, _, summary = run(
            script, folder, PATH=f"{tools}:{os.environ['PATH']}", GH_REPO="o/r", TAG=tag, GH_LOG=str(log),
            GH_RELEASES=str(releases), GH_EXISTS="0" if there else "1", GH_MOVED="0" if allowed else "1",
        )
        asked = log.read_text()
        assert code == expected, (tag, code, out)
        moved = [line for line in asked.splitlines() if "PATCH" in line or "POST" in line]
        assert len(moved) == (move is not None) and all(move in line for line in moved), (tag, asked)
        assert bool(summary) == (move is not None and allowed), (tag, summary)
        assert allowed or "by hand" in out, out
    print(f"major.yml: {len(cases)} tags moved, left or reported as they should be")


def release(folder):
    script = step("release.yml", "verify", "Version, change log and branch agree")
    clone = folder / "clone"

    def git(*args):
        subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *args], cwd=clone, check=True)

    subprocess.run(["git", "clone", "--quiet", "--no-local", "--depth=1", f"file://{ROOT}", clone], check=True)
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    text = (clone / "Cargo.toml").read_text()
    version = text.split('\nversion = "', 1)[1].split('"', 1)[0]
    log = clone / "CHANGELOG.md"
    home = {name: os.environ[name] for name in ("HOME", "CARGO_HOME", "RUSTUP_HOME") if name in os.environ}

    def verify(tag, changes):
        log.write_text(changes)
        return run(script, folder, cwd=clone, TAG=tag, **home)[:2]

    dated = f"# Changelog\n\n## {version} (2026-01-01)\n"
    code, out = verify(f"v{version}", dated)
    assert code == 0, out
    refused = [
        ("v99.0.0", dated, "Cargo.toml says"),
        (f"v{version}", "# Changelog\n", "no section"),
        (f"v{version}", f"## {version} (unreleased)\n", "unreleased"),
    ]
    for tag, changes, why in refused:
        code, out = verify(tag, changes)
        assert code != 0 and why in out, (tag, out)
    git("commit", "--quiet", "--allow-empty", "--message", "x")
    code, out = verify(f"v{version}", dated)
    assert code != 0 and "not on main" in out, out
    print("release.yml: 1 tag taken, 4 refused")


def main():
    program = pathlib.Path(sys.argv[1]).resolve(strict=True)
    for check in (lists, lambda folder: many(folder, program), major, release):
        with tempfile.TemporaryDirectory() as folder:
            check(pathlib.Path(folder))


main()
