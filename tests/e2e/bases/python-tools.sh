# What pip would fetch of Poetry, Flask and gunicorn for Python 3.13, and uv as its own image.

source "$BASES/lib/base.sh"

python3 -m venv "$WORK/venv"
fetch() { # FOLDER PACKAGE OPTION…
  "$WORK/venv/bin/pip" download --quiet --disable-pip-version-check --only-binary :all: --python-version 3.13 \
    --platform "manylinux_2_34_$PYTHON_ARCH" --platform "manylinux_2_28_$PYTHON_ARCH" \
    --platform "manylinux2014_$PYTHON_ARCH" --dest "$1" "${@:2}"
}
fetch "$PACKAGES/pip/wheels" poetry==2.2.1 flask==3.1.2 gunicorn==23.0.0
printf '%s\n' '[global]' 'no-index = true' 'find-links = /opt/wheels' 'no-compile = true' >"$PACKAGES/pip/pip.conf"
packages pip

fetch "$WORK/uv" --no-deps uv==0.4.30
python3 -m zipfile -e "$WORK"/uv/uv-*.whl "$WORK/unpacked"
mkdir "$WORK/root"
cp "$WORK"/unpacked/uv-*.data/scripts/{uv,uvx} "$WORK/root/"
chmod 0755 "$WORK"/root/*
container=$(new scratch)
add_tree "$container" "$WORK/root"
buildah config --entrypoint '["/uv"]' "$container"
commit "$container" ghcr.io/astral-sh/uv:0.4 ghcr.io/astral-sh/uv:latest
