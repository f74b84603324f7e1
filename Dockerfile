# catalog-lint in an image of one file, run by nobody in particular:
#
#   docker build -t catalog-lint .
#   docker run --rm -v "$PWD:/work:ro" catalog-lint
FROM golang:1 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /catalog-lint ./cmd/catalog-lint

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /catalog-lint /usr/local/bin/catalog-lint
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/usr/local/bin/catalog-lint"]
