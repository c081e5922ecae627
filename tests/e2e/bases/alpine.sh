# An image with musl and its loader where Alpine has them, and busybox. There is no apk: no package
# of Alpine's can be had without its registry, and a RUN that calls apk cannot be tried here. musl
# and busybox are Debian 13's; busybox is a static build against glibc.

source "$BASES/lib/base.sh"

root=$WORK/root
unpack trixie "$WORK/package" musl busybox-static
mkdir -p "$root"/{bin,sbin,etc,lib,usr/bin,usr/sbin,usr/lib,usr/local/bin,var,home,root,proc,sys,dev}
mkdir -m 1777 "$root/tmp"
loader=$(find "$WORK/package" -name "libc.so" -path '*linux-musl*')
cp "$loader" "$root/lib/ld-musl-$MUSL_ARCH.so.1"
ln -s "ld-musl-$MUSL_ARCH.so.1" "$root/lib/libc.musl-$MUSL_ARCH.so.1"
printf '%s\n' /lib /usr/local/lib /usr/lib >"$root/etc/ld-musl-$MUSL_ARCH.path"
cp "$WORK/package/usr/bin/busybox" "$root/bin/busybox"
for applet in $("$root/bin/busybox" --list-full); do
  mkdir -p "$root/$(dirname "$applet")"
  [[ -e $root/$applet ]] || ln -s /bin/busybox "$root/$applet"
done
printf '%s\n' root:x:0:0:root:/root:/bin/sh nobody:x:65534:65534:nobody:/:/sbin/nologin >"$root/etc/passwd"
printf '%s\n' root:x:0:root nobody:x:65534: >"$root/etc/group"
printf '%s\n' 'ID=alpine' 'PRETTY_NAME="stand-in for Alpine Linux"' >"$root/etc/os-release"
chmod 0700 "$root/root"
container=$(new scratch)
add_tree "$container" "$root"
buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --cmd /bin/sh "$container"
names=()
for version in 3.20 3.21 3.22 3.23 3.24; do names+=("docker.io/library/alpine:$version"); done
commit "$container" docker.io/library/alpine:3 "${names[@]}"
