// Made by `cargo xtask codegen` from `data/*.toml`. Do not edit.

use crate::known::Known;
use crate::tables::{DistrolessNameRow, DistrolessRow, Layer, RuntimeRow, SILENT, Words, day};
use crate::types::{Account, Confidence, LibcKind, Provenance, Purpose, RuntimeKind};

pub(crate) static COMMON: Layer = Layer {
    dev: Some(false),
    shells: Some(&[]),
    package_manager: Some(""),
    env: &[
        (
            "PATH",
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ),
        ("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt"),
    ],
    entrypoint: Some(&[]),
    cmd: Some(&[]),
    healthcheck: Some(false),
    accounts: &[
        Account {
            name: "nobody",
            uid: Known::Known(65534),
        },
        Account {
            name: "nonroot",
            uid: Known::Known(65532),
        },
        Account {
            name: "root",
            uid: Known::Known(0),
        },
    ],
    files: Words(
        "/bin /dev /etc /etc/group /etc/nsswitch.conf /etc/os-release /etc/passwd /etc/ssl/certs/ca-certificates.crt /home /home/nonroot /lib /proc /root /run /sbin /sys /tmp /usr /usr/bin /usr/lib /usr/sbin /usr/share /usr/share/zoneinfo /var /var/lib/dpkg/status.d",
    ),
    absent: Words("/var/lib/dpkg/status"),
    trees: Words(
        "/dev /etc /lib /lib32 /lib64 /libx32 /proc /run /sys /usr/lib /usr/lib32 /usr/lib64 /usr/libx32 /usr/share /var",
    ),
    env_complete: Some(true),
    accounts_complete: Some(true),
    closed: true,
    bare: true,
    ..SILENT
};
pub(crate) static DEBUG: Layer = Layer {
    shells: Some(&["/busybox/ash", "/busybox/sh"]),
    env: &[(
        "PATH",
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/busybox",
    )],
    entrypoint: Some(&["/busybox/sh"]),
    files: Words(
        "/busybox /busybox/ash /busybox/busybox /busybox/cat /busybox/chmod /busybox/chown /busybox/cp /busybox/date /busybox/echo /busybox/env /busybox/false /busybox/find /busybox/grep /busybox/head /busybox/id /busybox/kill /busybox/ln /busybox/ls /busybox/mkdir /busybox/mv /busybox/nc /busybox/nslookup /busybox/ps /busybox/pwd /busybox/rm /busybox/rmdir /busybox/sed /busybox/sh /busybox/sleep /busybox/sort /busybox/stat /busybox/tail /busybox/tar /busybox/test /busybox/top /busybox/touch /busybox/tr /busybox/true /busybox/uname /busybox/vi /busybox/wc /busybox/wget /busybox/which /busybox/xargs",
    ),
    absent: Words(
        "apk apt apt-get bash curl dpkg gcc git jq make npm npx openssl perl pip pip3 ruby sudo useradd yarn",
    ),
    trees: Words("/busybox"),
    keeps_absent: true,
    ..SILENT
};
static L0: Layer = Layer {
    purpose: Some(Purpose::Base),
    libc: Some(LibcKind::None),
    merged_usr: Some(false),
    ..SILENT
};
static L1: Layer = Layer {
    purpose: Some(Purpose::Base),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.36"),
    merged_usr: Some(false),
    ..SILENT
};
static L2: Layer = Layer {
    purpose: Some(Purpose::Base),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.36"),
    merged_usr: Some(false),
    ..SILENT
};
static L3: Layer = Layer {
    purpose: Some(Purpose::Base),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.36"),
    merged_usr: Some(false),
    ..SILENT
};
static L4: Layer = Layer {
    purpose: Some(Purpose::Base),
    libc: Some(LibcKind::None),
    ..SILENT
};
static L5: Layer = Layer {
    purpose: Some(Purpose::Base),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.41"),
    ..SILENT
};
static L6: Layer = Layer {
    purpose: Some(Purpose::Base),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.41"),
    ..SILENT
};
static L7: Layer = Layer {
    purpose: Some(Purpose::Base),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.41"),
    ..SILENT
};
static L8: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.41"),
    env: &[("LANG", "C.UTF-8")],
    ..SILENT
};
static L9: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.41"),
    env: &[("LANG", "C.UTF-8")],
    entrypoint: Some(&["/usr/bin/java", "-jar"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Java,
        version: "17.0.20.1",
        executable: "/usr/bin/java",
        package_dirs: &[],
    }],
    files: Words("/etc/ssl/certs/java/cacerts /usr/bin/java"),
    env_complete: Some(false),
    ..SILENT
};
static L10: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.41"),
    env: &[("LANG", "C.UTF-8")],
    entrypoint: Some(&["/usr/bin/java", "-jar"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Java,
        version: "21.0.12.1",
        executable: "/usr/bin/java",
        package_dirs: &[],
    }],
    files: Words("/etc/ssl/certs/java/cacerts /usr/bin/java"),
    env_complete: Some(false),
    ..SILENT
};
static L11: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.41"),
    env: &[("LANG", "C.UTF-8")],
    entrypoint: Some(&["/usr/bin/java", "-jar"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Java,
        version: "25.0.4.1",
        executable: "/usr/bin/java",
        package_dirs: &[],
    }],
    files: Words("/etc/ssl/certs/java/cacerts /usr/bin/java"),
    env_complete: Some(false),
    ..SILENT
};
static L12: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.41"),
    entrypoint: Some(&["/nodejs/bin/node"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Node,
        version: "22.23.2",
        executable: "/nodejs/bin/node",
        package_dirs: &[],
    }],
    files: Words("/nodejs /nodejs/LICENSE /nodejs/bin /nodejs/bin/node"),
    ..SILENT
};
static L13: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.41"),
    entrypoint: Some(&["/nodejs/bin/node"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Node,
        version: "24.19.0",
        executable: "/nodejs/bin/node",
        package_dirs: &[],
    }],
    files: Words("/nodejs /nodejs/LICENSE /nodejs/bin /nodejs/bin/node"),
    ..SILENT
};
static L14: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.41"),
    entrypoint: Some(&["/nodejs/bin/node"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Node,
        version: "26.7.0",
        executable: "/nodejs/bin/node",
        package_dirs: &[],
    }],
    files: Words("/nodejs /nodejs/LICENSE /nodejs/bin /nodejs/bin/node"),
    ..SILENT
};
static L15: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.41"),
    env: &[("LANG", "C.UTF-8")],
    entrypoint: Some(&["/usr/bin/python3.13"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Python,
        version: "3.13.5",
        executable: "/usr/bin/python3.13",
        package_dirs: &[
            "/usr/local/lib/python3.13/dist-packages",
            "/usr/lib/python3/dist-packages",
        ],
    }],
    files: Words(
        "/etc/ld.so.cache /usr/bin/getconf /usr/bin/getent /usr/bin/iconv /usr/bin/ld.so /usr/bin/ldd /usr/bin/locale /usr/bin/localedef /usr/bin/pldd /usr/bin/python /usr/bin/python3 /usr/bin/python3.13 /usr/bin/tzselect /usr/bin/zdump /usr/lib/python3.13 /usr/lib/python3/dist-packages /usr/local/lib/python3.13/dist-packages /usr/sbin/iconvconfig /usr/sbin/ldconfig /usr/sbin/zic",
    ),
    ..SILENT
};
static L16: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.36"),
    env: &[("LANG", "C.UTF-8")],
    entrypoint: Some(&["/usr/bin/python3.11"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Python,
        version: "3.11.2",
        executable: "/usr/bin/python3.11",
        package_dirs: &[
            "/usr/local/lib/python3.11/dist-packages",
            "/usr/lib/python3/dist-packages",
        ],
    }],
    files: Words(
        "/usr/bin/getconf /usr/bin/getent /usr/bin/iconv /usr/bin/ld.so /usr/bin/ldd /usr/bin/locale /usr/bin/localedef /usr/bin/pldd /usr/bin/python /usr/bin/python3 /usr/bin/python3.11 /usr/bin/tzselect /usr/bin/zdump /usr/lib/python3.11 /usr/lib/python3/dist-packages /usr/local/lib/python3.11/dist-packages /usr/sbin/iconvconfig /usr/sbin/ldconfig /usr/sbin/zic",
    ),
    merged_usr: Some(false),
    ..SILENT
};
static L17: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.31"),
    shells: Some(&["/bin/dash", "/bin/sh"]),
    env: &[("LANG", "C.UTF-8")],
    entrypoint: Some(&["/usr/bin/python3.9"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Python,
        version: "3.9",
        executable: "/usr/bin/python3.9",
        package_dirs: &[
            "/usr/local/lib/python3.9/dist-packages",
            "/usr/lib/python3/dist-packages",
        ],
    }],
    files: Words(
        "/bin/dash /bin/sh /usr/bin/python /usr/bin/python3 /usr/bin/python3.9 /usr/lib/python3.9 /usr/lib/python3/dist-packages /usr/local/lib/python3.9/dist-packages",
    ),
    trees: Words("/bin /sbin /usr/bin /usr/sbin"),
    merged_usr: Some(false),
    ..SILENT
};
static L18: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.36"),
    entrypoint: Some(&["/nodejs/bin/node"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Node,
        version: "20",
        executable: "/nodejs/bin/node",
        package_dirs: &[],
    }],
    files: Words("/nodejs /nodejs/LICENSE /nodejs/bin /nodejs/bin/node"),
    merged_usr: Some(false),
    ..SILENT
};
static L19: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.36"),
    entrypoint: Some(&["/nodejs/bin/node"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Node,
        version: "22",
        executable: "/nodejs/bin/node",
        package_dirs: &[],
    }],
    files: Words("/nodejs /nodejs/LICENSE /nodejs/bin /nodejs/bin/node"),
    merged_usr: Some(false),
    ..SILENT
};
static L20: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.36"),
    entrypoint: Some(&["/nodejs/bin/node"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Node,
        version: "24",
        executable: "/nodejs/bin/node",
        package_dirs: &[],
    }],
    files: Words("/nodejs /nodejs/LICENSE /nodejs/bin /nodejs/bin/node"),
    merged_usr: Some(false),
    ..SILENT
};
static L21: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.41"),
    entrypoint: Some(&["/nodejs/bin/node"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Node,
        version: "20",
        executable: "/nodejs/bin/node",
        package_dirs: &[],
    }],
    files: Words("/nodejs /nodejs/LICENSE /nodejs/bin /nodejs/bin/node"),
    ..SILENT
};
static L22: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.31"),
    entrypoint: Some(&["/nodejs/bin/node"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Node,
        version: "18",
        executable: "/nodejs/bin/node",
        package_dirs: &[],
    }],
    files: Words("/nodejs /nodejs/LICENSE /nodejs/bin /nodejs/bin/node"),
    merged_usr: Some(false),
    ..SILENT
};
static L23: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.31"),
    entrypoint: Some(&["/nodejs/bin/node"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Node,
        version: "20",
        executable: "/nodejs/bin/node",
        package_dirs: &[],
    }],
    files: Words("/nodejs /nodejs/LICENSE /nodejs/bin /nodejs/bin/node"),
    merged_usr: Some(false),
    ..SILENT
};
static L24: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.36"),
    env: &[("LANG", "C.UTF-8")],
    entrypoint: Some(&["/usr/bin/java", "-jar"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Java,
        version: "17",
        executable: "/usr/bin/java",
        package_dirs: &[],
    }],
    files: Words("/usr/bin/java"),
    env_complete: Some(false),
    merged_usr: Some(false),
    ..SILENT
};
static L25: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.36"),
    env: &[("LANG", "C.UTF-8")],
    entrypoint: Some(&["/usr/bin/java", "-jar"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Java,
        version: "21",
        executable: "/usr/bin/java",
        package_dirs: &[],
    }],
    files: Words("/usr/bin/java"),
    env_complete: Some(false),
    merged_usr: Some(false),
    ..SILENT
};
static L26: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.36"),
    merged_usr: Some(false),
    ..SILENT
};
static L27: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.31"),
    env: &[("LANG", "C.UTF-8")],
    entrypoint: Some(&["/usr/bin/java", "-jar"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Java,
        version: "11",
        executable: "/usr/bin/java",
        package_dirs: &[],
    }],
    files: Words("/usr/bin/java"),
    env_complete: Some(false),
    merged_usr: Some(false),
    ..SILENT
};
static L28: Layer = Layer {
    purpose: Some(Purpose::Runtime),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.31"),
    env: &[("LANG", "C.UTF-8")],
    entrypoint: Some(&["/usr/bin/java", "-jar"]),
    runtimes: &[RuntimeRow {
        kind: RuntimeKind::Java,
        version: "17",
        executable: "/usr/bin/java",
        package_dirs: &[],
    }],
    files: Words("/usr/bin/java"),
    env_complete: Some(false),
    merged_usr: Some(false),
    ..SILENT
};
static L29: Layer = Layer {
    purpose: Some(Purpose::Base),
    libc: Some(LibcKind::None),
    merged_usr: Some(false),
    ..SILENT
};
static L30: Layer = Layer {
    purpose: Some(Purpose::Base),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.31"),
    merged_usr: Some(false),
    ..SILENT
};
static L31: Layer = Layer {
    purpose: Some(Purpose::Base),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.31"),
    merged_usr: Some(false),
    ..SILENT
};
static L32: Layer = Layer {
    purpose: Some(Purpose::Base),
    libc: Some(LibcKind::Glibc),
    libc_version: Some("2.31"),
    merged_usr: Some(false),
    ..SILENT
};
pub(crate) static IMAGES: &[DistrolessRow] = &[
    DistrolessRow {
        name: "base",
        os: Some("debian:13"),
        layer: &L6,
        keeps_entrypoint: false,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 base/*.bzl, SUPPORT_POLICY.md",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "base-debian11",
        os: Some("debian:11"),
        layer: &L30,
        keeps_entrypoint: false,
        last_built: Some(day(2024, 9, 3)),
        ends: None,
        replacement: Some("base-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, 1533e54a",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessRow {
        name: "base-debian12",
        os: Some("debian:12"),
        layer: &L2,
        keeps_entrypoint: false,
        last_built: None,
        ends: Some(day(2026, 9, 30)),
        replacement: Some("base-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 base/*.bzl, SUPPORT_POLICY.md",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "base-debian13",
        os: Some("debian:13"),
        layer: &L6,
        keeps_entrypoint: false,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 base/*.bzl, SUPPORT_POLICY.md",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "base-nossl",
        os: Some("debian:13"),
        layer: &L5,
        keeps_entrypoint: false,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 base/*.bzl, SUPPORT_POLICY.md",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "base-nossl-debian11",
        os: Some("debian:11"),
        layer: &L31,
        keeps_entrypoint: false,
        last_built: Some(day(2024, 9, 3)),
        ends: None,
        replacement: Some("base-nossl-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, 1533e54a",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessRow {
        name: "base-nossl-debian12",
        os: Some("debian:12"),
        layer: &L1,
        keeps_entrypoint: false,
        last_built: None,
        ends: Some(day(2026, 9, 30)),
        replacement: Some("base-nossl-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 base/*.bzl, SUPPORT_POLICY.md",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "base-nossl-debian13",
        os: Some("debian:13"),
        layer: &L5,
        keeps_entrypoint: false,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 base/*.bzl, SUPPORT_POLICY.md",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "cc",
        os: Some("debian:13"),
        layer: &L7,
        keeps_entrypoint: false,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 cc/*.bzl, SUPPORT_POLICY.md",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "cc-debian11",
        os: Some("debian:11"),
        layer: &L32,
        keeps_entrypoint: false,
        last_built: Some(day(2024, 9, 3)),
        ends: None,
        replacement: Some("cc-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, 1533e54a",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessRow {
        name: "cc-debian12",
        os: Some("debian:12"),
        layer: &L3,
        keeps_entrypoint: false,
        last_built: None,
        ends: Some(day(2026, 9, 30)),
        replacement: Some("cc-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 cc/*.bzl, SUPPORT_POLICY.md",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "cc-debian13",
        os: Some("debian:13"),
        layer: &L7,
        keeps_entrypoint: false,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 cc/*.bzl, SUPPORT_POLICY.md",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "java-base",
        os: Some("debian:13"),
        layer: &L8,
        keeps_entrypoint: false,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 java/*.bzl",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "java-base-debian12",
        os: Some("debian:12"),
        layer: &L26,
        keeps_entrypoint: false,
        last_built: Some(day(2026, 2, 27)),
        ends: None,
        replacement: Some("java-base-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, b80e2842",
            checked: day(2026, 8, 21),
            confidence: Confidence::High,
        },
    },
    DistrolessRow {
        name: "java-base-debian13",
        os: Some("debian:13"),
        layer: &L8,
        keeps_entrypoint: false,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 java/*.bzl",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "java11-debian11",
        os: Some("debian:11"),
        layer: &L27,
        keeps_entrypoint: true,
        last_built: Some(day(2024, 9, 3)),
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, 1533e54a",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessRow {
        name: "java17",
        os: Some("debian:13"),
        layer: &L9,
        keeps_entrypoint: true,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 java/*.bzl; adoptium archive lock files",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "java17-debian11",
        os: Some("debian:11"),
        layer: &L28,
        keeps_entrypoint: true,
        last_built: Some(day(2024, 9, 3)),
        ends: None,
        replacement: Some("java17-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, 1533e54a",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessRow {
        name: "java17-debian12",
        os: Some("debian:12"),
        layer: &L24,
        keeps_entrypoint: true,
        last_built: Some(day(2026, 2, 27)),
        ends: None,
        replacement: Some("java17-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, b80e2842",
            checked: day(2026, 8, 21),
            confidence: Confidence::High,
        },
    },
    DistrolessRow {
        name: "java17-debian13",
        os: Some("debian:13"),
        layer: &L9,
        keeps_entrypoint: true,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 java/*.bzl; adoptium archive lock files",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "java21",
        os: Some("debian:13"),
        layer: &L10,
        keeps_entrypoint: true,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 java/*.bzl; adoptium archive lock files",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "java21-debian12",
        os: Some("debian:12"),
        layer: &L25,
        keeps_entrypoint: true,
        last_built: Some(day(2026, 2, 27)),
        ends: None,
        replacement: Some("java21-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, b80e2842",
            checked: day(2026, 8, 21),
            confidence: Confidence::High,
        },
    },
    DistrolessRow {
        name: "java21-debian13",
        os: Some("debian:13"),
        layer: &L10,
        keeps_entrypoint: true,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 java/*.bzl; adoptium archive lock files",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "java25",
        os: Some("debian:13"),
        layer: &L11,
        keeps_entrypoint: true,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 java/*.bzl; adoptium archive lock files",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "java25-debian13",
        os: Some("debian:13"),
        layer: &L11,
        keeps_entrypoint: true,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 java/*.bzl; adoptium archive lock files",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "nodejs18-debian11",
        os: Some("debian:11"),
        layer: &L22,
        keeps_entrypoint: true,
        last_built: Some(day(2024, 9, 3)),
        ends: None,
        replacement: Some("nodejs24-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, 1533e54a",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessRow {
        name: "nodejs20",
        os: Some("debian:13"),
        layer: &L21,
        keeps_entrypoint: true,
        last_built: Some(day(2026, 5, 1)),
        ends: None,
        replacement: Some("nodejs24-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, 400e0721",
            checked: day(2026, 8, 21),
            confidence: Confidence::High,
        },
    },
    DistrolessRow {
        name: "nodejs20-debian11",
        os: Some("debian:11"),
        layer: &L23,
        keeps_entrypoint: true,
        last_built: Some(day(2024, 9, 3)),
        ends: None,
        replacement: Some("nodejs24-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, 1533e54a",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessRow {
        name: "nodejs20-debian12",
        os: Some("debian:12"),
        layer: &L18,
        keeps_entrypoint: true,
        last_built: Some(day(2026, 2, 27)),
        ends: None,
        replacement: Some("nodejs22-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, 5cd38c1e",
            checked: day(2026, 8, 21),
            confidence: Confidence::High,
        },
    },
    DistrolessRow {
        name: "nodejs20-debian13",
        os: Some("debian:13"),
        layer: &L21,
        keeps_entrypoint: true,
        last_built: Some(day(2026, 5, 1)),
        ends: None,
        replacement: Some("nodejs24-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, 400e0721",
            checked: day(2026, 8, 21),
            confidence: Confidence::High,
        },
    },
    DistrolessRow {
        name: "nodejs22",
        os: Some("debian:13"),
        layer: &L12,
        keeps_entrypoint: true,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 nodejs/*.bzl; node archive lock files",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "nodejs22-debian12",
        os: Some("debian:12"),
        layer: &L19,
        keeps_entrypoint: true,
        last_built: Some(day(2026, 2, 27)),
        ends: None,
        replacement: Some("nodejs22-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, 5cd38c1e",
            checked: day(2026, 8, 21),
            confidence: Confidence::High,
        },
    },
    DistrolessRow {
        name: "nodejs22-debian13",
        os: Some("debian:13"),
        layer: &L12,
        keeps_entrypoint: true,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 nodejs/*.bzl; node archive lock files",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "nodejs24",
        os: Some("debian:13"),
        layer: &L13,
        keeps_entrypoint: true,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 nodejs/*.bzl; node archive lock files",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "nodejs24-debian12",
        os: Some("debian:12"),
        layer: &L20,
        keeps_entrypoint: true,
        last_built: Some(day(2026, 2, 27)),
        ends: None,
        replacement: Some("nodejs24-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, 5cd38c1e",
            checked: day(2026, 8, 21),
            confidence: Confidence::High,
        },
    },
    DistrolessRow {
        name: "nodejs24-debian13",
        os: Some("debian:13"),
        layer: &L13,
        keeps_entrypoint: true,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 nodejs/*.bzl; node archive lock files",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "nodejs26",
        os: Some("debian:13"),
        layer: &L14,
        keeps_entrypoint: true,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 nodejs/*.bzl; node archive lock files",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "nodejs26-debian13",
        os: Some("debian:13"),
        layer: &L14,
        keeps_entrypoint: true,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 nodejs/*.bzl; node archive lock files",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "python3",
        os: Some("debian:13"),
        layer: &L15,
        keeps_entrypoint: true,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 python3/*.bzl; trixie libpython3.13-minimal, libc-bin and python3.13-minimal packages",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "python3-debian11",
        os: Some("debian:11"),
        layer: &L17,
        keeps_entrypoint: true,
        last_built: Some(day(2024, 9, 3)),
        ends: None,
        replacement: Some("python3-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, 1533e54a",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessRow {
        name: "python3-debian12",
        os: Some("debian:12"),
        layer: &L16,
        keeps_entrypoint: true,
        last_built: Some(day(2026, 5, 12)),
        ends: None,
        replacement: Some("python3-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, 22b97d10",
            checked: day(2026, 8, 21),
            confidence: Confidence::High,
        },
    },
    DistrolessRow {
        name: "python3-debian13",
        os: Some("debian:13"),
        layer: &L15,
        keeps_entrypoint: true,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 python3/*.bzl; trixie libpython3.13-minimal, libc-bin and python3.13-minimal packages",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "static",
        os: Some("debian:13"),
        layer: &L4,
        keeps_entrypoint: false,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 static/*.bzl, SUPPORT_POLICY.md",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "static-debian11",
        os: Some("debian:11"),
        layer: &L29,
        keeps_entrypoint: false,
        last_built: Some(day(2024, 9, 3)),
        ends: None,
        replacement: Some("static-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at the last commit that built it, 1533e54a",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessRow {
        name: "static-debian12",
        os: Some("debian:12"),
        layer: &L0,
        keeps_entrypoint: false,
        last_built: None,
        ends: Some(day(2026, 9, 30)),
        replacement: Some("static-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 static/*.bzl, SUPPORT_POLICY.md",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
    DistrolessRow {
        name: "static-debian13",
        os: Some("debian:13"),
        layer: &L4,
        keeps_entrypoint: false,
        last_built: None,
        ends: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 static/*.bzl, SUPPORT_POLICY.md",
            checked: day(2026, 8, 21),
            confidence: Confidence::Verified,
        },
    },
];

pub(crate) static NAMES: &[DistrolessNameRow] = &[
    DistrolessNameRow {
        pattern: "static-debian10",
        last_built: Some(day(2022, 12, 31)),
        replacement: Some("static-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: debian10 removed in 2022 (8f3c294d and later)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "static-debian9",
        last_built: Some(day(2021, 12, 31)),
        replacement: Some("static-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: debian9 removed in 2021 (14010223)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "base-debian10",
        last_built: Some(day(2022, 12, 31)),
        replacement: Some("base-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: debian10 removed in 2022 (8f3c294d and later)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "base-debian9",
        last_built: Some(day(2021, 12, 31)),
        replacement: Some("base-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: debian9 removed in 2021 (14010223)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "base-nossl-debian10",
        last_built: Some(day(2022, 12, 31)),
        replacement: Some("base-nossl-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: debian10 removed in 2022 (8f3c294d and later)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "base-nossl-debian9",
        last_built: Some(day(2021, 12, 31)),
        replacement: Some("base-nossl-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: debian9 removed in 2021 (14010223)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "cc-debian10",
        last_built: Some(day(2022, 12, 31)),
        replacement: Some("cc-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: debian10 removed in 2022 (8f3c294d and later)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "cc-debian9",
        last_built: Some(day(2021, 12, 31)),
        replacement: Some("cc-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: debian9 removed in 2021 (14010223)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "python3-debian10",
        last_built: Some(day(2022, 12, 31)),
        replacement: Some("python3-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: debian10 removed in 2022 (8f3c294d and later)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "python3-debian9",
        last_built: Some(day(2021, 12, 31)),
        replacement: Some("python3-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: debian9 removed in 2021 (14010223)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "nodejs18",
        last_built: Some(day(2025, 4, 30)),
        replacement: Some("nodejs24-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: nodejs18 is not built; the day is that of Node.js 18",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "nodejs18-debian*",
        last_built: Some(day(2025, 4, 30)),
        replacement: Some("nodejs24-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: nodejs18 is not built; the day is that of Node.js 18",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "nodejs-debian*",
        last_built: Some(day(2022, 12, 31)),
        replacement: Some("nodejs24-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: old name with the major in the tag, not built",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "nodejs",
        last_built: Some(day(2022, 12, 31)),
        replacement: Some("nodejs24-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: old name with the major in the tag, not built",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "nodejs14-debian11",
        last_built: Some(day(2024, 9, 3)),
        replacement: Some("nodejs24-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: debian11 removed (1533e54a)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "nodejs16-debian11",
        last_built: Some(day(2024, 9, 3)),
        replacement: Some("nodejs24-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: debian11 removed (1533e54a)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "java-debian*",
        last_built: Some(day(2022, 12, 31)),
        replacement: Some("java21-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: old name with the major in the tag, not built",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "java",
        last_built: Some(day(2022, 12, 31)),
        replacement: Some("java21-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: old name with the major in the tag, not built",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "java11",
        last_built: Some(day(2024, 9, 3)),
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: java11 removed (1533e54a)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "java11-debian*",
        last_built: Some(day(2024, 9, 3)),
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: java11 removed (1533e54a)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "java8",
        last_built: Some(day(2021, 12, 31)),
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: java8 removed (760ff7a7)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "java8-debian*",
        last_built: Some(day(2021, 12, 31)),
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: java8 removed (760ff7a7)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "java-base-debian11",
        last_built: Some(day(2024, 9, 3)),
        replacement: Some("java-base-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: debian11 removed (1533e54a)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "java17-debian10",
        last_built: Some(day(2022, 12, 31)),
        replacement: Some("java17-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: debian10 removed in 2022",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "java/jetty",
        last_built: Some(day(2021, 12, 31)),
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: jetty images given up between bcde2d69 and 1533e54a",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "jetty",
        last_built: Some(day(2021, 12, 31)),
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: jetty images given up",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "python2.7",
        last_built: Some(day(2021, 9, 20)),
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: python2.7 removed (e2cff073)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "python2.7-debian*",
        last_built: Some(day(2021, 9, 20)),
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: python2.7 removed (e2cff073)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "dotnet",
        last_built: Some(day(2021, 4, 4)),
        replacement: Some("mcr.microsoft.com/dotnet/runtime:10.0-noble-chiseled"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: dotnet removed (9710dc44)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "dotnet-debian*",
        last_built: Some(day(2021, 4, 4)),
        replacement: Some("mcr.microsoft.com/dotnet/runtime:10.0-noble-chiseled"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: dotnet removed (9710dc44)",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "python3.*",
        last_built: None,
        replacement: Some("python3-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "python3.*-debian*",
        last_built: None,
        replacement: Some("python3-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "python",
        last_built: None,
        replacement: Some("python3-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "python-debian*",
        last_built: None,
        replacement: Some("python3-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "node",
        last_built: None,
        replacement: Some("nodejs24-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "node*",
        last_built: None,
        replacement: Some("nodejs24-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "node*-debian*",
        last_built: None,
        replacement: Some("nodejs24-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "node-debian*",
        last_built: None,
        replacement: Some("nodejs24-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "openjdk*",
        last_built: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "jre*",
        last_built: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "jdk*",
        last_built: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "go",
        last_built: None,
        replacement: Some("static-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "golang",
        last_built: None,
        replacement: Some("static-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "rust",
        last_built: None,
        replacement: Some("cc-debian13"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "static-nonroot",
        last_built: None,
        replacement: Some("static-debian13:nonroot"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "base-nonroot",
        last_built: None,
        replacement: Some("base-debian13:nonroot"),
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "alpine",
        last_built: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "debian*",
        last_built: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "ubuntu",
        last_built: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "ruby",
        last_built: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
    DistrolessNameRow {
        pattern: "php",
        last_built: None,
        replacement: None,
        provenance: Provenance {
            source: "GoogleContainerTools/distroless at cd080764 and its history: never a name of the project: node and java always carry the major, python never does",
            checked: day(2026, 8, 21),
            confidence: Confidence::Medium,
        },
    },
];
