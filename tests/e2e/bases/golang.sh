# golang:1.24: Debian 13's Go at /usr/local/go, with gcc, so that cgo is on as in the official
# image. golang:1.24-alpine is the same Go on the stand-in for Alpine, without gcc.
# from: build-trixie alpine

source "$BASES/lib/base.sh"

go=$WORK/root/usr/local/go
unpack trixie "$WORK/package" golang-1.24-go golang-1.24-src
mkdir -p "$go" "$WORK/root/go/bin" "$WORK/root/go/src"
cp -rL "$WORK/package/usr/share/go-1.24/." "$go/"
cp -r "$WORK/package/usr/lib/go-1.24/bin" "$go/"
mkdir -p "$go/pkg"
cp -r "$WORK/package"/usr/lib/go-1.24/pkg/tool "$go/pkg/"
cp "$WORK/package"/usr/lib/go-1.24/VERSION "$go/" 2>/dev/null || true
rm -rf "$go"/{test,doc,api} "$go"/src/cmd
find "$go/pkg/tool" -type f ! -name asm ! -name buildid ! -name cgo ! -name compile ! -name link -delete
find "$go/src" -name '*_test.go' -delete
find "$go/src" -name testdata -type d -prune -exec rm -rf {} +
# Without what debuggers read, which takes the linker as long as all the rest.
settings() {
  buildah config --env GOTOOLCHAIN=local --env GOPATH=/go --env 'GOFLAGS=-buildvcs=false -ldflags=-w' --workingdir /go \
    --env PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --cmd bash "$1"
}
container=$(new docker.io/library/buildpack-deps:trixie)
add_tree "$container" "$WORK/root"
settings "$container"
commit "$container" docker.io/library/golang:1.24 docker.io/library/golang:1.24-trixie
container=$(new docker.io/library/alpine:3)
add_tree "$container" "$WORK/root"
settings "$container"
commit "$container" docker.io/library/golang:1.24-alpine
