"""Packs this folder's package into a wheel, so that pip needs no other package and no index."""

import zipfile

NAME, VERSION = "greet", "1.0.0"
TAG = "py3-none-any"


def get_requires_for_build_wheel(config_settings=None):
    return []


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    info = f"{NAME}-{VERSION}.dist-info"
    files = {
        f"{NAME}.py": open(f"{NAME}.py").read(),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {VERSION}\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: backend\nRoot-Is-Purelib: true\nTag: {TAG}\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
    wheel = f"{NAME}-{VERSION}-{TAG}.whl"
    with zipfile.ZipFile(f"{wheel_directory}/{wheel}", "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return wheel
