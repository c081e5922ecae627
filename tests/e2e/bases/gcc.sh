# gcc:14 with a C++ compiler. The official image has its compilers in /usr/local; here they are
# Debian's.
# from: build-trixie

source "$BASES/lib/base.sh"

container=$(new docker.io/library/buildpack-deps:trixie)
install_into trixie "$container" g++
rm -f "$(buildah mount "$container")"/usr/libexec/gcc/*/*/{lto1,g++-mapper-server}
commit "$container" docker.io/library/gcc:14 docker.io/library/gcc:14-trixie
