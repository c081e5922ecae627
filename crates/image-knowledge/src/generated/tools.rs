// Made by `cargo xtask codegen` from `data/*.toml`. Do not edit.

use crate::types::ToolClass;
use crate::words::Words;

pub(crate) static PACKAGES: &[(&str, ToolClass, Words)] = &[
    (
        "apt",
        ToolClass::Toolchain,
        Words(
            "binutils build-essential cargo clang cpp crossbuild-essential-arm64 default-jdk default-jdk-headless dotnet-sdk-8.0 fpc g++ g++-12 g++-14 gcc gcc-12 gcc-14 gdc gfortran ghc gnat golang golang-1.19 golang-1.24 golang-go lld llvm mold musl-tools nasm nvidia-cuda-toolkit ocaml-nox openjdk-17-jdk openjdk-17-jdk-headless openjdk-21-jdk openjdk-21-jdk-headless openjdk-25-jdk-headless rustc tcc valac yasm",
        ),
    ),
    (
        "apt",
        ToolClass::BuildTool,
        Words(
            "ant autoconf automake bazel-bootstrap bc bison ccache chrpath cmake cython3 debhelper devscripts doxygen dpkg-dev equivs fakeroot flex gperf libtool libtool-bin m4 make meson ninja-build patch patchelf pkg-config pkgconf protobuf-compiler re2c scons swig texinfo thrift-compiler",
        ),
    ),
    (
        "apt",
        ToolClass::Headers,
        Words(
            "libc6-dev libnode-dev libperl-dev libstdc++-12-dev libstdc++-14-dev linux-headers-amd64 linux-libc-dev php-dev python3-all-dev python3-dev ruby-dev",
        ),
    ),
    (
        "apt",
        ToolClass::Vcs,
        Words("brz bzr cvs git git-core git-lfs mercurial subversion"),
    ),
    (
        "apt",
        ToolClass::NetworkDownload,
        Words("aria2 axel curl ftp httpie lftp openssh-client rsync ssh wget wget2"),
    ),
    (
        "apt",
        ToolClass::NetworkDebug,
        Words(
            "bind9-dnsutils bind9-host dnsutils iperf3 iproute2 iputils-ping mtr-tiny ncat net-tools netcat-openbsd netcat-traditional nmap socat tcpdump telnet traceroute tshark whois",
        ),
    ),
    (
        "apt",
        ToolClass::Debugger,
        Words(
            "bpftrace crash delve gdb gdbserver heaptrack linux-perf lldb ltrace perf-tools-unstable rr strace systemtap valgrind",
        ),
    ),
    (
        "apt",
        ToolClass::Editor,
        Words("ed emacs-nox joe less micro nano neovim vim vim-nox vim-tiny"),
    ),
    (
        "apt",
        ToolClass::Shell,
        Words("bash busybox busybox-static csh dash fish ksh mksh tcsh zsh"),
    ),
    (
        "apt",
        ToolClass::PackageManager,
        Words(
            "alien apt apt-transport-https apt-utils aptitude dirmngr dnf dpkg flatpak gnupg gnupg2 gpg rpm snapd software-properties-common",
        ),
    ),
    (
        "apt",
        ToolClass::LangPackageManager,
        Words(
            "bundler cabal-install composer cpanminus gradle haskell-stack leiningen luarocks maven npm opam pipx python3-pip python3-poetry python3-setuptools python3-venv python3-virtualenv python3-wheel r-cran-devtools rebar3 ruby-bundler rubygems sbt virtualenv yarnpkg",
        ),
    ),
    (
        "apt",
        ToolClass::ProcessAdmin,
        Words(
            "cron htop lsof man-db openssh-server procps psmisc screen sudo supervisor systemd tmux",
        ),
    ),
    (
        "apt",
        ToolClass::Archive,
        Words("bzip2 cpio file p7zip-full tar unzip xz-utils zip zstd"),
    ),
    (
        "apt",
        ToolClass::DataClient,
        Words(
            "default-mysql-client mariadb-client mongodb-clients postgresql-client redis-tools sqlite3",
        ),
    ),
    (
        "apt",
        ToolClass::RuntimeOk,
        Words(
            "ca-certificates dumb-init fontconfig fonts-dejavu-core gosu libatomic1 libgcc-s1 libgomp1 libjemalloc2 libssl3 libssl3t64 libstdc++6 locales media-types netbase tini tzdata zlib1g",
        ),
    ),
    (
        "apk",
        ToolClass::Toolchain,
        Words(
            "alpine-sdk binutils build-base cargo clang g++ gcc gfortran ghc go lld llvm musl-dev nasm openjdk17 openjdk17-jdk openjdk21 openjdk21-jdk openjdk25-jdk rust yasm zig",
        ),
    ),
    (
        "apk",
        ToolClass::BuildTool,
        Words(
            "autoconf automake bison ccache cmake flex gettext-dev libtool linux-headers make meson ninja ninja-build patch patchelf pkgconf pkgconfig protoc re2c samurai swig",
        ),
    ),
    (
        "apk",
        ToolClass::Headers,
        Words("libc-dev nodejs-dev perl-dev php83-dev php84-dev python3-dev ruby-dev"),
    ),
    (
        "apk",
        ToolClass::Vcs,
        Words("git git-lfs mercurial subversion"),
    ),
    (
        "apk",
        ToolClass::NetworkDownload,
        Words("aria2 curl openssh-client openssh-client-default rsync wget"),
    ),
    (
        "apk",
        ToolClass::NetworkDebug,
        Words(
            "bind-tools busybox-extras drill iproute2 iputils mtr netcat-openbsd nmap socat tcpdump tshark",
        ),
    ),
    (
        "apk",
        ToolClass::Debugger,
        Words("bpftrace gdb lldb ltrace musl-dbg perf strace valgrind"),
    ),
    (
        "apk",
        ToolClass::Editor,
        Words("emacs joe less nano neovim vim"),
    ),
    (
        "apk",
        ToolClass::Shell,
        Words("bash busybox dash fish mksh zsh"),
    ),
    (
        "apk",
        ToolClass::PackageManager,
        Words("abuild apk-tools gnupg"),
    ),
    (
        "apk",
        ToolClass::LangPackageManager,
        Words(
            "cabal composer gradle maven npm pnpm poetry py3-pip py3-setuptools py3-virtualenv py3-wheel ruby-bundler uv yarn",
        ),
    ),
    (
        "apk",
        ToolClass::ProcessAdmin,
        Words(
            "doas htop lsof openrc openssh openssh-server procps procps-ng shadow sudo supervisor",
        ),
    ),
    (
        "apk",
        ToolClass::RuntimeOk,
        Words(
            "ca-certificates ca-certificates-bundle dumb-init gcompat icu-data-full icu-libs libc6-compat libcrypto3 libgcc libgomp libssl3 libstdc++ musl-locales su-exec tini tzdata zlib",
        ),
    ),
    (
        "dnf",
        ToolClass::Toolchain,
        Words(
            "binutils cargo clang dotnet-sdk-10.0 dotnet-sdk-8.0 dotnet-sdk-9.0 gcc gcc-c++ gcc-gfortran gcc-toolset-13 gcc-toolset-14 go-toolset golang java-17-openjdk-devel java-21-openjdk-devel java-25-openjdk-devel lld llvm llvm-toolset nasm rust rust-toolset",
        ),
    ),
    (
        "dnf",
        ToolClass::BuildTool,
        Words(
            "autoconf automake bison cmake flex libtool m4 make meson ninja-build patch pkgconf pkgconf-pkg-config protobuf-compiler redhat-rpm-config rpm-build swig",
        ),
    ),
    (
        "dnf",
        ToolClass::Headers,
        Words(
            "glibc-devel glibc-headers kernel-devel kernel-headers libstdc++-devel nodejs-devel perl-devel php-devel python3-devel python3.11-devel python3.12-devel ruby-devel",
        ),
    ),
    (
        "dnf",
        ToolClass::Vcs,
        Words("git git-core git-lfs mercurial subversion"),
    ),
    (
        "dnf",
        ToolClass::NetworkDownload,
        Words("curl curl-minimal openssh-clients rsync wget"),
    ),
    (
        "dnf",
        ToolClass::NetworkDebug,
        Words(
            "bind-utils iproute iputils mtr net-tools nmap nmap-ncat socat tcpdump telnet traceroute",
        ),
    ),
    (
        "dnf",
        ToolClass::Debugger,
        Words("gdb gdb-gdbserver lldb ltrace perf strace valgrind"),
    ),
    (
        "dnf",
        ToolClass::Editor,
        Words("emacs-nox less nano vim-enhanced vim-minimal"),
    ),
    ("dnf", ToolClass::Shell, Words("bash ksh tcsh zsh")),
    (
        "dnf",
        ToolClass::PackageManager,
        Words("dnf dnf-plugins-core dnf-utils dnf5 gnupg2 microdnf rpm tdnf yum yum-utils"),
    ),
    (
        "dnf",
        ToolClass::LangPackageManager,
        Words(
            "composer gradle maven nodejs-npm npm python3-pip python3-setuptools python3-wheel python3.11-pip python3.12-pip rubygem-bundler rubygems",
        ),
    ),
    (
        "dnf",
        ToolClass::ProcessAdmin,
        Words("cronie lsof openssh-server passwd procps-ng shadow-utils sudo systemd"),
    ),
    (
        "dnf",
        ToolClass::RuntimeOk,
        Words(
            "ca-certificates glibc glibc-langpack-en glibc-minimal-langpack krb5-libs libgcc libgomp libicu libstdc++ openssl-libs tzdata zlib zlib-ng-compat",
        ),
    ),
    (
        "zypper",
        ToolClass::Toolchain,
        Words(
            "binutils cargo clang gcc gcc-c++ gcc13 gcc14 go java-21-openjdk-devel patterns-devel-base-devel_basis rust",
        ),
    ),
    (
        "zypper",
        ToolClass::BuildTool,
        Words(
            "autoconf automake bison cmake flex libtool make meson ninja patch pkg-config pkgconf",
        ),
    ),
    (
        "zypper",
        ToolClass::Headers,
        Words("glibc-devel kernel-devel linux-glibc-devel python3-devel python311-devel"),
    ),
    (
        "zypper",
        ToolClass::Vcs,
        Words("git git-core mercurial subversion"),
    ),
    (
        "zypper",
        ToolClass::NetworkDownload,
        Words("curl openssh-clients rsync wget"),
    ),
    (
        "zypper",
        ToolClass::Debugger,
        Words("gdb ltrace strace valgrind"),
    ),
    ("zypper", ToolClass::Editor, Words("less nano vim")),
    (
        "zypper",
        ToolClass::PackageManager,
        Words("gpg2 libzypp rpm zypper"),
    ),
    (
        "zypper",
        ToolClass::LangPackageManager,
        Words("gradle maven npm npm-default python3-pip python311-pip"),
    ),
    (
        "zypper",
        ToolClass::RuntimeOk,
        Words("ca-certificates ca-certificates-mozilla libgcc_s1 libopenssl3 libstdc++6 timezone"),
    ),
];

