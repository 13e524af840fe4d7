package scanner

import (
	"context"
	"net/netip"
	"slices"
	"syscall"

	"code.dny.dev/ssrf"
)

// guard decides which addresses may be dialled: the public ones, and the
// ranges that a source's configuration names. It sits in the dialler, after
// the name lookup, so that the address judged is the address dialled: neither
// a redirect nor a name that changes its answer gets around it.
type guard struct {
	guardian *ssrf.Guardian
	dialling func(netip.AddrPort) error // for tests: told each address that was let through
}

// wireServer is the metadata service of Azure's machines, which has a public
// address but answers only from within.
var wireServer = netip.MustParsePrefix("168.63.129.16/32")

// newGuard permits what is public and what allow lists. Ports are judged with
// the URL, where the reason can be told better.
func newGuard(allow []netip.Prefix) *guard {
	var v4, v6 []netip.Prefix
	for _, p := range allow {
		if p = unmapped(p); p.Addr().Is4() {
			v4 = append(v4, p)
		} else {
			v6 = append(v6, p)
		}
	}
	return &guard{guardian: ssrf.New(ssrf.WithAnyPort(),
		ssrf.WithAllowedV4Prefixes(v4...), ssrf.WithAllowedV6Prefixes(v6...), ssrf.WithDeniedV4Prefixes(wireServer))}
}

// unmapped turns ::ffff:10.0.0.0/104 into 10.0.0.0/8: package net dials mapped
// addresses as IPv4, so that is how they are judged.
func unmapped(p netip.Prefix) netip.Prefix {
	if p.Addr().Is4In6() && p.Bits() >= 96 {
		return netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
	}
	return p
}

// judge refuses an address that may not be dialled.
func (g *guard) judge(addr netip.Addr) error {
	if err := g.guardian.SafeAddr(addr.Unmap().WithZone("")); err != nil {
		return &addressError{addr: addr}
	}
	return nil
}

// control is called by the dialler for each address it is about to connect to.
func (g *guard) control(_ context.Context, network, address string, _ syscall.RawConn) error {
	if network != "tcp4" && network != "tcp6" {
		return &fault{what: "only TCP is dialled, not " + network}
	}
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return &fault{what: "the dialler was given no address", err: err}
	}
	if err := g.judge(at.Addr()); err != nil {
		return err
	}
	if g.dialling != nil {
		return g.dialling(at)
	}
	return nil
}

// barredPorts are those that no browser sends HTTP to (Fetch standard, "port
// blocking"): mail, file shares, shells and the like would take a request for
// orders. Every other port is fine, since feeds live on odd ones.
var barredPorts = []uint16{
	1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95,
	101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179,
	389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587,
	601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
	6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
}

func barredPort(port uint16) bool {
	_, barred := slices.BinarySearch(barredPorts, port)
	return barred || port == 0
}
