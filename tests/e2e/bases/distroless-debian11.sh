# What upstream last built on Debian 11: glibc 2.31 and OpenSSL 1.1, for programs that want newer ones.

source "$BASES/lib/base.sh"
source "$BASES/lib/distroless.sh"

static_root bullseye "$WORK/static"
distroless static-debian11 scratch "$WORK/static" '' ''
unpack bullseye "$WORK/base" libc6 libssl1.1
distroless base-debian11 "$HOST/static-debian11" "$WORK/base" '' ''
