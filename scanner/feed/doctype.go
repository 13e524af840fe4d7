package feed

import (
	"bytes"
	"regexp"
)

// Entities that a document declares itself are replaced when they stand for
// plain text, as some feeds do for an address or a name. A value that holds
// markup or another entity is not: that is how a few hundred bytes become
// gigabytes. External entities do not exist here.
const (
	maxEntities  = 64
	maxExpansion = 256 << 10 // bytes that all of a document's entities may add to it
)

var entityDeclaration = regexp.MustCompile(`<!ENTITY\s+([A-Za-z_][A-Za-z0-9_.-]{0,30})\s+(?:"([^"<&%]{0,500})"|'([^'<&%]{0,500})')\s*>`)

// expandEntities returns text with its own internal entities replaced.
func expandEntities(text []byte) []byte {
	head := text[:min(len(text), maxDeclaration)]
	if !bytes.Contains(head, []byte("<!ENTITY")) {
		return text
	}
	values := map[string][]byte{}
	for _, m := range entityDeclaration.FindAllSubmatch(head, maxEntities) {
		if _, ok := values[string(m[1])]; !ok { // the first declaration holds (XML 1.0, 4.2)
			values[string(m[1])] = append(m[2], m[3]...)
		}
	}
	if len(values) == 0 {
		return text
	}
	return replaceEntities(text, values)
}

func replaceEntities(text []byte, values map[string][]byte) []byte {
	out := make([]byte, 0, len(text)+1024)
	left := maxExpansion
	for {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			return append(out, text...)
		}
		out = append(out, text[:i]...)
		text = text[i:]
		n := bytes.IndexByte(text[:min(len(text), maxEntity)], ';')
		value, ok := values[string(text[1:max(n, 1)])]
		if !ok || len(value) > left {
			out = append(out, '&')
			text = text[1:]
			continue
		}
		left -= len(value)
		out = append(out, value...)
		text = text[n+1:]
	}
}
