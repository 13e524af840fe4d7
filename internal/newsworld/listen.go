package newsworld

import (
	"context"
	"fmt"
	"net"
	"strconv"
)

// place is where a publisher can be reached.
type place struct {
	url      string       // "http://127.0.0.11:43210"
	listener net.Listener // nil: nobody answers there
}

// portTries is how many ports are tried until one is free on every address.
const portTries = 20

// settle finds a place for every publisher: on Linux and Windows an address of
// its own out of 127.0.0.0/8, all with one port, as publishers have hosts of
// their own in life; elsewhere, where only 127.0.0.1 is configured, a port of
// its own.
func settle(ctx context.Context, all []publisher, port int) (map[string]place, error) {
	if !manyAddresses(ctx, all[0].host) {
		return settlePorts(ctx, all)
	}
	var err error
	for range portTries {
		var places map[string]place
		if places, err = settleHosts(ctx, all, port); err == nil {
			return places, nil
		}
		if port != 0 || ctx.Err() != nil {
			break
		}
	}
	return nil, err
}

func manyAddresses(ctx context.Context, host string) bool {
	l, err := listen(ctx, host, 0)
	if err != nil {
		return false
	}
	l.Close()
	return true
}

func listen(ctx context.Context, host string, port int) (net.Listener, error) {
	var lc net.ListenConfig
	return lc.Listen(ctx, "tcp4", net.JoinHostPort(host, strconv.Itoa(port)))
}

func settleHosts(ctx context.Context, all []publisher, port int) (map[string]place, error) {
	places := make(map[string]place)
	for _, p := range all {
		l, err := listen(ctx, p.host, port)
		if err != nil {
			leave(places)
			return nil, fmt.Errorf("listen for %s: %w", p.name, err)
		}
		if port == 0 {
			port = l.Addr().(*net.TCPAddr).Port
		}
		places[p.key] = placeOf(p, l)
	}
	return places, nil
}

func settlePorts(ctx context.Context, all []publisher) (map[string]place, error) {
	places := make(map[string]place)
	for _, p := range all {
		l, err := listen(ctx, "127.0.0.1", 0)
		if err != nil {
			leave(places)
			return nil, fmt.Errorf("listen for %s: %w", p.name, err)
		}
		places[p.key] = placeOf(p, l)
	}
	return places, nil
}

// placeOf gives up the listener of a publisher that is down: its address then
// refuses connections.
func placeOf(p publisher, l net.Listener) place {
	pl := place{url: "http://" + l.Addr().String(), listener: l}
	if p.down {
		l.Close()
		pl.listener = nil
	}
	return pl
}

func leave(places map[string]place) {
	for _, p := range places {
		if p.listener != nil {
			p.listener.Close()
		}
	}
}
