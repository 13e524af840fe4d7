package sources

import (
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"

	"alsoread/news"
)

// truth reads true or false.
func (r *reader) truth(at place) (bool, bool) {
	if at.node.kind == truthNode {
		return strings.EqualFold(at.node.text, "true"), true
	}
	r.fault(at, "wants true or false, not %s", r.show(at))
	return false, false
}

// number returns a method that reads a whole number of a range.
func number(least, most int) func(*reader, place) (int, bool) {
	return func(r *reader, at place) (int, bool) {
		n, err := strconv.Atoi(at.node.text)
		switch {
		case at.node.kind != numberNode || err != nil:
			r.fault(at, "wants a whole number, not %s", r.show(at))
		case n < least || n > most:
			r.fault(at, "is %d; it may be %d to %d", n, least, most)
		default:
			return n, true
		}
		return 0, false
	}
}

// span returns a method that reads a length of time of a range.
func spanOf(least, most time.Duration) func(*reader, place) (time.Duration, bool) {
	return func(r *reader, at place) (time.Duration, bool) {
		s, ok := r.plain(at, 40)
		if !ok {
			return 0, false
		}
		d, err := ParseDuration(s)
		switch {
		case err != nil:
			r.fault(at, "%v", err)
		case d < least || d > most:
			r.fault(at, "is %s; it may be %s to %s", s, formatDuration(least), formatDuration(most))
		default:
			return d, true
		}
		return 0, false
	}
}

var (
	durationForm = regexp.MustCompile(`^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$`)
	durationPart = regexp.MustCompile(`(\d+(?:\.\d+)?)(ms|s|m|h|d)`)
	durationUnit = map[string]time.Duration{
		"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour,
	}
)

// ParseDuration reads "20s", "1h30m", "250ms", "2d". A day is 24 hours.
func ParseDuration(s string) (time.Duration, error) {
	switch {
	case s == "0":
		return 0, nil
	case strings.HasPrefix(s, "-"):
		return 0, fmt.Errorf("%s is negative", quote(s))
	case isDigits(s):
		return 0, fmt.Errorf("%s has no unit; write %ss for seconds", quote(s), s)
	case !durationForm.MatchString(s):
		return 0, fmt.Errorf("%s is no duration; write it such as 20s, 15m, 1h30m or 2d", quote(s))
	}
	var total float64
	for _, part := range durationPart.FindAllStringSubmatch(s, -1) {
		n, err := strconv.ParseFloat(part[1], 64)
		if err != nil {
			return 0, fmt.Errorf("%s is no duration: %s is no number", quote(s), quote(part[1]))
		}
		total += n * float64(durationUnit[part[2]])
	}
	// A century is beyond every limit and far from overflow.
	const century = 100 * 365 * 24 * time.Hour
	if total > float64(century) {
		return 0, fmt.Errorf("%s is too long", quote(s))
	}
	return time.Duration(total), nil
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.") == ""
}

