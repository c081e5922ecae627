"""Compiles this folder's extension into a wheel, so that pip needs no other package and no index."""

import subprocess
import sysconfig
import zipfile

NAME, VERSION = "greet", "1.0.0"
MINOR = sysconfig.get_config_var("py_version_nodot")
TAG = f"cp{MINOR}-cp{MINOR}-linux_{sysconfig.get_platform().split('-')[-1]}"


def get_requires_for_build_wheel(config_settings=None):
    return []


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    info = f"{NAME}-{VERSION}.dist-info"
    module = NAME + sysconfig.get_config_var("EXT_SUFFIX")
    include = sysconfig.get_path("include")
    subprocess.run(["gcc", "-shared", "-fPIC", f"-I{include}", f"{NAME}.c", "-o", module], check=True)
    files = {
        module: open(module, "rb").read(),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {VERSION}\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: backend\nRoot-Is-Purelib: false\nTag: {TAG}\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
    wheel = f"{NAME}-{VERSION}-{TAG}.whl"
    with zipfile.ZipFile(f"{wheel_directory}/{wheel}", "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return wheel
