// Made by `cargo xtask codegen` from `data/*.toml`. Do not edit.

use crate::tables::{CandidateRow, MirrorRow};
use crate::types::{Language, Linkage};

pub(crate) static MIRRORS: &[MirrorRow] = &[
    MirrorRow {
        from: "index.docker.io/",
        to: "docker.io/",
    },
    MirrorRow {
        from: "registry-1.docker.io/",
        to: "docker.io/",
    },
    MirrorRow {
        from: "registry.docker.com/",
        to: "docker.io/",
    },
    MirrorRow {
        from: "registry.hub.docker.com/",
        to: "docker.io/",
    },
    MirrorRow {
        from: "public.ecr.aws/docker/library/",
        to: "docker.io/library/",
    },
    MirrorRow {
        from: "mirror.gcr.io/",
        to: "docker.io/",
    },
    MirrorRow {
        from: "mcr.microsoft.com/mirror/docker/library/",
        to: "docker.io/library/",
    },
    MirrorRow {
        from: "docker.io/amazon/aws-lambda-",
        to: "public.ecr.aws/lambda/",
    },
    MirrorRow {
        from: "docker.io/chainguard/",
        to: "cgr.dev/chainguard/",
    },
    MirrorRow {
        from: "ghcr.io/denoland/deno",
        to: "docker.io/denoland/deno",
    },
    MirrorRow {
        from: "mcr.microsoft.com/dotnet/nightly/",
        to: "mcr.microsoft.com/dotnet/",
    },
    MirrorRow {
        from: "docker.io/amd64/",
        to: "docker.io/library/",
    },
    MirrorRow {
        from: "docker.io/arm32v5/",
        to: "docker.io/library/",
    },
    MirrorRow {
        from: "docker.io/arm32v6/",
        to: "docker.io/library/",
    },
    MirrorRow {
        from: "docker.io/arm32v7/",
        to: "docker.io/library/",
    },
    MirrorRow {
        from: "docker.io/arm64v8/",
        to: "docker.io/library/",
    },
    MirrorRow {
        from: "docker.io/i386/",
        to: "docker.io/library/",
    },
    MirrorRow {
        from: "docker.io/ppc64le/",
        to: "docker.io/library/",
    },
    MirrorRow {
        from: "docker.io/riscv64/",
        to: "docker.io/library/",
    },
    MirrorRow {
        from: "docker.io/s390x/",
        to: "docker.io/library/",
    },
    MirrorRow {
        from: "docker.io/rockylinux/rockylinux",
        to: "docker.io/library/rockylinux",
    },
    MirrorRow {
        from: "ghcr.io/nginxinc/nginx-unprivileged",
        to: "docker.io/nginxinc/nginx-unprivileged",
    },
    MirrorRow {
        from: "mcr.microsoft.com/dotnet/core/aspnet",
        to: "mcr.microsoft.com/dotnet/core/sdk",
    },
    MirrorRow {
        from: "mcr.microsoft.com/dotnet/core/runtime",
        to: "mcr.microsoft.com/dotnet/core/sdk",
    },
    MirrorRow {
        from: "mcr.microsoft.com/dotnet/core/runtime-deps",
        to: "mcr.microsoft.com/dotnet/core/sdk",
    },
    MirrorRow {
        from: "mcr.microsoft.com/azurelinux/distroless/minimal",
        to: "mcr.microsoft.com/azurelinux/distroless/base",
    },
    MirrorRow {
        from: "docker.io/astral/uv",
        to: "ghcr.io/astral-sh/uv",
    },
    MirrorRow {
        from: "nvcr.io/nvidia/cuda",
        to: "docker.io/nvidia/cuda",
    },
    MirrorRow {
        from: "mcr.microsoft.com/playwright/python",
        to: "mcr.microsoft.com/playwright",
    },
    MirrorRow {
        from: "registry.access.redhat.com/ubi8",
        to: "registry.access.redhat.com/ubi8/ubi",
    },
    MirrorRow {
        from: "docker.io/redhat/ubi8",
        to: "registry.access.redhat.com/ubi8/ubi",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi8/ubi",
        to: "registry.access.redhat.com/ubi8/ubi",
    },
    MirrorRow {
        from: "registry.access.redhat.com/ubi8-minimal",
        to: "registry.access.redhat.com/ubi8/ubi-minimal",
    },
    MirrorRow {
        from: "docker.io/redhat/ubi8-minimal",
        to: "registry.access.redhat.com/ubi8/ubi-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi8/ubi-minimal",
        to: "registry.access.redhat.com/ubi8/ubi-minimal",
    },
    MirrorRow {
        from: "registry.access.redhat.com/ubi8-micro",
        to: "registry.access.redhat.com/ubi8/ubi-micro",
    },
    MirrorRow {
        from: "docker.io/redhat/ubi8-micro",
        to: "registry.access.redhat.com/ubi8/ubi-micro",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi8/ubi-micro",
        to: "registry.access.redhat.com/ubi8/ubi-micro",
    },
    MirrorRow {
        from: "registry.access.redhat.com/ubi8-init",
        to: "registry.access.redhat.com/ubi8/ubi-init",
    },
    MirrorRow {
        from: "docker.io/redhat/ubi8-init",
        to: "registry.access.redhat.com/ubi8/ubi-init",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi8/ubi-init",
        to: "registry.access.redhat.com/ubi8/ubi-init",
    },
    MirrorRow {
        from: "registry.access.redhat.com/ubi9",
        to: "registry.access.redhat.com/ubi9/ubi",
    },
    MirrorRow {
        from: "docker.io/redhat/ubi9",
        to: "registry.access.redhat.com/ubi9/ubi",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/ubi",
        to: "registry.access.redhat.com/ubi9/ubi",
    },
    MirrorRow {
        from: "registry.access.redhat.com/ubi9-minimal",
        to: "registry.access.redhat.com/ubi9/ubi-minimal",
    },
    MirrorRow {
        from: "docker.io/redhat/ubi9-minimal",
        to: "registry.access.redhat.com/ubi9/ubi-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/ubi-minimal",
        to: "registry.access.redhat.com/ubi9/ubi-minimal",
    },
    MirrorRow {
        from: "registry.access.redhat.com/ubi9-micro",
        to: "registry.access.redhat.com/ubi9/ubi-micro",
    },
    MirrorRow {
        from: "docker.io/redhat/ubi9-micro",
        to: "registry.access.redhat.com/ubi9/ubi-micro",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/ubi-micro",
        to: "registry.access.redhat.com/ubi9/ubi-micro",
    },
    MirrorRow {
        from: "registry.access.redhat.com/ubi9-init",
        to: "registry.access.redhat.com/ubi9/ubi-init",
    },
    MirrorRow {
        from: "docker.io/redhat/ubi9-init",
        to: "registry.access.redhat.com/ubi9/ubi-init",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/ubi-init",
        to: "registry.access.redhat.com/ubi9/ubi-init",
    },
    MirrorRow {
        from: "registry.access.redhat.com/ubi10",
        to: "registry.access.redhat.com/ubi10/ubi",
    },
    MirrorRow {
        from: "docker.io/redhat/ubi10",
        to: "registry.access.redhat.com/ubi10/ubi",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi10/ubi",
        to: "registry.access.redhat.com/ubi10/ubi",
    },
    MirrorRow {
        from: "registry.access.redhat.com/ubi10-minimal",
        to: "registry.access.redhat.com/ubi10/ubi-minimal",
    },
    MirrorRow {
        from: "docker.io/redhat/ubi10-minimal",
        to: "registry.access.redhat.com/ubi10/ubi-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi10/ubi-minimal",
        to: "registry.access.redhat.com/ubi10/ubi-minimal",
    },
    MirrorRow {
        from: "registry.access.redhat.com/ubi10-micro",
        to: "registry.access.redhat.com/ubi10/ubi-micro",
    },
    MirrorRow {
        from: "docker.io/redhat/ubi10-micro",
        to: "registry.access.redhat.com/ubi10/ubi-micro",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi10/ubi-micro",
        to: "registry.access.redhat.com/ubi10/ubi-micro",
    },
    MirrorRow {
        from: "registry.access.redhat.com/ubi10-init",
        to: "registry.access.redhat.com/ubi10/ubi-init",
    },
    MirrorRow {
        from: "docker.io/redhat/ubi10-init",
        to: "registry.access.redhat.com/ubi10/ubi-init",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi10/ubi-init",
        to: "registry.access.redhat.com/ubi10/ubi-init",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi8/python-36",
        to: "registry.access.redhat.com/ubi8/python-36",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi8/python-39",
        to: "registry.access.redhat.com/ubi8/python-39",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/python-39",
        to: "registry.access.redhat.com/ubi9/python-39",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/python-39-minimal",
        to: "registry.access.redhat.com/ubi9/python-39-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi8/python-311",
        to: "registry.access.redhat.com/ubi8/python-311",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/python-311",
        to: "registry.access.redhat.com/ubi9/python-311",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi8/python-312",
        to: "registry.access.redhat.com/ubi8/python-312",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/python-312",
        to: "registry.access.redhat.com/ubi9/python-312",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi8/python-312-minimal",
        to: "registry.access.redhat.com/ubi8/python-312-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/python-312-minimal",
        to: "registry.access.redhat.com/ubi9/python-312-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi10/python-312-minimal",
        to: "registry.access.redhat.com/ubi10/python-312-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/python-314",
        to: "registry.access.redhat.com/ubi9/python-314",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/python-314-minimal",
        to: "registry.access.redhat.com/ubi9/python-314-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi10/python-314-minimal",
        to: "registry.access.redhat.com/ubi10/python-314-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi8/nodejs-18",
        to: "registry.access.redhat.com/ubi8/nodejs-18",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi8/nodejs-18-minimal",
        to: "registry.access.redhat.com/ubi8/nodejs-18-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/nodejs-18",
        to: "registry.access.redhat.com/ubi9/nodejs-18",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/nodejs-18-minimal",
        to: "registry.access.redhat.com/ubi9/nodejs-18-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi8/nodejs-20",
        to: "registry.access.redhat.com/ubi8/nodejs-20",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi8/nodejs-20-minimal",
        to: "registry.access.redhat.com/ubi8/nodejs-20-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/nodejs-20",
        to: "registry.access.redhat.com/ubi9/nodejs-20",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/nodejs-20-minimal",
        to: "registry.access.redhat.com/ubi9/nodejs-20-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi8/nodejs-22",
        to: "registry.access.redhat.com/ubi8/nodejs-22",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi8/nodejs-22-minimal",
        to: "registry.access.redhat.com/ubi8/nodejs-22-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/nodejs-22",
        to: "registry.access.redhat.com/ubi9/nodejs-22",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/nodejs-22-minimal",
        to: "registry.access.redhat.com/ubi9/nodejs-22-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi10/nodejs-22",
        to: "registry.access.redhat.com/ubi10/nodejs-22",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi10/nodejs-22-minimal",
        to: "registry.access.redhat.com/ubi10/nodejs-22-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi8/nodejs-24",
        to: "registry.access.redhat.com/ubi8/nodejs-24",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi8/nodejs-24-minimal",
        to: "registry.access.redhat.com/ubi8/nodejs-24-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/nodejs-24",
        to: "registry.access.redhat.com/ubi9/nodejs-24",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/nodejs-24-minimal",
        to: "registry.access.redhat.com/ubi9/nodejs-24-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi10/nodejs-24",
        to: "registry.access.redhat.com/ubi10/nodejs-24",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi10/nodejs-24-minimal",
        to: "registry.access.redhat.com/ubi10/nodejs-24-minimal",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/openjdk-8",
        to: "registry.access.redhat.com/ubi9/openjdk-8",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/openjdk-8-runtime",
        to: "registry.access.redhat.com/ubi9/openjdk-8-runtime",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/openjdk-11",
        to: "registry.access.redhat.com/ubi9/openjdk-11",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/openjdk-11-runtime",
        to: "registry.access.redhat.com/ubi9/openjdk-11-runtime",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/openjdk-17",
        to: "registry.access.redhat.com/ubi9/openjdk-17",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/openjdk-17-runtime",
        to: "registry.access.redhat.com/ubi9/openjdk-17-runtime",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/openjdk-21",
        to: "registry.access.redhat.com/ubi9/openjdk-21",
    },
    MirrorRow {
        from: "registry.redhat.io/ubi9/openjdk-21-runtime",
        to: "registry.access.redhat.com/ubi9/openjdk-21-runtime",
    },
];

