# The distroless images on Debian 12, as they were when upstream stopped building them. /usr is not
# merged in them.

source "$BASES/lib/base.sh"
source "$BASES/lib/distroless.sh"

packages() { # FOLDER PACKAGE…
  unpack bookworm "$WORK/$1" "${@:2}"
}

static_root bookworm "$WORK/static"
distroless static-debian12 scratch "$WORK/static" '' ''
packages base-nossl libc6
distroless base-nossl-debian12 "$HOST/static-debian12" "$WORK/base-nossl" '' ''
packages base libc6 libssl3
distroless base-debian12 "$HOST/static-debian12" "$WORK/base" '' ''
packages cc libgomp1 libstdc++6 libgcc-s1 gcc-12-base
distroless cc-debian12 "$HOST/base-debian12" "$WORK/cc" '' ''
packages python3 libbz2-1.0 libdb5.3 libexpat1 liblzma5 libsqlite3-0 libuuid1 libncursesw6 libtinfo6 \
  zlib1g libcom-err2 libcrypt1 libgssapi-krb5-2 libk5crypto3 libkeyutils1 libkrb5-3 libkrb5support0 \
  libnsl2 libreadline8 libtirpc3 libffi8 libpython3.11-minimal libpython3.11-stdlib python3.11-minimal
ln -s python3.11 "$WORK/python3/usr/bin/python3"
ln -s python3.11 "$WORK/python3/usr/bin/python"
distroless python3-debian12 "$HOST/cc-debian12" "$WORK/python3" '["/usr/bin/python3.11"]' '' LANG=C.UTF-8