// formatDuration writes a duration as the file has it: 1h, not 1h0m0s.
func formatDuration(d time.Duration) string {
	if d >= 24*time.Hour && d%(24*time.Hour) == 0 {
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// size returns a method that reads a number of bytes of a range.
func size(least, most int64) func(*reader, place) (int64, bool) {
	return func(r *reader, at place) (int64, bool) {
		s, ok := r.plain(at, 40)
		if !ok {
			return 0, false
		}
		n, err := ParseSize(s)
		switch {
		case err != nil:
			r.fault(at, "%v", err)
		case n < least || n > most:
			r.fault(at, "is %s; it may be %s to %s", s, formatSize(least), formatSize(most))
		default:
			return n, true
		}
		return 0, false
	}
}

var (
	sizeForm = regexp.MustCompile(`^(\d+(?:\.\d+)?) ?([A-Za-z]*)$`)
	sizeUnit = map[string]float64{
		"": 1, "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30,
	}
)

// ParseSize reads "15MiB", "500KB", "1.5GiB" or a number of bytes.
func ParseSize(s string) (int64, error) {
	part := sizeForm.FindStringSubmatch(s)
	if part == nil {
		return 0, fmt.Errorf("%s is no size; write it such as 15MiB, 500KB or 1GiB", quote(s))
	}
	unit, found := sizeUnit[strings.ToLower(part[2])]
	if !found {
		return 0, fmt.Errorf("%s is no unit of size; there are B, KB, MB, GB (1000) and KiB, MiB, GiB (1024)", quote(part[2]))
	}
	n, err := strconv.ParseFloat(part[1], 64)
	if err != nil || n*unit > 1<<50 {
		return 0, fmt.Errorf("%s is too large", quote(s))
	}
	return int64(n * unit), nil
}

func formatSize(n int64) string {
	for _, unit := range []struct {
		name string
		size int64
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if n%unit.size == 0 {
			return fmt.Sprintf("%d%s", n/unit.size, unit.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}

// zone reads the name of a time zone.
func (r *reader) zone(at place) (*time.Location, bool) {
	name, ok := r.plain(at, maxTag)
	if !ok {
		return nil, false
	}
	if loc := r.zones[name]; loc != nil {
		return loc, true
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		r.fault(at, "%s is no time zone; write it such as Europe/Berlin, UTC or Local", quote(name))
		return nil, false
	}
	r.zones[name] = loc
	return loc, true
}

// maxNetworks is the number of networks that one source may be allowed.
const maxNetworks = 64

// networks reads address ranges. A single address is a range of one.
func (r *reader) networks(at place) ([]netip.Prefix, bool) {
	var all []netip.Prefix
	for _, item := range r.list(at, maxNetworks) {
		s, ok := r.plain(item, maxTag)
		if !ok {
			continue
		}
		network, err := parseNetwork(s)
		if err != nil {
			r.fault(item, "%v", err)
			continue
		}
		all = append(all, network)
	}
	return all, true
}

func parseNetwork(s string) (netip.Prefix, error) {
	if address, err := netip.ParseAddr(s); err == nil && address.Zone() == "" {
		address = address.Unmap()
		return netip.PrefixFrom(address, address.BitLen()), nil
	}
	network, err := netip.ParsePrefix(s)
	switch {
	case err != nil:
		return netip.Prefix{}, fmt.Errorf("%s is no network; write it such as 127.0.0.0/8, 10.1.2.3 or fd00::/8", quote(s))
	case network.Addr().Is4In6():
		return netip.Prefix{}, fmt.Errorf("%s maps IPv4 into IPv6; write the IPv4 network itself", quote(s))
	case network != network.Masked():
		return netip.Prefix{}, fmt.Errorf("%s has bits set beyond its length; write %s", quote(s), network.Masked())
	}
	return network, nil
}

// kind reads the kind of a source.
func (r *reader) kind(at place) (news.Kind, bool) {
	s, ok := r.plain(at, maxTag)
	if !ok {
		return "", false
	}
	names := make([]string, 0, len(kinds))
	for _, kind := range kinds {
		if string(kind) == s {
			return kind, true
		}
		names = append(names, string(kind))
	}
	r.fault(at, "%s is no kind; there are %s", quote(s), strings.Join(names, ", "))
	return "", false
}

// follow reads which Also Read links are followed: true means those of the
// source's own publisher.
func (r *reader) follow(at place) (string, bool) {
	switch {
	case at.node.kind == truthNode && strings.EqualFold(at.node.text, "true"):
		return "publisher", true
	case at.node.kind == truthNode:
		return "", true
	case at.node.kind == textNode && (at.node.text == "all" || at.node.text == "publisher"):
		return at.node.text, true
	}
	r.fault(at, "wants false, true (links to the same publisher) or all, not %s", r.show(at))
	return "", false
}