pub(crate) static COMMANDS: &[(ToolClass, Words)] = &[
    (
        ToolClass::Toolchain,
        Words(
            "ar as c++ cc clang clang++ cpp dmd fpc g++ gcc gfortran ghc gnatmake javac kotlinc ld ldc2 nasm nvcc protoc rustc scalac swiftc tsc",
        ),
    ),
    (
        ToolClass::BuildTool,
        Words(
            "ant autoconf automake autoreconf bazel cmake esbuild gradle gradlew just make meson msbuild mvn mvnw ninja parcel rollup sbt scons task vite webpack xmake",
        ),
    ),
    (
        ToolClass::PackageManager,
        Words("apk apt apt-get aptitude dnf dpkg microdnf pacman rpm tdnf yum zypper"),
    ),
    (
        ToolClass::LangPackageManager,
        Words(
            "bower bundle bundler cabal cargo composer conda corepack cpan cpanm gem luarocks mamba micromamba mix npm npx nuget opam pdm pip pip3 pipenv pipx pnpm poetry rebar3 rustup stack uv yarn",
        ),
    ),
    (ToolClass::Vcs, Words("bzr git hg svn")),
    (ToolClass::NetworkDownload, Words("aria2c curl wget")),
    (
        ToolClass::Debugger,
        Words("gdb lldb ltrace perf strace valgrind"),
    ),
];

