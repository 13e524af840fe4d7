package scanner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"
	"unicode"
)

// What may have gone wrong with a fetch, for those who act on it. The text of
// an error is for people and names neither secrets nor, once a source has any,
// more of an address than its host.
var (
	// ErrGone means that the publisher answered 410: the source is retired.
	ErrGone = errors.New("410 Gone")
	// ErrTooLarge means that the decoded body passed Source.MaxBody.
	ErrTooLarge = errors.New("body too large")
	// ErrTimeout means that the exchange did not end within Source.Timeout.
	ErrTimeout = errors.New("timeout")
	// ErrForbiddenAddress means that the address is neither public nor within
	// Source.AllowNetworks. Nothing was sent to it.
	ErrForbiddenAddress = errors.New("forbidden address")
)

// HTTPError is an answer that is neither a document nor 304 Not Modified.
type HTTPError struct {
	Status     int
	RetryAfter time.Duration // the publisher's wish, 0 to 24 h; 0: none given
}

func (e *HTTPError) Error() string {
	text := strings.TrimSpace(fmt.Sprintf("%d %s", e.Status, http.StatusText(e.Status)))
	if e.RetryAfter > 0 {
		text += fmt.Sprintf(", asks to wait %s", e.RetryAfter)
	}
	return text
}

func (e *HTTPError) Is(target error) bool {
	return target == ErrGone && e.Status == http.StatusGone
}

// limitError says which limit a body passed.
type limitError struct{ limit int64 }

func (e *limitError) Error() string {
	return fmt.Sprintf("body over %s after decompression", bytesText(e.limit))
}

func (e *limitError) Is(target error) bool { return target == ErrTooLarge }

// addressError is an address that may not be dialled.
type addressError struct {
	host string // as the URL names it; empty when it is the address itself
	addr netip.Addr
}

func (e *addressError) Error() string {
	where := e.addr.String()
	if e.host != "" && e.host != where {
		where = e.host + " is at " + where + ", which"
	}
	addr := e.addr.Unmap().WithZone("")
	return fmt.Sprintf("%s is not a public address (allow_networks: [%s/%d] would permit it)", where, addr, addr.BitLen())
}

func (e *addressError) Is(target error) bool { return target == ErrForbiddenAddress }

// fault is an error of the network or the protocol in words that a reader of
// the log understands; what it was remains to be asked for.
type fault struct {
	what string
	err  error
}

func (f *fault) Error() string { return f.what }
func (f *fault) Unwrap() error { return f.err }

// timeoutError says what had not come when the time was over.
func timeoutError(limit time.Duration, missing string) error {
	return &fault{what: fmt.Sprintf("timeout: %s within %s", missing, limit), err: ErrTimeout}
}

// explain puts an error of the transport into one plain line. It never quotes
// what the server sent, save in the few texts of net/http that are known not
// to hold any of it.
func explain(err error, host string) error {
	var forbidden *addressError
	var dns *net.DNSError
	var named *fault
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "proxyconnect" {
		host = "the proxy"
	}
	switch {
	case errors.As(err, &forbidden):
		return &addressError{host: host, addr: forbidden.addr}
	case errors.As(err, &named), errors.Is(err, ErrTooLarge):
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &dns):
		return explainLookup(dns, err)
	case errors.Is(err, syscall.ECONNREFUSED):
		return &fault{what: "connection to " + host + " refused", err: err}
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return &fault{what: "no route to " + host, err: err}
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return &fault{what: "connection reset by " + host, err: err}
	case isTimeout(err):
		return &fault{what: "timeout: no connection to " + host, err: errors.Join(ErrTimeout, err)}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &fault{what: "connection closed before the answer was complete", err: err}
	}
	return &fault{what: protocolText(err), err: err}
}

func explainLookup(dns *net.DNSError, err error) error {
	if dns.IsNotFound {
		return &fault{what: "no such host: " + oneLine(dns.Name, 100), err: err}
	}
	return &fault{what: "name lookup of " + oneLine(dns.Name, 100) + " failed: " + oneLine(dns.Err, 100), err: err}
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

// protocolText names the faults of the protocol that net/http tells only by
// their text, and shortens everything else to a line.
func protocolText(err error) string {
	text := err.Error()
	for _, known := range []struct{ has, say string }{
		{"malformed HTTP", "malformed answer: not HTTP/1.0 or later"},
		{"malformed MIME", "malformed header in the answer"},
		{"response headers exceeded", fmt.Sprintf("headers of the answer over %s", bytesText(maxHeaderBytes))},
		{"does not look like a TLS handshake", "the server does not speak TLS: http instead of https?"},
		{"multiple Content-Length", "the answer has two different Content-Length headers"},
		{"bad Content-Length", "the answer has a Content-Length that is no number"},
		{"unsupported transfer encoding", "the answer has an unsupported Transfer-Encoding"},
		{"malformed chunked encoding", "malformed chunk in the body"},
		{"invalid byte in chunk length", "malformed chunk in the body"},
		{"chunk length too large", "malformed chunk in the body"},
		{"chunked line ends with", "malformed chunk in the body"},
		{"chunked encoding contains too much", "chunked body with more overhead than content"},
		{"header line too long", "chunked body with a line too long"},
		{"suspiciously long trailer", "trailer after the body too long"},
	} {
		if strings.Contains(text, known.has) {
			return known.say
		}
	}
	return oneLine(strings.TrimPrefix(text, "net/http: "), 200)
}

// oneLine makes text from outside fit to stand in a log line: no control
// characters, at most limit runes.
func oneLine(text string, limit int) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, text)
	clean = strings.Join(strings.Fields(clean), " ")
	for i := range clean {
		if limit == 0 {
			return clean[:i] + "…"
		}
		limit--
	}
	return clean
}

// bytesText writes a number of bytes as sources.yaml does: 15 MiB, 512 KiB.
func bytesText(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	case n >= 1<<10:
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", n)
}
