package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"net/url"

	"alsoread/access"
	"alsoread/newsroom"
)

// openDoor reads the keys and refuses a daemon that anybody could enter.
func (a *app) openDoor(o daemonOptions) (*access.Keys, *access.Secret, error) {
	keys, err := access.Open(access.Path(a.databasePath))
	if err != nil {
		return nil, nil, failed(err)
	}
	password, err := passwordFrom(o.passwordFile, keys)
	if err != nil {
		return nil, nil, err
	}
	if err := o.guardDoor(keys, password); err != nil {
		return nil, nil, err
	}
	_, has := keys.HasPassword()
	if public := len(o.hosts) > 0 || o.baseURL != ""; public && o.listen != "" && !has && password == nil {
		a.log.Warn("there is no password: whoever reaches this server under its other names may change what is scanned; \"alsoread password\" sets one")
	}
	return keys, password, nil
}

// check looks at what the flags say.
func (o *daemonOptions) check() error {
	if o.images != "" && o.images != "proxy" && o.images != "none" {
		return fmt.Errorf("--images %s: proxy or none", o.images)
	}
	if o.baseURL != "" {
		u, err := url.Parse(o.baseURL)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			return fmt.Errorf("--base-url %s: an address such as https://news.example/", o.baseURL)
		}
	}
	if o.pprof != "" && !loopback(o.pprof) {
		return fmt.Errorf("--pprof %s: profiles show what is in memory; they are served on the loopback alone, such as 127.0.0.1:6060", o.pprof)
	}
	return nil
}

// profile serves what the program is doing, for those who improve it.
func (a *app) profile(ctx context.Context, address string) error {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", address, err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	a.log.Info("profiles are served", "at", "http://"+l.Addr().String()+"/debug/pprof/")
	if err := newsroom.Serve(ctx, l, newsroom.LoopbackOnly(mux), a.log); err != nil && !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}
