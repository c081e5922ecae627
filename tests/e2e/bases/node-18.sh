# node:18. The official image is on Debian 12; here it is on Debian 13.
# from: build-trixie

source "$BASES/lib/base.sh"
source "$BASES/lib/node.sh"

node 18.20.8 docker.io/library/buildpack-deps:trixie docker.io/library/node:18 docker.io/library/node:18-slim
