# The program in an image without a shell: docker run --rm --volume "$PWD:/project:ro" IMAGE
FROM rust:1.95.0-slim-trixie AS build
WORKDIR /src
RUN apt-get update && apt-get install --yes --no-install-recommends musl-tools
RUN rustup target add "$(uname -m)-unknown-linux-musl"
COPY . .
RUN cargo build --release --locked --package distroless-check --target "$(uname -m)-unknown-linux-musl" && \
    install -s "target/$(uname -m)-unknown-linux-musl/release/distroless-check" /distroless-check

FROM gcr.io/distroless/static-debian13:nonroot
COPY --from=build /distroless-check /distroless-check
WORKDIR /project
ENTRYPOINT ["/distroless-check"]
