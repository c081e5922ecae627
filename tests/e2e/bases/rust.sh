# rust:1.85 with Debian 13's compiler at /usr/bin; the official image has rustup's at
# /usr/local/cargo.
# from: build-trixie

source "$BASES/lib/base.sh"

container=$(new docker.io/library/buildpack-deps:trixie)
install_into trixie "$container" rustc cargo
# What no case calls for: tests, documentation, and what a debugger reads of the standard library.
rm -f "$(buildah mount "$container")"/usr/lib/rustlib/*/lib/libtest-*.rlib "$(buildah mount "$container")/usr/bin/rustdoc"
buildah run --isolation chroot "$container" -- sh -c 'strip --strip-debug /usr/lib/rustlib/*/lib/*.rlib'
buildah config --env CARGO_NET_OFFLINE=true --env CARGO_HOME=/usr/local/cargo \
  --env PATH=/usr/local/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --cmd bash "$container"
commit "$container" docker.io/library/rust:1.85 docker.io/library/rust:1.85-trixie docker.io/library/rust:1.85-slim
