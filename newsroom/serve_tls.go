package newsroom

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
)

// maxStreams is how many requests a client may have under way in one connection
// of HTTP/2.
const maxStreams = 100

// ServeTLS is Serve over TLS 1.2 or later, with HTTP/1.1 and HTTP/2. Certificate
// is asked for with each handshake, so that it may change.
func ServeTLS(ctx context.Context, l net.Listener, certificate func(*tls.ClientHelloInfo) (*tls.Certificate, error), handler http.Handler, log *slog.Logger) error {
	server := newServer(ctx, handler, log)
	server.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: certificate}
	server.HTTP2 = &http.HTTP2Config{MaxConcurrentStreams: maxStreams}
	return serve(ctx, l, server, handler, func(l net.Listener) error { return server.ServeTLS(l, "", "") })
}
