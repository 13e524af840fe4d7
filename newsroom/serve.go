package newsroom

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/net/netutil"
)

// Limits of the server. A client that sends or reads slowly loses its
// connection; the daemon's scans share the machine with it.
const (
	readHeaderTime = 5 * time.Second
	readTime       = 10 * time.Second
	writeTime      = 60 * time.Second // from the end of the request's header to the end of the answer
	idleTime       = 30 * time.Second
	maxHeader      = 32 << 10 // bytes
	maxConnections = 512      // the files a process may open are for scans first
	drainTime      = 5 * time.Second
)

// Serve answers at l with handler until ctx is done, then lets what is under
// way end for 5 seconds, and closes l. It returns nil when it was ended by ctx.
// A nil log says nothing.
func Serve(ctx context.Context, l net.Listener, handler http.Handler, log *slog.Logger) error {
	server := newServer(ctx, handler, log)
	return serve(ctx, l, server, handler, server.Serve)
}

// serve runs a server until ctx is done.
func serve(ctx context.Context, l net.Listener, server *http.Server, handler http.Handler, begin func(net.Listener) error) error {
	if room, ok := handler.(interface{ Drain() }); ok {
		server.RegisterOnShutdown(room.Drain)
	}
	failed := make(chan error, 1)
	go func() { failed <- begin(netutil.LimitListener(l, maxConnections)) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve %s: %w", l.Addr(), err)
	case <-ctx.Done():
	}
	// The connections outlive ctx for as long as they are being drained.
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	if err := server.Shutdown(drain); err != nil {
		server.Close()
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve %s: %w", l.Addr(), err)
	}
	return nil
}

func newServer(ctx context.Context, handler http.Handler, log *slog.Logger) *http.Server {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTime,
		ReadTimeout:       readTime,
		WriteTimeout:      writeTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		BaseContext:       func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
}