pub(crate) static RUNTIME_PACKAGES: &[(&str, &str)] = &[
    (
        "apt",
        "libpq-dev  libpq5\nlibxml2-dev  libxml2\nlibxslt1-dev  libxslt1.1\nlibssl-dev 11 libssl1.1\nlibssl-dev 12 libssl3\nlibssl-dev 13 libssl3t64\nlibffi-dev  libffi8\nzlib1g-dev  zlib1g\nlibbz2-dev  libbz2-1.0\nliblzma-dev  liblzma5\nlibzstd-dev  libzstd1\nlibreadline-dev 12 libreadline8\nlibreadline-dev 13 libreadline8t64\nlibsqlite3-dev  libsqlite3-0\nlibncurses-dev  libncurses6 libncursesw6 libtinfo6\nlibncurses5-dev 12 libncurses6 libncursesw6 libtinfo6\nlibncursesw5-dev 12 libncurses6 libncursesw6 libtinfo6\nlibgdbm-dev 12 libgdbm6\nlibgdbm-dev 13 libgdbm6t64\nlibdb-dev 12 libdb5.3\nlibdb-dev 13 libdb5.3t64\nlibcurl4-openssl-dev 12 libcurl4\nlibcurl4-openssl-dev 13 libcurl4t64\nlibcurl4-gnutls-dev 12 libcurl3-gnutls\nlibcurl4-gnutls-dev 13 libcurl3t64-gnutls\ndefault-libmysqlclient-dev  libmariadb3\nlibmariadb-dev  libmariadb3\nlibjpeg-dev  libjpeg62-turbo\nlibjpeg62-turbo-dev  libjpeg62-turbo\nlibpng-dev 12 libpng16-16\nlibpng-dev 13 libpng16-16t64\nlibwebp-dev 12 libwebp7 libwebpdemux2 libwebpmux3\nlibwebp-dev 13 libsharpyuv0 libwebp7 libwebpdecoder3 libwebpdemux2 libwebpmux3\nlibtiff-dev  libtiff6 libtiffxx6\nlibfreetype-dev  libfreetype6\nlibfreetype6-dev 12 libfreetype6\nlibgif-dev  libgif7\nliblcms2-dev  liblcms2-2\nlibopenjp2-7-dev  libopenjp2-7\nlibheif-dev  libheif1\nlibavif-dev 12 libavif15\nlibavif-dev 13 libavif16\nlibvips-dev 12 libvips42\nlibvips-dev 13 libvips42t64\nlibmagickwand-dev 12 libmagickwand-6.q16-6\nlibmagickwand-dev 13 libmagickwand-7.q16-10\nlibmagickcore-dev 12 libmagickcore-6.q16-6\nlibmagickcore-dev 13 libmagickcore-7.q16-10\nlibcairo2-dev  libcairo-gobject2 libcairo-script-interpreter2 libcairo2\nlibpango1.0-dev  libpango-1.0-0 libpangocairo-1.0-0 libpangoft2-1.0-0 libpangoxft-1.0-0\nlibgirepository1.0-dev  libgirepository-1.0-1\nlibgirepository-2.0-dev 13 libgirepository-2.0-0 libglib2.0-0t64\nlibglib2.0-dev 12 libglib2.0-0\nlibglib2.0-dev 13 libglib2.0-0t64\nlibgdk-pixbuf-2.0-dev 12 libgdk-pixbuf-2.0-0 libgirepository-1.0-1\nlibgdk-pixbuf-2.0-dev 13 libgdk-pixbuf-2.0-0 libglib2.0-0t64\nlibrsvg2-dev 12 librsvg2-2\nlibrsvg2-dev 13 libgdk-pixbuf-2.0-0 libglib2.0-0t64 librsvg2-2\nlibharfbuzz-dev 12 libharfbuzz-gobject0 libharfbuzz-icu0 libharfbuzz-subset0 libharfbuzz0b\nlibharfbuzz-dev 13 libharfbuzz-cairo0 libharfbuzz-gobject0 libharfbuzz-icu0 libharfbuzz-subset0 libharfbuzz0b\nlibfribidi-dev  libfribidi0\nlibfontconfig-dev  libfontconfig1\nlibfontconfig1-dev  libfontconfig1\nlibldap2-dev 12 libldap-2.5-0\nlibldap2-dev 13 libldap2\nlibldap-dev 12 libldap-2.5-0\nlibldap-dev 13 libldap2\nlibsasl2-dev  libsasl2-2\nlibkrb5-dev  libgssapi-krb5-2 libk5crypto3 libkrb5-3\nunixodbc-dev  libodbc2 libodbccr2 libodbcinst2\nfreetds-dev  libct4 libsybdb5\nlibgmp-dev  libgmp10 libgmpxx4ldbl\nlibmpfr-dev  libmpfr6\nlibmpc-dev  libmpc3\nlibyaml-dev  libyaml-0-2\nlibevent-dev 12 libevent-2.1-7 libevent-core-2.1-7 libevent-extra-2.1-7 libevent-openssl-2.1-7 libevent-pthreads-2.1-7\nlibevent-dev 13 libevent-2.1-7t64 libevent-core-2.1-7t64 libevent-extra-2.1-7t64 libevent-openssl-2.1-7t64 libevent-pthreads-2.1-7t64\nlibuv1-dev 12 libuv1\nlibuv1-dev 13 libuv1t64\nlibev-dev 12 libev4\nlibev-dev 13 libev4t64\nlibzmq3-dev  libzmq5\nlibrabbitmq-dev  librabbitmq4\nlibrdkafka-dev  librdkafka++1 librdkafka1\nlibhiredis-dev 12 libhiredis0.14\nlibhiredis-dev 13 libhiredis1.1.0\nlibmemcached-dev 12 libhashkit2 libmemcached11 libmemcachedutil2\nlibmemcached-dev 13 libhashkit2t64 libmemcached11t64 libmemcachedutil2t64\nlibsodium-dev  libsodium23\nlibgcrypt20-dev  libgcrypt20\nlibgpgme-dev 12 libgpgme11\nlibgpgme-dev 13 libgpgme11t64\nlibicu-dev 12 libicu72\nlibicu-dev 13 libicu76\nlibpcre3-dev 12 libpcre16-3 libpcre3 libpcre32-3 libpcrecpp0v5\nlibpcre2-dev  libpcre2-16-0 libpcre2-32-0 libpcre2-8-0 libpcre2-posix3\nlibonig-dev  libonig5\nlibzip-dev 12 libzip4\nlibzip-dev 13 libzip5\nlibgeos-dev 12 libgeos-c1v5\nlibgeos-dev 13 libgeos-c1t64\nlibproj-dev  libproj25\nlibgdal-dev 12 libgdal32\nlibgdal-dev 13 libgdal36\nlibspatialindex-dev 12 libspatialindex-c6 libspatialindex6\nlibspatialindex-dev 13 libspatialindex-c8 libspatialindex8\nlibhdf5-dev 12 libhdf5-103-1 libhdf5-cpp-103-1 libhdf5-fortran-102 libhdf5-hl-100 libhdf5-hl-cpp-100 libhdf5-hl-fortran-100\nlibhdf5-dev 13 libhdf5-310 libhdf5-cpp-310 libhdf5-fortran-310 libhdf5-hl-310 libhdf5-hl-cpp-310 libhdf5-hl-fortran-310\nlibnetcdf-dev 12 libnetcdf19\nlibnetcdf-dev 13 libnetcdf22\nlibopenblas-dev  libopenblas0\nlibblas-dev  libblas3\nliblapack-dev  libblas3 liblapack3\nlibatlas-base-dev 12 libatlas3-base\nlibfftw3-dev  libfftw3-double3 libfftw3-long3 libfftw3-quad3 libfftw3-single3\nlibgsl-dev 12 libgsl27 libgslcblas0\nlibgsl-dev 13 libgsl28 libgslcblas0\nlibsnappy-dev  libsnappy1v5\nliblz4-dev  liblz4-1\nlibbrotli-dev  libbrotli1\nlibprotobuf-dev 12 libprotobuf-lite32 libprotobuf32\nlibprotobuf-dev 13 libprotobuf-lite32t64 libprotobuf32t64\nlibgrpc-dev 12 libgrpc29\nlibgrpc-dev 13 libgrpc29t64\nlibgrpc++-dev 12 libgrpc++1.51\nlibgrpc++-dev 13 libgrpc++1.51t64\nlibboost-all-dev 12 libboost-atomic1.74.0 libboost-chrono1.74.0 libboost-container1.74.0 libboost-context1.74.0 libboost-coroutine1.74.0 libboost-date-time1.74.0 libboost-fiber1.74.0 libboost-filesystem1.74.0 libboost-graph-parallel1.74.0 libboost-graph1.74.0 libboost-iostreams1.74.0 libboost-locale1.74.0 libboost-log1.74.0 libboost-math1.74.0 libboost-mpi-python1.74.0 libboost-mpi1.74.0 libboost-nowide1.74.0 libboost-numpy1.74.0 libboost-program-options1.74.0 libboost-python1.74.0 libboost-random1.74.0 libboost-regex1.74.0 libboost-serialization1.74.0 libboost-stacktrace1.74.0 libboost-system1.74.0 libboost-test1.74.0 libboost-thread1.74.0 libboost-timer1.74.0 libboost-type-erasure1.74.0 libboost-wave1.74.0\nlibboost-all-dev 13 libboost-atomic1.83.0 libboost-chrono1.83.0t64 libboost-container1.83.0 libboost-context1.83.0 libboost-coroutine1.83.0 libboost-date-time1.83.0 libboost-fiber1.83.0 libboost-filesystem1.83.0 libboost-graph-parallel1.83.0 libboost-graph1.83.0 libboost-iostreams1.83.0 libboost-json1.83.0 libboost-locale1.83.0 libboost-log1.83.0 libboost-math1.83.0 libboost-mpi-python1.83.0 libboost-mpi1.83.0 libboost-nowide1.83.0 libboost-numpy1.83.0 libboost-program-options1.83.0 libboost-python1.83.0 libboost-random1.83.0 libboost-regex1.83.0 libboost-serialization1.83.0 libboost-stacktrace1.83.0 libboost-system1.83.0 libboost-test1.83.0 libboost-thread1.83.0 libboost-timer1.83.0 libboost-type-erasure1.83.0 libboost-url1.83.0 libboost-wave1.83.0\nlibboost-system-dev 12 libboost-system1.74.0\nlibboost-system-dev 13 libboost-system1.83.0\nlibboost-filesystem-dev 12 libboost-filesystem1.74.0 libboost-system1.74.0\nlibboost-filesystem-dev 13 libboost-atomic1.83.0 libboost-filesystem1.83.0 libboost-system1.83.0\nlibboost-thread-dev 12 libboost-atomic1.74.0 libboost-chrono1.74.0 libboost-date-time1.74.0 libboost-serialization1.74.0 libboost-system1.74.0 libboost-thread1.74.0\nlibboost-thread-dev 13 libboost-atomic1.83.0 libboost-chrono1.83.0t64 libboost-date-time1.83.0 libboost-serialization1.83.0 libboost-system1.83.0 libboost-thread1.83.0\nlibjsoncpp-dev 12 libjsoncpp25\nlibjsoncpp-dev 13 libjsoncpp26\nlibyaml-cpp-dev 12 libyaml-cpp0.7\nlibyaml-cpp-dev 13 libyaml-cpp0.8\nlibspdlog-dev 12 libspdlog1.10\nlibspdlog-dev 13 libspdlog1.15\nlibfmt-dev 12 libfmt9\nlibfmt-dev 13 libfmt10\nlibtbb-dev  libtbb12\nlibopencv-dev 12 libopencv-calib3d406 libopencv-contrib406 libopencv-core406 libopencv-dnn406 libopencv-features2d406 libopencv-flann406 libopencv-highgui406 libopencv-imgcodecs406 libopencv-imgproc406 libopencv-ml406 libopencv-objdetect406 libopencv-photo406 libopencv-shape406 libopencv-stitching406 libopencv-superres406 libopencv-video406 libopencv-videoio406 libopencv-videostab406 libopencv-viz406\nlibopencv-dev 13 libopencv-calib3d410 libopencv-contrib410 libopencv-core410 libopencv-dnn410 libopencv-features2d410 libopencv-flann410 libopencv-highgui410 libopencv-imgcodecs410 libopencv-imgproc410 libopencv-ml410 libopencv-objdetect410 libopencv-photo410 libopencv-shape410 libopencv-stitching410 libopencv-superres410 libopencv-video410 libopencv-videoio410 libopencv-videostab410 libopencv-viz410\nlibavcodec-dev 12 libavcodec59 libavutil57 libswresample4\nlibavcodec-dev 13 libavcodec61 libavutil59 libswresample5\nlibavformat-dev 12 libavcodec59 libavformat59 libavutil57 libswresample4\nlibavformat-dev 13 libavcodec61 libavformat61 libavutil59 libswresample5\nlibavutil-dev 12 libavutil57\nlibavutil-dev 13 libavutil59\nlibswscale-dev 12 libavutil57 libswscale6\nlibswscale-dev 13 libavutil59 libswscale8\nlibswresample-dev 12 libavutil57 libswresample4\nlibswresample-dev 13 libavutil59 libswresample5\nlibsndfile1-dev  libsndfile1\nportaudio19-dev  libportaudio2 libportaudiocpp0\nlibasound2-dev 12 libasound2\nlibasound2-dev 13 libasound2t64\nlibpulse-dev  libpulse-mainloop-glib0 libpulse0\nlibmagic-dev 12 libmagic1\nlibmagic-dev 13 libmagic1t64\nlibexpat1-dev  libexpat1\nuuid-dev  libuuid1\nlibcap-dev  libcap2\nlibseccomp-dev  libseccomp2\nlibsystemd-dev  libsystemd0\nlibudev-dev  libudev1\nlibusb-1.0-0-dev  libusb-1.0-0\nlibdbus-1-dev  libdbus-1-3\nlibx11-dev  libx11-6\nlibxext-dev  libxext6\nlibxrender-dev  libxrender1\nlibxcb1-dev  libxcb1\nlibgl1-mesa-dev  libegl1 libgl1 libgles1 libgles2 libglvnd0 libglx0 libopengl0\nlibglu1-mesa-dev  libglu1-mesa\nlibegl1-mesa-dev 12 libegl1 libgl1 libgles1 libgles2 libglvnd0 libglx0 libopengl0\nlibsdl2-dev  libsdl2-2.0-0\nlibgtk-3-dev 12 libgtk-3-0\nlibgtk-3-dev 13 libgtk-3-0t64\nqtbase5-dev 12 libqt5concurrent5 libqt5core5a libqt5dbus5 libqt5gui5 libqt5network5 libqt5printsupport5 libqt5sql5 libqt5test5 libqt5widgets5 libqt5xml5\nqtbase5-dev 13 libqt5concurrent5t64 libqt5core5t64 libqt5dbus5t64 libqt5gui5t64 libqt5network5t64 libqt5printsupport5t64 libqt5sql5t64 libqt5test5t64 libqt5widgets5t64 libqt5xml5t64\nqt6-base-dev 12 libqt6concurrent6 libqt6core6 libqt6dbus6 libqt6gui6 libqt6network6 libqt6openglwidgets6 libqt6printsupport6 libqt6sql6 libqt6test6 libqt6widgets6 libqt6xml6\nqt6-base-dev 13 libqt6concurrent6 libqt6core6t64 libqt6dbus6 libqt6gui6 libqt6network6 libqt6opengl6 libqt6openglwidgets6 libqt6printsupport6 libqt6sql6 libqt6test6 libqt6widgets6 libqt6xml6\nlibtesseract-dev  libtesseract5\nlibleptonica-dev 12 liblept5\nlibleptonica-dev 13 libleptonica6\nlibpoppler-dev 12 libpoppler126\nlibpoppler-dev 13 libpoppler147\nlibpoppler-cpp-dev 12 libpoppler-cpp0v5 libpoppler126\nlibpoppler-cpp-dev 13 libpoppler-cpp2 libpoppler147\nlibmupdf-dev 13 libmupdf25.1\nlibpcap-dev 12 libpcap0.8\nlibpcap-dev 13 libpcap0.8t64\nlibnl-3-dev  libnl-3-200\nlibnuma-dev  libnuma1\nlibaio-dev 12 libaio1\nlibaio-dev 13 libaio1t64\nlibfuse-dev 12 libfuse2\nlibfuse-dev 13 libfuse2t64\nlibfuse3-dev 12 libfuse3-3\nlibfuse3-dev 13 libfuse3-4\nlibjemalloc-dev  libjemalloc2\nlibunwind-dev  libunwind8\nlibbpf-dev  libbpf1\nlibelf-dev 12 libelf1\nlibelf-dev 13 libelf1t64\nlibdw-dev 12 libdw1 libelf1\nlibdw-dev 13 libdw1t64 libelf1t64\nlibgit2-dev 12 libgit2-1.5\nlibgit2-dev 13 libgit2-1.9\nlibssh2-1-dev 12 libssh2-1\nlibssh2-1-dev 13 libssh2-1t64\nlibssh-dev  libssh-4\nlibmaxminddb-dev  libmaxminddb0\nlibtidy-dev 12 libtidy5deb1\nlibtidy-dev 13 libtidy58\nlibenchant-2-dev  libenchant-2-2\nlibc-client2007e-dev 12 libc-client2007e\nlibpspell-dev  libaspell15\nlibsnmp-dev 12 libnetsnmptrapd40 libsnmp40\nlibsnmp-dev 13 libnetsnmptrapd40t64 libsnmp40t64\nlibmcrypt-dev  libmcrypt4\nlibbluetooth-dev  libbluetooth3\ntk-dev  libtcl8.6 libtk8.6 tcl tcl8.6 tk tk8.6\ntcl-dev  libtcl8.6 tcl tcl8.6\nlibedit-dev  libedit2\nlibgc-dev  libgc1\nlibmbedtls-dev 12 libmbedcrypto7 libmbedtls14 libmbedx509-1\nlibmbedtls-dev 13 libmbedcrypto16 libmbedtls21 libmbedx509-7\nlibnghttp2-dev  libnghttp2-14\nlibc-ares-dev 12 libc-ares2\nlibc-ares-dev 13 libcares2\nlibidn2-dev  libidn2-0\nlibxmlsec1-dev 12 libxmlsec1 libxmlsec1-openssl\nlibxmlsec1-dev 13 libxmlsec1t64 libxmlsec1t64-openssl\nlibre2-dev 12 libre2-9\nlibre2-dev 13 libre2-11\nlibarchive-dev 12 libarchive13\nlibarchive-dev 13 libarchive13t64\nlibmosquitto-dev  libmosquitto1\nlibmodbus-dev  libmodbus5\nlibpython3-dev 12 libpython3.11\nlibpython3-dev 13 libpython3.13\npython3-dev 12 libpython3.11\npython3-dev 13 libpython3.13\nruby-dev 12 libruby3.1\nruby-dev 13 libruby3.3\nlibperl-dev 12 libperl5.36 perl\nlibperl-dev 13 libperl5.40 perl\nnettle-dev 12 libhogweed6 libnettle8\nnettle-dev 13 libhogweed6t64 libnettle8t64\nlibgnutls28-dev 12 libgnutls-dane0 libgnutls-openssl27 libgnutls30 libgnutlsxx30\nlibgnutls28-dev 13 libgnutls-dane0t64 libgnutls-openssl27t64 libgnutls30t64\nlibargon2-dev  libargon2-1\nlibwebsockets-dev 12 libwebsockets-evlib-ev libwebsockets-evlib-glib libwebsockets-evlib-uv libwebsockets17\nlibwebsockets-dev 13 libwebsockets-evlib-ev libwebsockets-evlib-glib libwebsockets-evlib-uv libwebsockets19t64\nlibavahi-compat-libdnssd-dev  libavahi-client3 libavahi-common3 libavahi-compat-libdnssd1\nlibgsf-1-dev  libgsf-1-114\nlibexif-dev  libexif12\nlibraw-dev 12 libraw20\nlibraw-dev 13 libraw23t64\nlibde265-dev  libde265-0\nlibaom-dev  libaom3\nlibx264-dev  libx264-164\nlibx265-dev 12 libx265-199\nlibx265-dev 13 libx265-215\nlibvpx-dev 12 libvpx7\nlibvpx-dev 13 libvpx9\nlibopus-dev  libopus0\nlibmp3lame-dev  libmp3lame0\nlibtheora-dev 12 libtheora0\nlibtheora-dev 13 libtheora0 libtheoradec1 libtheoraenc1\nlibvorbis-dev  libvorbis0a libvorbisenc2 libvorbisfile3\nlibass-dev  libass9\n",
    ),
    (
        "apk",
        "postgresql-dev  libpq\nlibpq-dev  libpq\nopenssl-dev  libssl3 libcrypto3\nlibffi-dev  libffi\nzlib-dev  zlib\nlibxml2-dev  libxml2\nlibxslt-dev  libxslt\njpeg-dev  libjpeg-turbo\nlibjpeg-turbo-dev  libjpeg-turbo\nlibpng-dev  libpng\nlibwebp-dev  libwebp\nfreetype-dev  freetype\nmariadb-dev  mariadb-connector-c\nmariadb-connector-c-dev  mariadb-connector-c\nsqlite-dev  sqlite-libs\nreadline-dev  readline\nncurses-dev  ncurses-libs\nicu-dev  icu-libs\nlibzip-dev  libzip\noniguruma-dev  oniguruma\ncurl-dev  libcurl\nyaml-dev  yaml\ngmp-dev  gmp\nbzip2-dev  libbz2\nxz-dev  xz-libs\nzstd-dev  zstd-libs\nopenldap-dev  libldap\ncyrus-sasl-dev  libsasl\nkrb5-dev  krb5-libs\nunixodbc-dev  unixodbc\nfreetds-dev  freetds\nlibsodium-dev  libsodium\nimagemagick-dev  imagemagick-libs\nvips-dev  vips\ncairo-dev  cairo\npango-dev  pango\nglib-dev  glib\ngeos-dev  geos\nproj-dev  proj\ngdal-dev  gdal\nhdf5-dev  hdf5\nopenblas-dev  openblas\nlapack-dev  lapack\nlibuv-dev  libuv\nlibevent-dev  libevent\nlibrdkafka-dev  librdkafka\nexpat-dev  libexpat\nutil-linux-dev  libuuid libblkid libmount\nlinux-pam-dev  linux-pam\ngdbm-dev  gdbm\npcre2-dev  pcre2\ntiff-dev  tiff\n",
    ),
    (
        "dnf",
        "libpq-devel  libpq\npostgresql-devel  libpq\nopenssl-devel  openssl-libs\nlibffi-devel  libffi\nzlib-devel  zlib\nlibxml2-devel  libxml2\nlibxslt-devel  libxslt\nlibjpeg-turbo-devel  libjpeg-turbo\nlibpng-devel  libpng\nlibwebp-devel  libwebp\nfreetype-devel  freetype\nmariadb-connector-c-devel  mariadb-connector-c\nmysql-devel  mysql-libs\nsqlite-devel  sqlite-libs\nreadline-devel  readline\nncurses-devel  ncurses-libs\nlibicu-devel  libicu\nlibzip-devel  libzip\noniguruma-devel  oniguruma\nlibcurl-devel  libcurl\nlibyaml-devel  libyaml\ngmp-devel  gmp\nbzip2-devel  bzip2-libs\nxz-devel  xz-libs\nlibzstd-devel  libzstd\nopenldap-devel  openldap\ncyrus-sasl-devel  cyrus-sasl-lib\nkrb5-devel  krb5-libs\nunixODBC-devel  unixODBC\nlibsodium-devel  libsodium\ncairo-devel  cairo\npango-devel  pango\nglib2-devel  glib2\nexpat-devel  expat\nlibuuid-devel  libuuid\npcre2-devel  pcre2\ngdbm-devel  gdbm-libs\nlibevent-devel  libevent\nsystemd-devel  systemd-libs\nlibtiff-devel  libtiff\n",
    ),
];

