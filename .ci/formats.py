#!/usr/bin/env python3
"""The formats for other CI, read by what reads them there.

usage: formats.py PROGRAM NODE_TOOLS

Texts that try to be more than text are checked by the program, and each format is given to a package that
reads it: junitparser, the parser of Azure's own task library, Python's XML, and SARIF's schema with the
validator that GitHub's uploader has. What they find has to be what the program found. The readers of
GitLab, TeamCity and reviewdog are in no package; their rules are tests of crates/distroless-report.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import junitparser

# What a file name and an instruction may hold on Linux, and no reader may take for its own.
TRICK = "a&b <c>'d\"e %0A,f;g]h|i`j ##vso[task.x]k ::error::l \u202em ##teamcity[n o='p'] ]]> é€😀"
NODE = """
const [tools, kind, file] = process.argv.slice(1);
const { createRequire } = require('node:module');
const load = createRequire(tools + '/package.json');
const text = require('node:fs').readFileSync(file, 'utf8');
if (kind === 'azure') {
  const { commandFromString } = load('azure-pipelines-task-lib/taskcommand');
  const lines = text.split('\\n').filter(Boolean);
  console.log(JSON.stringify(lines.map((line) => commandFromString(line))));
} else {
  const path = load.resolve('@microsoft/jest-sarif').replace(/(jest-sarif[\\\\/]).*/, '$1lib/schemas/sarif-2.1.0-rtm.5.json');
  const schema = JSON.parse(require('node:fs').readFileSync(path, 'utf8'));
  const { errors } = new (load('jsonschema').Validator)().validate(JSON.parse(text), schema);
  console.log(JSON.stringify(errors.map(String)));
}
"""


class Project:
    def __init__(self, program, node_tools, folder):
        self.program, self.tools, self.folder = program, node_tools, folder
        tests = {
            "plain/Dockerfile": 'FROM scratch\nCOPY app /app\nUSER 1\nENTRYPOINT /app\nHEALTHCHECK CMD ls\n',
            "warns/Dockerfile": 'FROM debian:9\nRUN apt-get update && apt-get install -y gcc\nCMD ["/bin/sh"]\n',
            "advised/Dockerfile": 'FROM scratch AS build\nCOPY app /app\nFROM gcr.io/distroless/static-debian13\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n',
            f"{TRICK.replace('/', '')}/Dockerfile": f"FROM scratch AS s\nCOPY app /app\nUSER 1\nENTRYPOINT /app {TRICK}\n",
            "clean/Dockerfile": 'FROM scratch\nCOPY app /app\nUSER 1\nENTRYPOINT ["/app"]\n',
        }
        for name, text in tests.items():
            path = folder / name
            path.parent.mkdir(parents=True)
            path.write_text(text)
        report = json.loads(self.report("json").read_text())
        self.findings = sorted((f["path"], f["start"]["line"], f["rule"], f["severity"]) for f in report["findings"])
        self.files = [file["path"] for file in report["files"]]
        assert len(self.files) == 5 and {it[3] for it in self.findings} == {"error", "warning", "info"}, report["summary"]
        assert report["summary"]["problems"] == 0, report["problems"]
        self.shown = sorted((visible(path), line) for path, line, _, _ in self.findings)

    def report(self, kind):
        file = self.folder / f"report.{kind}"
        done = subprocess.run(
            [self.program, "--format", kind, "--output", file, "--quiet", "--no-config", "--fail-on", "warning", "."],
            cwd=self.folder, env={}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        assert done.returncode == 1, (kind, done.returncode, done.stdout)
        return file

    def node(self, kind, file):
        command = ["node", "-e", NODE, self.tools, kind, file]
        return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def junit(project):
    read = junitparser.JUnitXml.fromfile(str(project.report("junit")))
    cases = [case for suite in read for case in suite]
    failed = [case for case in cases if any(isinstance(it, junitparser.Failure) for it in case.result)]
    fails = [finding for finding in project.findings if finding[3] != "info"]
    assert len(failed) == len(fails) == read.failures, (len(failed), len(fails), read.failures)
    assert {case.classname for case in cases} == set(map(visible, project.files)), {case.classname for case in cases}
    return len(cases)


def azure(project):
    commands = project.node("azure", project.report("azure"))
    assert {it["command"] for it in commands} == {"task.logissue"}, commands
    read = sorted((it["properties"]["sourcepath"], int(it["properties"]["linenumber"])) for it in commands)
    # Where anything may begin a command, two hash marks are kept apart.
    assert read == sorted((path.replace("##", "# #"), line) for path, line in project.shown), read
    return len(commands)


def visible(path):
    """What cannot be seen is written out in paths."""
    return path.replace("\u202e", "\\u{202e}")


def checkstyle(project):
    root = xml.etree.ElementTree.parse(project.report("checkstyle")).getroot()
    assert root.tag == "checkstyle" and root.get("version"), root.attrib
    errors = [(file.get("name"), int(error.get("line"))) for file in root for error in file]
    assert sorted(errors) == project.shown, errors
    assert {error.get("severity") for error in root.iter("error")} <= {"error", "warning", "info", "ignore"}
    return len(errors)


def sarif(project):
    errors = project.node("sarif", project.report("sarif"))
    assert not errors, errors[:5]
    return len(json.loads((project.folder / "report.sarif").read_text())["runs"][0]["results"])


def main():
    program = pathlib.Path(sys.argv[1]).resolve(strict=True)
    tools = pathlib.Path(sys.argv[2]).resolve(strict=True)
    with tempfile.TemporaryDirectory() as folder:
        project = Project(program, tools, pathlib.Path(folder))
        for check in (junit, azure, checkstyle, sarif):
            print(f"{check.__name__}: {check(project)} read")


main()
