# Debian 13 with a C compiler: what the images of languages are built on.
# from: debian-trixie

source "$BASES/lib/base.sh"

container=$(new docker.io/library/debian:trixie)
install_into trixie "$container" gcc make libc6-dev libssl-dev zlib1g-dev libpq-dev ca-certificates
# What no case calls for: link-time optimisation, sanitizers.
mounted=$(buildah mount "$container")
rm -rf "$mounted"/usr/bin/*-lto-dump-* "$mounted"/usr/libexec/gcc/*/*/{lto1,lto-dump,g++-mapper-server} \
  "$mounted"/usr/lib/gcc/*/*/lib{asan,hwasan,lsan,tsan,ubsan}* "$mounted"/usr/lib/*/lib{asan,hwasan,lsan,tsan,ubsan}*
commit "$container" docker.io/library/buildpack-deps:trixie
