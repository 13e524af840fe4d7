package news

import (
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Publisher returns who stands behind an address: the registrable domain of
// its host by the Public Suffix List, so that feeds.bbci.co.uk is bbci.co.uk
// and two blogs of blogspot.com are two publishers. An IP address and a host
// of one label (localhost) stand for themselves, with the port unless it is the
// web's own, because there the port is what tells one site from another. It is
// "" when raw is not a web address or its host is a public suffix.
func Publisher(raw string) string {
	p, err := splitURL(raw)
	if err != nil {
		return ""
	}
	host, port, err := splitAuthority(p.authority)
	if err != nil {
		return ""
	}
	if !standsForItself(host) {
		return registrable(host)
	}
	if _, listed := publicsuffix.PublicSuffix(host); listed {
		return "" // a top-level domain
	}
	if port != 0 {
		return host + ":" + strconv.Itoa(int(port))
	}
	return host
}

func standsForItself(host string) bool {
	if strings.HasPrefix(host, "[") {
		return true
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return !strings.Contains(host, ".")
}
