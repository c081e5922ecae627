# Used by the recipes of images that are Alpine's in the original: programs of Debian with the
# libraries they need, for the stand-in of Alpine, whose packages cannot be had.

# Copies programs of a container, and what they are linked to, into a folder.
copy_programs() { # CONTAINER FOLDER PROGRAM…
  local container=$1 folder=$2 mounted path
  shift 2
  mounted=$(buildah mount "$container")
  mkdir -p "$folder/usr/lib/$TRIPLET" "$folder/lib" "$folder/lib64"
  buildah run --isolation chroot "$container" -- ldd "$@" | grep -o '/[^ :]*' | sort -u |
    while read -r path; do
      case $path in
        /lib64/* | /lib/ld-linux*) install -D "$mounted/$path" "$folder/$path" ;;
        *.so*) cp -L "$mounted/$path" "$folder/usr/lib/$TRIPLET/" ;;
      esac
    done
  for path in "$@"; do install -D "$mounted/$path" "$folder/$path"; done
}
