# maven:3.9-eclipse-temurin-21: Debian's Maven on eclipse-temurin:21-jdk, where the official image has
# upstream's. What Maven would fetch to package a program without dependencies is Debian's as well.
# from: java

source "$BASES/lib/base.sh"

asked=(maven libmaven-{compiler,resources,jar}-plugin-java libsurefire-java)
# Of what they depend on only what is the same on every processor: Java's packages are.
apt_for trixie apt-get -s install "${asked[@]}" | awk '$1 == "Inst" && /\[all\]/ { print $2 }' >"$WORK/names"
mapfile -t names <"$WORK/names"
unpack trixie "$WORK/package" "${names[@]}"

root=$WORK/root
mkdir -p "$root/usr/share" "$root/usr/bin"
# Links out of the folder, and to packages that are only recommended.
find "$WORK"/package/usr/share/{maven,maven-repo} -xtype l -delete
rm -f "$WORK/package/usr/share/maven/conf" "$WORK/package/usr/share/maven/bin/m2.conf"
cp -rL "$WORK/package/usr/share/maven" "$root/usr/share/"
cp -rL "$WORK/package/etc/maven" "$root/usr/share/maven/conf"
cp "$WORK/package/etc/maven/m2.conf" "$root/usr/share/maven/bin/m2.conf"
rm -rf "$root/usr/share/maven/man"
ln -s /usr/share/maven/bin/mvn "$root/usr/bin/mvn"
container=$(new docker.io/library/eclipse-temurin:21-jdk)
add_tree "$container" "$root"
buildah config --env MAVEN_HOME=/usr/share/maven --cmd mvn "$container"
commit "$container" docker.io/library/maven:3.9-eclipse-temurin-21 docker.io/library/maven:3-eclipse-temurin-21

repository=$PACKAGES/maven/m2/repository
mkdir -p "$repository"
cp -rL "$WORK/package/usr/share/maven-repo/." "$repository/"
# Only their descriptions are read: tests, reports, other builders.
(cd "$repository" && find junit org/{junit,jsoup,dom4j} org/apache/{ant,velocity} velocity-tools info com/univocity \
  commons-{collections,validator,beanutils} org/apache/httpcomponents/http{client-osgi,core-nio} org/ow2/asm/asm-all \
  org/apache/maven/doxia -name '*.jar' -delete)
echo '<settings><offline>true</offline></settings>' >"$PACKAGES/maven/m2/settings.xml"
# A compiler for a program that ends at once.
echo 'MAVEN_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"' >"$PACKAGES/maven/mavenrc"
packages maven
