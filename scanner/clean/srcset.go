package clean

import (
	"net/url"
	"strings"
)

// maxCandidates is how many image candidates are read of one srcset: each may
// grow by the length of the base.
const maxCandidates = 32

// srcset returns the image candidates of a srcset attribute with their
// addresses made absolute; candidates without a usable address are left out.
func srcset(raw string, base *url.URL) string {
	var out []byte
	for n := 0; raw != "" && n < maxCandidates; n++ {
		raw = strings.TrimLeft(raw, " \t\n\r\f,")
		var address, descriptor string
		address, descriptor, raw = cutCandidate(raw)
		address = URL(address, base)
		if address == "" || strings.HasSuffix(address, ",") {
			continue
		}
		if len(out) > 0 {
			out = append(out, ", "...)
		}
		out = append(out, address...)
		if isDescriptor(descriptor) {
			out = append(out, ' ')
			out = append(out, descriptor...)
		}
	}
	return string(out)
}

// cutCandidate reads one image candidate as HTML 4.8.4.2.1 does: the address
// ends at white space, a comma at its end ends the candidate.
func cutCandidate(s string) (address, descriptor, rest string) {
	end := strings.IndexAny(s, " \t\n\r\f")
	if end < 0 {
		return strings.TrimRight(s, ","), "", ""
	}
	address, rest = s[:end], s[end:]
	if trimmed := strings.TrimRight(address, ","); trimmed != address {
		return trimmed, "", rest
	}
	descriptor, rest, _ = strings.Cut(rest, ",")
	return address, strings.TrimSpace(descriptor), rest
}

// isDescriptor says whether s is a width ("800w") or a density ("1.5x").
func isDescriptor(s string) bool {
	n := len(s) - 1
	if n < 1 || n > 10 || s[n] != 'w' && s[n] != 'x' {
		return false
	}
	for i := range n {
		if !isDigit(s[i]) && s[i] != '.' {
			return false
		}
	}
	return true
}

// isSrcset says whether v is in the form that srcset returns.
func isSrcset(v string, escaped bool) bool {
	for {
		end := strings.IndexByte(v, ' ')
		if end < 0 {
			return isAbsolute(v, escaped) && !strings.HasSuffix(v, ",")
		}
		address := v[:end]
		v = v[end+1:]
		if trimmed, ok := strings.CutSuffix(address, ","); ok {
			if !isAbsolute(trimmed, escaped) || strings.HasSuffix(trimmed, ",") {
				return false
			}
			continue
		}
		descriptor, rest, more := strings.Cut(v, ", ")
		if !isAbsolute(address, escaped) || !isDescriptor(descriptor) {
			return false
		}
		if !more {
			return true
		}
		v = rest
	}
}
