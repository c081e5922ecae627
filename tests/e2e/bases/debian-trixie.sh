# Debian 13 as Debian's own tool makes it: debian:trixie and its -slim form are one image here.

source "$BASES/lib/base.sh"
source "$BASES/lib/debian.sh"

debian trixie 13
