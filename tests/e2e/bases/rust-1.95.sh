# rust:1.95.0-slim-trixie: this machine's own toolchain where the official image has it, rustup included, with
# Debian 13's compiler of C. What the Dockerfile installs is there already: a build has no network.
# from: build-trixie
# only for: own-image

source "$BASES/lib/base.sh"

container=$(new docker.io/library/buildpack-deps:trixie)
install_into trixie "$container" musl-tools
mounted=$(buildah mount "$container")
name=${TOOLCHAIN##*/}
own=$mounted/usr/local/rustup/toolchains/$name
mkdir -p "$own/bin" "$own/lib/rustlib" "$mounted/usr/local/cargo/bin"
cp "$TOOLCHAIN"/bin/{cargo,rustc} "$own/bin/"
cp -d "$TOOLCHAIN"/lib/*.so* "$own/lib/"
# Each standard library, and what rustup notes of what is installed.
for part in "$TOOLCHAIN"/lib/rustlib/*; do
  [[ $part == *wasm32* ]] || cp -R "$part" "$own/lib/rustlib/"
done
printf 'version = "12"\nprofile = "minimal"\ndefault_toolchain = "%s"\n' "$name" >"$mounted/usr/local/rustup/settings.toml"
for proxy in rustup cargo rustc; do cp -L "$RUSTUP" "$mounted/usr/local/cargo/bin/$proxy"; done
buildah config --env RUSTUP_HOME=/usr/local/rustup --env CARGO_HOME=/usr/local/cargo --env RUST_VERSION=1.95.0 \
  --env PATH=/usr/local/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --cmd bash "$container"
commit "$container" docker.io/library/rust:1.95.0-slim-trixie