pub(crate) static LINKED: &[(&str, &str)] = &[
    (
        "apt",
        "archive libarchive-dev\navif libavif-dev\nbz2 libbz2-dev\ncairo libcairo2-dev\ncrypto libssl-dev\ncurl libcurl4-openssl-dev\nevent libevent-dev\nexpat libexpat1-dev\nffi libffi-dev\nfreetype libfreetype-dev\ngit2 libgit2-dev\ngmp libgmp-dev\nicuuc libicu-dev\njpeg libjpeg62-turbo-dev\nldap libldap-dev\nlzma liblzma-dev\nmariadb libmariadb-dev\nmysqlclient default-libmysqlclient-dev\nncursesw libncurses-dev\nodbc unixodbc-dev\npng libpng-dev\npng16 libpng-dev\npq libpq-dev\nrdkafka librdkafka-dev\nreadline libreadline-dev\nsasl2 libsasl2-dev\nsodium libsodium-dev\nsqlite3 libsqlite3-dev\nssh2 libssh2-1-dev\nssl libssl-dev\ntiff libtiff-dev\nuv libuv1-dev\nvips libvips-dev\nwebp libwebp-dev\nxml2 libxml2-dev\nxslt libxslt1-dev\nyaml libyaml-dev\nz zlib1g-dev\nzip libzip-dev\nzstd libzstd-dev\n",
    ),
    (
        "apk",
        "bz2 bzip2-dev\ncairo cairo-dev\ncrypto openssl-dev\ncurl curl-dev\nevent libevent-dev\nexpat expat-dev\nffi libffi-dev\nfreetype freetype-dev\ngmp gmp-dev\nicuuc icu-dev\njpeg libjpeg-turbo-dev\nldap openldap-dev\nlzma xz-dev\nmariadb mariadb-connector-c-dev\nncursesw ncurses-dev\nodbc unixodbc-dev\npng libpng-dev\npq libpq-dev\nrdkafka librdkafka-dev\nreadline readline-dev\nsasl2 cyrus-sasl-dev\nsodium libsodium-dev\nsqlite3 sqlite-dev\nssl openssl-dev\ntiff tiff-dev\nuv libuv-dev\nvips vips-dev\nwebp libwebp-dev\nxml2 libxml2-dev\nxslt libxslt-dev\nyaml yaml-dev\nz zlib-dev\nzip libzip-dev\nzstd zstd-dev\n",
    ),
];

