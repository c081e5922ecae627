# The distroless Java images and eclipse-temurin:21-jdk, with Debian's OpenJDK in the places of
# Temurin's. The runtimes are linked by jlink from few modules: a whole one is 200 MB, and the cases
# need a command line and a compiler, for programs that end at once. The debug tags have a runtime where upstream's have a JDK.
# from: debian-bookworm debian-trixie distroless-debian13

source "$BASES/lib/base.sh"
source "$BASES/lib/distroless.sh"

# A runtime of some modules of Debian's OpenJDK.
link() { # SUITE VERSION ROOT FOLDER MODULES
  local suite=$1 version=$2 folder=$3/$4 container classes=()
  # What each start would read of its classes.
  [[ $version == 17 ]] || classes=(--generate-cds-archive)
  unpack "$suite" "$WORK/jdk$version" "openjdk-$version-jdk-headless" "openjdk-$version-jre-headless"
  container=$(new "docker.io/library/debian:$suite")
  mkdir -p "$(dirname "$folder")"
  buildah run --isolation chroot --volume "$WORK/jdk$version/usr/lib/jvm:/usr/lib/jvm:ro" \
    --volume "$WORK/jdk$version/etc/java-$version-openjdk:/etc/java-$version-openjdk:ro" \
    --volume "$(dirname "$folder"):/out" "$container" -- \
    "/usr/lib/jvm/java-$version-openjdk-$ARCH/bin/jlink" --add-modules "$5" --output "/out/$(basename "$folder")" \
    --no-header-files --no-man-pages --strip-java-debug-attributes \
    --add-options="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" "${classes[@]}"
  # For heaps of more than 32 GB.
  rm -f "$folder/lib/server/classes_nocoops.jsa"
  buildah rm "$container" >/dev/null
}

runtime() { # SUITE VERSION
  local root=$WORK/runtime$2 folder=usr/lib/jvm/temurin-$2-jre-$ARCH version
  link "$1" "$2" "$root" "$folder" java.base,java.logging,java.naming,java.net.http,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver
  mkdir -p "$root/usr/bin"
  ln -s "../../$folder/bin/java" "$root/usr/bin/java"
  version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$root/$folder/release")
  distroless "java$2-debian13" "$HOST/java-base-debian13" "$root" '["/usr/bin/java", "-jar"]' "java$2" \
    LANG=C.UTF-8 "JAVA_VERSION=$version"
}

base=$WORK/base
unpack trixie "$base" zlib1g libjpeg62-turbo liblcms2-2 libfreetype6 fonts-dejavu-core fontconfig-config \
  libexpat1 libfontconfig1 libuuid1 libbrotli1 libcrypt1 libstdc++6 libgcc-s1 gcc-14-base libpng16-16t64 libbz2-1.0
distroless java-base-debian13 "$HOST/base-nossl-debian13" "$base" '' java-base LANG=C.UTF-8
runtime bookworm 17
runtime trixie 21

link trixie 21 "$WORK/temurin" opt/java/openjdk \
  java.base,java.logging,java.management,java.naming,java.xml,jdk.compiler,jdk.httpserver,jdk.jartool,jdk.jlink,jdk.unsupported,jdk.zipfs
# What jlink links programs from.
mkdir "$WORK/temurin/opt/java/openjdk/jmods"
for module in java.base java.logging jdk.httpserver; do
  cp "$WORK/jdk21/usr/lib/jvm/java-21-openjdk-$ARCH/jmods/$module.jmod" "$WORK/temurin/opt/java/openjdk/jmods/"
done
container=$(new docker.io/library/debian:trixie)
add_tree "$container" "$WORK/temurin"
buildah config --env JAVA_HOME=/opt/java/openjdk --env LANG=en_US.UTF-8 --env LANGUAGE=en_US:en --env LC_ALL=en_US.UTF-8 \
  --env PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --env "JAVA_VERSION=jdk-$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$WORK/temurin/opt/java/openjdk/release")" --cmd jshell "$container"
commit "$container" docker.io/library/eclipse-temurin:21-jdk docker.io/library/eclipse-temurin:21
