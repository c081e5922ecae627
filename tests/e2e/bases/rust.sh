# rust:1.85 with Debian 13's compiler at /usr/bin; the official image has rustup's at
# /usr/local/cargo.
# from: build-trixie

source "$BASES/lib/base.sh"

container=$(new docker.io/library/buildpack-deps:trixie)
install_into trixie "$container" rustc cargo
rm -f "$(buildah mount "$container")"/usr/lib/rustlib/*/lib/libtest-*.rlib
buildah config --env CARGO_NET_OFFLINE=true --cmd bash "$container"
commit "$container" docker.io/library/rust:1.85 docker.io/library/rust:1.85-trixie docker.io/library/rust:1.85-slim
