# node:24 and the distroless image with the same build of it. The official node:24 is on Debian 12;
# here it is on Debian 13.
# from: build-trixie distroless-debian13

source "$BASES/lib/base.sh"
source "$BASES/lib/distroless.sh"
source "$BASES/lib/node.sh"

node 24.21.0 docker.io/library/buildpack-deps:trixie docker.io/library/node:24 docker.io/library/node:24-trixie \
  docker.io/library/node:24-slim docker.io/library/node:24-trixie-slim
mkdir -p "$WORK/distroless/nodejs/bin"
cp "$WORK/package/bin/node" "$WORK/distroless/nodejs/bin/"
cp "$WORK/package/LICENSE" "$WORK/distroless/nodejs/" 2>/dev/null || echo MIT >"$WORK/distroless/nodejs/LICENSE"
distroless nodejs24-debian13 "$HOST/cc-debian13" "$WORK/distroless" '["/nodejs/bin/node"]' nodejs24
