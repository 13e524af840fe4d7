package sources

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of texts, in characters.
const (
	maxName    = 200  // names of sources and publishers
	maxTag     = 100  // one tag
	maxTags    = 64   // of one source
	maxPattern = 1000 // selectors, url_pattern, time_format
	maxAddress = 4096 // URLs after ${ENV_NAME} was filled in
	maxHeader  = 8192 // header and cookie values, user agents, passwords
)

// scalar returns the text of a value that is no list, mapping or nothing.
// Numbers are texts as they are written, so that 404 or 007 may be a name;
// true and false want quotes, for they may be meant as such.
func (r *reader) scalar(at place) (string, bool) {
	switch at.node.kind {
	case textNode, numberNode:
		return at.node.text, true
	case nullNode:
		r.fault(at, "is empty")
	case truthNode:
		r.fault(at, "wants text; write \"%s\" if that is the text", at.node.text)
	default:
		r.fault(at, "wants text, not %s", r.show(at))
	}
	return "", false
}

// literal returns a text in which ${ENV_NAME} stands for itself.
func (r *reader) literal(at place, limit int) (string, bool) {
	s, ok := r.scalar(at)
	return s, ok && r.line(at, s, limit)
}

// filled returns a text after ${ENV_NAME} was filled in; the text may be empty.
func (r *reader) filled(at place, limit int) (string, bool) {
	s, ok := r.scalar(at)
	if !ok {
		return "", false
	}
	if r.env != nil || !hasReference(s) {
		filled, err := fill(s, r.env)
		if err != nil {
			r.fault(at, "%v", err)
			return "", false
		}
		at.secret = at.secret || hasReference(s)
		s = filled
	}
	return s, s == "" || r.line(at, s, limit)
}

// line checks that a text is not empty, fits its limit and keeps to one line
// without control characters or blanks around it.
func (r *reader) line(at place, s string, limit int) bool {
	switch {
	case strings.TrimSpace(s) == "":
		r.fault(at, "is empty")
	case utf8.RuneCountInString(s) > limit:
		r.fault(at, "is %d characters long; the limit is %d", utf8.RuneCountInString(s), limit)
	case strings.ContainsAny(s, "\r\n"):
		r.fault(at, "holds a line break%s", ofEnvironment(at, s))
	case strings.ContainsFunc(s, unicode.IsControl):
		r.fault(at, "holds a control character%s", ofEnvironment(at, s))
	case strings.TrimSpace(s) != s:
		r.fault(at, "begins or ends with a blank%s", ofEnvironment(at, s))
	default:
		return true
	}
	return false
}

// ofEnvironment says where a character came from that cannot be seen in the file.
func ofEnvironment(at place, s string) string {
	if hasReference(at.node.text) && at.node.text != s {
		return " once the environment is filled in"
	}
	return ""
}

// name reads a text for people: a name, a publisher.
func (r *reader) name(at place) (string, bool) {
	return r.literal(at, maxName)
}

// plain reads a text in which ${ENV_NAME} would have no effect, and says so.
func (r *reader) plain(at place, limit int) (string, bool) {
	s, ok := r.literal(at, limit)
	if ok && hasReference(s) {
		r.fault(at, "${...} is filled in only in %s", fillable)
		return "", false
	}
	return s, ok
}

// tags reads the tags of a source.
func (r *reader) tags(at place) ([]string, bool) {
	seen := make(map[string]bool)
	var tags []string
	for _, item := range r.list(at, maxTags) {
		tag, ok := r.literal(item, maxTag)
		switch {
		case !ok:
		case seen[tag]:
			r.fault(item, "the tag %s is listed twice", quote(tag))
		default:
			seen[tag] = true
			tags = append(tags, tag)
		}
	}
	return tags, true
}
