# One static binary on an empty image: zone files are in the binary, CA roots
# come from the build image. Data lives in /data, owned by the user it runs as.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /out/alsoread ./cmd/alsoread \
 && mkdir -p /out/data /out/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/alsoread /alsoread
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build --chown=65532:65532 /out/tmp /tmp
USER 65532:65532
WORKDIR /data
VOLUME /data
EXPOSE 7077
ENTRYPOINT ["/alsoread"]
# It can be reached from outside of the container, so it wants a password: set one in
# the volume first (docker run -i -v alsoread:/data IMAGE password), or hand a secret
# over as a file (-e ALSOREAD_PASSWORD_FILE=/run/secrets/alsoread). Publish the port to
# the host's loopback (-p 127.0.0.1:7077:7077), give it a certificate (newsroom.tls in
# sources.yaml), or put a proxy with TLS before it and
# name it with --base-url.
CMD ["daemon", "--listen", "0.0.0.0:7077"]
