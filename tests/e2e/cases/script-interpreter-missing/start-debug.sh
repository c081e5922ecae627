#!/busybox/sh
exec /server
