package scanner

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"alsoread/news"
)

// origin is a scheme, a host and a port: what belongs to one server.
type origin struct{ scheme, host, port string }

func originOf(u *url.URL) origin {
	port := u.Port()
	if port == "" {
		port = defaultPort(u.Scheme)
	}
	return origin{u.Scheme, u.Hostname(), port}
}

// covers says whether what was configured for o may be sent to other: the same
// origin, or the same host after it went over to https.
func (o origin) covers(other origin) bool {
	return o == other || o == origin{"http", other.host, "80"} && other.scheme == "https" && other.port == "443"
}

// errAstray means that redirects led to nothing that is fetched.
var errAstray = errors.New("led astray by redirects")

// redirect is an answer that sends us on.
type redirect struct {
	status   int
	location string
}

func (r *redirect) permanent() bool {
	return r.status == http.StatusMovedPermanently || r.status == http.StatusPermanentRedirect
}

// isRedirect lists what is followed. 300 leaves the choice to the reader, 305
// and 306 are out of use.
func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// follow judges a redirect and makes it the next hop. The error is errAstray.
func (x *exchange) follow(r *redirect) error {
	if err := x.judge(r); err != nil {
		return &fault{what: err.Error(), err: errors.Join(errAstray, err)}
	}
	return nil
}

func (x *exchange) judge(r *redirect) error {
	named := fmt.Sprintf("%d %s", r.status, http.StatusText(r.status))
	if r.location == "" {
		return fmt.Errorf("%s without a Location", named)
	}
	next, err := parseTarget(r.location, x.url)
	if err != nil {
		return fmt.Errorf("%s to a place that is not fetched: %w", named, err)
	}
	address := next.String()
	if len(address) > maxURL {
		return fmt.Errorf("%s to a URL over %s", named, bytesText(maxURL))
	}
	if slices.Contains(x.visited, address) {
		return errors.New("redirect loop")
	}
	if len(x.visited) > x.fetcher.options.MaxRedirects {
		return fmt.Errorf("more than %d redirects", x.fetcher.options.MaxRedirects)
	}
	// Once the exchange has left the source's own host, or its encryption,
	// what is the source's stays unsent to the end: a stranger on the way
	// could have chosen where it goes.
	if !x.own.covers(originOf(next)) || x.url.Scheme == "https" && next.Scheme == "http" {
		x.trusted = false
	}
	x.permanent = x.permanent && r.permanent()
	x.visited = append(x.visited, address)
	x.url = next
	return nil
}

// moved is the address to remember, if every hop said that it is for good. An
// address that may hold a secret out of the environment is not remembered: it
// would outlive the secret, and stand in the store.
func (x *exchange) moved() string {
	if len(x.visited) < 2 || !x.permanent || hasSecretURL(&x.request.Source) {
		return ""
	}
	return x.url.String()
}

// located adds where an error happened, if that is not where the source is.
func (x *exchange) located(err error) error {
	if len(x.visited) < 2 {
		return err
	}
	return fmt.Errorf("after a redirect to %s: %w", x.shown(), err)
}

// shown is the address of the hop as it may stand in a log: without its query,
// and without its path when that could repeat a secret of the source.
func (x *exchange) shown() string {
	place := x.url.Scheme + "://" + x.url.Host
	if hasSecretURL(&x.request.Source) || hasCredentials(&x.request.Source) {
		return place
	}
	return oneLine(place+x.url.EscapedPath(), 200)
}

// hasSecretURL says that the URL was filled in from the environment.
func hasSecretURL(s *news.Source) bool {
	return s.Display != "" && strings.TrimSpace(s.Display) != strings.TrimSpace(s.URL)
}

func hasCredentials(s *news.Source) bool {
	return s.User != "" || s.Password != "" || len(s.Headers) > 0 || len(s.Cookies) > 0
}
