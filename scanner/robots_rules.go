package scanner

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// robotsRules is what a robots.txt says to one reader (RFC 9309).
type robotsRules struct {
	rules []robotsRule
	delay time.Duration // between two requests (Crawl-delay, not in the RFC); 0: none
	all   error         // why no page may be read, whatever its address; nil: the rules decide
}

type robotsRule struct {
	allow   bool
	pattern string // normalised, with * and a $ at its end
}

// maxRobots is how much of a robots.txt is read; section 2.5 asks for as much
// at least.
const maxRobots = 500 << 10

// parseRobots reads a robots.txt for the reader whose product token, in lower
// case, is agent. Groups that name it are taken together, or else those for
// everybody (section 2.2.1). Lines that make no sense are passed over.
func parseRobots(body []byte, agent string) *robotsRules {
	body = body[:min(len(body), maxRobots)]
	own, everybody := &robotsRules{}, &robotsRules{}
	named, inOwn, inAll, naming := false, false, false, false
	text := strings.TrimPrefix(string(body), "\ufeff")
	for line := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == '\n' || c == '\r' }) {
		key, value, ok := robotsLine(line)
		if !ok {
			continue
		}
		if key == "user-agent" {
			if !naming {
				inOwn, inAll, naming = false, false, true
			}
			token := productToken(value)
			inOwn, inAll = inOwn || token == agent, inAll || value == "*"
			named = named || token == agent
			continue
		}
		if key != "allow" && key != "disallow" && key != "crawl-delay" {
			continue // belongs to no group: sitemap, host
		}
		naming = false
		if inOwn {
			own.add(key, value)
		}
		if inAll {
			everybody.add(key, value)
		}
	}
	if named {
		return own
	}
	return everybody
}

func robotsLine(line string) (key, value string, ok bool) {
	line, _, _ = strings.Cut(line, "#")
	key, value, ok = strings.Cut(line, ":")
	return strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value), ok
}

// productToken is the name of a reader, in lower case, without its version.
func productToken(agent string) string {
	end := strings.IndexFunc(agent, func(c rune) bool {
		return !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '_' || c >= '0' && c <= '9')
	})
	if end < 0 {
		end = len(agent)
	}
	return strings.ToLower(agent[:end])
}

func (r *robotsRules) add(key, value string) {
	if key == "crawl-delay" {
		seconds, err := strconv.ParseFloat(value, 64)
		if err == nil && seconds > 0 { // no NaN
			r.delay = max(r.delay, time.Duration(min(seconds, maxCrawlDelay.Seconds())*float64(time.Second)))
		}
		return
	}
	if value != "" {
		r.rules = append(r.rules, robotsRule{allow: key == "allow", pattern: robotsPath(value)})
	}
}

// allows tells whether a path, with its query, may be asked for: the longest
// rule that matches decides, and of two that are equal the one that allows
// (section 2.2.2).
func (r *robotsRules) allows(path string) bool {
	path = robotsPath(path)
	allowed, longest := true, -1
	for _, rule := range r.rules {
		n := len(rule.pattern)
		if n < longest || n == longest && !rule.allow || !rule.matches(path) {
			continue
		}
		allowed, longest = rule.allow, n
	}
	return allowed
}

// matches compares from the beginning of the path: * stands for anything, a $
// at the end for the end.
func (r robotsRule) matches(path string) bool {
	pattern, whole := strings.CutSuffix(r.pattern, "$")
	parts := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(path, parts[0])
	if !ok {
		return false
	}
	if len(parts) == 1 {
		return !whole || rest == ""
	}
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		if _, rest, ok = strings.Cut(rest, part); !ok {
			return false
		}
	}
	if whole {
		return strings.HasSuffix(rest, parts[last])
	}
	return strings.Contains(rest, parts[last])
}

// robotsPath gives a path the one form in which it is compared: characters that
// need no escape without one, all bytes beyond ASCII with one.
func robotsPath(path string) string {
	if !strings.ContainsFunc(path, func(c rune) bool { return c == '%' || c >= 0x80 }) {
		return path
	}
	const digits = "0123456789ABCDEF"
	out := make([]byte, 0, len(path)+16)
	for i := 0; i < len(path); i++ {
		c := path[i]
		escaped := c >= 0x80
		if c == '%' && i+2 < len(path) {
			if n, err := strconv.ParseUint(path[i+1:i+3], 16, 8); err == nil {
				c, i = byte(n), i+2
				escaped = !isUnreserved(c)
			}
		}
		if escaped {
			out = append(out, '%', digits[c>>4], digits[c&15])
		} else {
			out = append(out, c)
		}
	}
	return string(out)
}

// isUnreserved: RFC 3986 section 2.3.
func isUnreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || slices.Contains([]byte("-._~"), c)
}

// size is about how much memory the rules take.
func (r *robotsRules) size() int {
	n := 64
	for _, rule := range r.rules {
		n += 32 + len(rule.pattern)
	}
	return n
}
