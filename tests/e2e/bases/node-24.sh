# node:24 and the distroless image with the same build of it. The official node:24 is on Debian 12;
# here it is on Debian 13.
# from: build-trixie distroless-debian13

source "$BASES/lib/base.sh"
source "$BASES/lib/distroless.sh"
source "$BASES/lib/node.sh"

COREPACK_VERSION=0.34.0
node 24.21.0 docker.io/library/buildpack-deps:trixie docker.io/library/node:24 docker.io/library/node:24-trixie \
  docker.io/library/node:24-slim docker.io/library/node:24-trixie-slim
mkdir -p "$WORK/distroless/nodejs/bin"
cp "$WORK/package/bin/node" "$WORK/distroless/nodejs/bin/"
cp "$WORK/package/LICENSE" "$WORK/distroless/nodejs/" 2>/dev/null || echo MIT >"$WORK/distroless/nodejs/LICENSE"
distroless nodejs24-debian13 "$HOST/cc-debian13" "$WORK/distroless" '["/nodejs/bin/node"]' nodejs24

# What corepack would fetch, in the layout of its cache: see lib/base.sh.
npm_package pnpm 9.15.9 "$PACKAGES/corepack/v1/pnpm/9.15.9"
# Programs for other systems.
rm -rf "$PACKAGES"/corepack/v1/pnpm/9.15.9/dist/{reflink.*,vendor}
echo '{"locator":{"name":"pnpm","reference":"9.15.9"},"bin":{"pnpm":"./bin/pnpm.cjs","pnpx":"./bin/pnpx.cjs"},"hash":"sha1.0"}' \
  >"$PACKAGES/corepack/v1/pnpm/9.15.9/.corepack"
packages corepack