pub(crate) static CANDIDATES: &[CandidateRow] = &[
    CandidateRow {
        language: Language::Go,
        linkage: Linkage::Static,
        versions: &[],
        image: "gcr.io/distroless/static-debian13",
        nonroot: Some("gcr.io/distroless/static-debian13:nonroot"),
    },
    CandidateRow {
        language: Language::C,
        linkage: Linkage::Static,
        versions: &[],
        image: "gcr.io/distroless/static-debian13",
        nonroot: Some("gcr.io/distroless/static-debian13:nonroot"),
    },
    CandidateRow {
        language: Language::Cpp,
        linkage: Linkage::Static,
        versions: &[],
        image: "gcr.io/distroless/static-debian13",
        nonroot: Some("gcr.io/distroless/static-debian13:nonroot"),
    },
    CandidateRow {
        language: Language::Rust,
        linkage: Linkage::Static,
        versions: &[],
        image: "gcr.io/distroless/static-debian13",
        nonroot: Some("gcr.io/distroless/static-debian13:nonroot"),
    },
    CandidateRow {
        language: Language::Go,
        linkage: Linkage::Static,
        versions: &[],
        image: "cgr.dev/chainguard/static:latest",
        nonroot: Some("cgr.dev/chainguard/static:latest"),
    },
    CandidateRow {
        language: Language::C,
        linkage: Linkage::Static,
        versions: &[],
        image: "cgr.dev/chainguard/static:latest",
        nonroot: Some("cgr.dev/chainguard/static:latest"),
    },
    CandidateRow {
        language: Language::Cpp,
        linkage: Linkage::Static,
        versions: &[],
        image: "cgr.dev/chainguard/static:latest",
        nonroot: Some("cgr.dev/chainguard/static:latest"),
    },
    CandidateRow {
        language: Language::Rust,
        linkage: Linkage::Static,
        versions: &[],
        image: "cgr.dev/chainguard/static:latest",
        nonroot: Some("cgr.dev/chainguard/static:latest"),
    },
    CandidateRow {
        language: Language::Go,
        linkage: Linkage::Static,
        versions: &[],
        image: "scratch",
        nonroot: None,
    },
    CandidateRow {
        language: Language::C,
        linkage: Linkage::Static,
        versions: &[],
        image: "scratch",
        nonroot: None,
    },
    CandidateRow {
        language: Language::Cpp,
        linkage: Linkage::Static,
        versions: &[],
        image: "scratch",
        nonroot: None,
    },
    CandidateRow {
        language: Language::Rust,
        linkage: Linkage::Static,
        versions: &[],
        image: "scratch",
        nonroot: None,
    },
    CandidateRow {
        language: Language::Go,
        linkage: Linkage::Glibc,
        versions: &[],
        image: "gcr.io/distroless/base-debian13",
        nonroot: Some("gcr.io/distroless/base-debian13:nonroot"),
    },
    CandidateRow {
        language: Language::C,
        linkage: Linkage::Glibc,
        versions: &[],
        image: "gcr.io/distroless/base-debian13",
        nonroot: Some("gcr.io/distroless/base-debian13:nonroot"),
    },
    CandidateRow {
        language: Language::Go,
        linkage: Linkage::GlibcCpp,
        versions: &[],
        image: "gcr.io/distroless/cc-debian13",
        nonroot: Some("gcr.io/distroless/cc-debian13:nonroot"),
    },
    CandidateRow {
        language: Language::C,
        linkage: Linkage::GlibcCpp,
        versions: &[],
        image: "gcr.io/distroless/cc-debian13",
        nonroot: Some("gcr.io/distroless/cc-debian13:nonroot"),
    },
    CandidateRow {
        language: Language::Cpp,
        linkage: Linkage::GlibcCpp,
        versions: &[],
        image: "gcr.io/distroless/cc-debian13",
        nonroot: Some("gcr.io/distroless/cc-debian13:nonroot"),
    },
    CandidateRow {
        language: Language::Rust,
        linkage: Linkage::GlibcCpp,
        versions: &[],
        image: "gcr.io/distroless/cc-debian13",
        nonroot: Some("gcr.io/distroless/cc-debian13:nonroot"),
    },
    CandidateRow {
        language: Language::Go,
        linkage: Linkage::Musl,
        versions: &[],
        image: "docker.io/library/alpine:3.24",
        nonroot: None,
    },
    CandidateRow {
        language: Language::C,
        linkage: Linkage::Musl,
        versions: &[],
        image: "docker.io/library/alpine:3.24",
        nonroot: None,
    },
    CandidateRow {
        language: Language::Cpp,
        linkage: Linkage::Musl,
        versions: &[],
        image: "docker.io/library/alpine:3.24",
        nonroot: None,
    },
    CandidateRow {
        language: Language::Rust,
        linkage: Linkage::Musl,
        versions: &[],
        image: "docker.io/library/alpine:3.24",
        nonroot: None,
    },
    CandidateRow {
        language: Language::Python,
        linkage: Linkage::Interpreted,
        versions: &["3.13"],
        image: "gcr.io/distroless/python3-debian13",
        nonroot: Some("gcr.io/distroless/python3-debian13:nonroot"),
    },
    CandidateRow {
        language: Language::Python,
        linkage: Linkage::Interpreted,
        versions: &[],
        image: "docker.io/library/python:{minor}-slim",
        nonroot: None,
    },
    CandidateRow {
        language: Language::Node,
        linkage: Linkage::Interpreted,
        versions: &["22", "24", "26"],
        image: "gcr.io/distroless/nodejs{major}-debian13",
        nonroot: Some("gcr.io/distroless/nodejs{major}-debian13:nonroot"),
    },
    CandidateRow {
        language: Language::Node,
        linkage: Linkage::Interpreted,
        versions: &[],
        image: "docker.io/library/node:{major}-slim",
        nonroot: None,
    },
    CandidateRow {
        language: Language::Java,
        linkage: Linkage::Interpreted,
        versions: &["17", "21", "25"],
        image: "gcr.io/distroless/java{major}-debian13",
        nonroot: Some("gcr.io/distroless/java{major}-debian13:nonroot"),
    },
    CandidateRow {
        language: Language::Java,
        linkage: Linkage::Interpreted,
        versions: &[],
        image: "docker.io/library/eclipse-temurin:{major}-jre-alpine",
        nonroot: None,
    },
    CandidateRow {
        language: Language::Dotnet,
        linkage: Linkage::Interpreted,
        versions: &["8", "9", "10"],
        image: "mcr.microsoft.com/dotnet/aspnet:{minor}-noble-chiseled",
        nonroot: Some("mcr.microsoft.com/dotnet/aspnet:{minor}-noble-chiseled"),
    },
    CandidateRow {
        language: Language::Dotnet,
        linkage: Linkage::GlibcCpp,
        versions: &["8", "9", "10"],
        image: "mcr.microsoft.com/dotnet/runtime-deps:{minor}-noble-chiseled",
        nonroot: Some("mcr.microsoft.com/dotnet/runtime-deps:{minor}-noble-chiseled"),
    },
    CandidateRow {
        language: Language::Ruby,
        linkage: Linkage::Interpreted,
        versions: &["4.0"],
        image: "cgr.dev/chainguard/ruby:latest",
        nonroot: Some("cgr.dev/chainguard/ruby:latest"),
    },
    CandidateRow {
        language: Language::Ruby,
        linkage: Linkage::Interpreted,
        versions: &[],
        image: "docker.io/library/ruby:{minor}-slim",
        nonroot: None,
    },
    CandidateRow {
        language: Language::Php,
        linkage: Linkage::Interpreted,
        versions: &["8.5"],
        image: "cgr.dev/chainguard/php:latest-fpm",
        nonroot: Some("cgr.dev/chainguard/php:latest-fpm"),
    },
    CandidateRow {
        language: Language::Php,
        linkage: Linkage::Interpreted,
        versions: &[],
        image: "docker.io/library/php:{minor}-fpm-alpine",
        nonroot: None,
    },
];