pub(crate) static SIZES: &[(&str, &str)] = &[(
    "apt",
    "ant 225884\naria2 52210\nbazel-bootstrap 734937\nbinutils 33619\nbpftrace 265988\nbrz 57480\nbuild-essential 267673\nbundler 39152\nbzr 57508\ncabal-install 1013447\ncargo 659942\nclang 401432\ncmake 93364\ncomposer 79955\ncpp 37506\ncrash 46215\ncrossbuild-essential-arm64 300626\ncurl 11695\ncvs 12777\ncython3 39010\ndebhelper 282739\ndefault-jdk 579115\ndefault-jdk-headless 300541\ndelve 12392\ndevscripts 120678\ndoxygen 277735\ndpkg-dev 40521\nemacs-nox 298229\nequivs 282797\nfpc 953186\ng++ 260751\ng++-12 260660\ngcc 176018\ngcc-12 175941\ngdb 96076\ngdc 393465\ngettext 44819\ngfortran 247982\nghc 987613\ngit 58652\ngit-lfs 69603\ngnat 303929\ngolang 454068\ngolang-1.19 453962\ngolang-go 453413\ngradle 340968\nhaskell-stack 247982\nhttpie 56363\nleiningen 242594\nlibc6-dev 29112\nlibnode-dev 112822\nlibperl-dev 34219\nlibstdc++-12-dev 85032\nlibtool 214918\nlibtool-bin 215652\nlinux-headers-amd64 247373\nlinux-perf 61793\nlld 173440\nlldb 706841\nllvm 243218\nluarocks 40912\nmaven 236205\nmercurial 48568\nmeson 41136\nmicro 12452\nmold 23754\nmusl-tools 179879\nneovim 27088\nnpm 230265\nocaml-nox 645507\nopam 286866\nopenjdk-17-jdk 579085\nopenjdk-17-jdk-headless 300523\nopenssh-client 14567\nperf-tools-unstable 62288\nphp-dev 297150\npipx 41562\npython3-all-dev 92031\npython3-dev 92013\npython3-pip 46767\npython3-poetry 57671\npython3-setuptools 37261\npython3-venv 39469\npython3-virtualenv 40606\npython3-wheel 33806\nr-cran-devtools 462468\nrebar3 671754\nrr 54757\nruby-bundler 39068\nruby-dev 43096\nrustc 642017\nscons 36332\nssh 20432\nsubversion 20508\nsystemtap 52532\ntexinfo 52919\nvalac 103072\nvalgrind 88708\nvim 40761\nvim-nox 110000\nvirtualenv 40633\nwget2 21344\nyarnpkg 194294\n",
)];
