package clean

import (
	"strings"
	"unicode/utf8"
)

// proven says whether a fragment is sanitised HTML in the form this package
// writes: only allowed elements in lower case and properly nested, only allowed
// attributes in double quotes and at most once each, only absolute http, https
// and mailto addresses, only well-formed character references, no character
// that XML forbids. It takes nothing for granted about who wrote the fragment,
// so it judges what publishers send as well as what this package returns, and
// it allocates nothing.
//
// What it lets through needs no parser to be safe: every '<' starts a tag of
// the tables in policy.go, and none of those elements changes how the text
// after it is read (no raw text, no foreign content, no templates).
func proven(s string) bool {
	if len(s) > MaxHTML || !utf8.ValidString(s) {
		return false
	}
	p := prover{s: s}
	for i := 0; ; {
		for i < len(s) && textClass[s[i]] == plain {
			i++
		}
		if i == len(s) {
			return p.depth == 0
		}
		switch textClass[s[i]] {
		case markup:
			if i = p.markup(i); i < 0 {
				return false
			}
		case lead:
			n := printableRune(s[i:])
			if n == 0 {
				return false
			}
			i += n
		default:
			return false
		}
	}
}

type prover struct {
	nesting
	s string
}

// markup reads a tag or a character reference at i and returns where it ends,
// or -1 when it is not proven.
func (p *prover) markup(i int) int {
	s := p.s
	if s[i] == '&' {
		return reference(s, i)
	}
	if i+1 < len(s) && s[i+1] == '/' {
		i = p.endTag(i + 2)
	} else {
		i = p.startTag(i + 1)
	}
	if i >= 0 && p.top().is(skeleton) {
		return onlyTags(s, i)
	}
	return i
}

// onlyTags skips white space and returns where the next tag starts, or -1 when
// something else comes first.
func onlyTags(s string, i int) int {
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	if i < len(s) && s[i] != '<' {
		return -1
	}
	return i
}

func (p *prover) endTag(i int) int {
	end := nameEnd(p.s, i)
	if end == len(p.s) || p.s[end] != '>' || p.depth == 0 {
		return -1
	}
	if elements[p.top()].name != p.s[i:end] {
		return -1
	}
	p.pop()
	return end + 1
}

func (p *prover) startTag(i int) int {
	end := nameEnd(p.s, i)
	el := elementNamed(p.s[i:end])
	if !el.is(allowed) || !p.fits(el) {
		return -1
	}
	t := provenTag{s: p.s, el: el}
	if i = t.attributes(end); i < 0 || !t.complete() {
		return -1
	}
	if !el.is(void) {
		p.push(el)
	}
	return i
}

// nameEnd returns where a run of lower-case letters and digits ends.
func nameEnd(s string, i int) int {
	for i < len(s) && ('a' <= s[i] && s[i] <= 'z' || '0' <= s[i] && s[i] <= '9') {
		i++
	}
	return i
}

// provenTag is a start tag being read.
type provenTag struct {
	s    string
	el   element
	seen attributes
	tiny bool // a width or height that shows nothing
}

// complete says whether the tag has what its element needs and is no beacon.
func (t *provenTag) complete() bool {
	switch t.el {
	case elA:
		return t.seen.has(atHref)
	case elImg:
		return !t.tiny && (t.seen.has(atSrc) || t.seen.has(atSrcset))
	case elSource:
		return t.seen.has(atSrc) || t.seen.has(atSrcset)
	case elTrack:
		return t.seen.has(atSrc)
	case elAudio, elVideo:
		return t.seen.has(atControls)
	}
	return true
}

// attributes reads the attributes from the end of the name on and returns where
// the tag ends, or -1.
func (t *provenTag) attributes(i int) int {
	s := t.s
	for i < len(s) {
		switch s[i] {
		case '>':
			return i + 1
		case '/':
			return t.slash(i)
		case ' ':
			if i+1 < len(s) && s[i+1] == '/' {
				return t.slash(i + 1)
			}
			if i = t.attribute(i + 1); i < 0 {
				return -1
			}
		default:
			return -1
		}
	}
	return -1
}

// slash reads the "/>" that a void element may end with.
func (t *provenTag) slash(i int) int {
	if !t.el.is(void) || i+1 >= len(t.s) || t.s[i+1] != '>' {
		return -1
	}
	return i + 2
}

// attribute reads name="value" at i and returns where it ends, or -1.
func (t *provenTag) attribute(i int) int {
	end := nameEnd(t.s, i)
	if !strings.HasPrefix(t.s[end:], `="`) {
		return -1
	}
	a := attributeNamed(t.s[i:end])
	if !t.el.attributes().has(a) || hints.has(a) || t.seen.has(a) {
		return -1
	}
	t.seen |= 1 << a
	start := end + 2
	length := strings.IndexByte(t.s[start:], '"')
	if length < 0 || !t.value(a, t.s[start:start+length]) {
		return -1
	}
	return start + length + 1
}

func (t *provenTag) value(a attribute, v string) bool {
	switch {
	case a == atHref && t.el == elA && strings.HasPrefix(v, "mailto:"):
		return isMailto(v, true)
	case urlAttributes.has(a):
		return isAbsolute(v, true)
	case a == atSrcset:
		return isSrcset(v, true)
	case a == atWidth || a == atHeight:
		t.tiny = t.tiny || showsNothing(v)
	}
	return isValue(v)
}

// isValue says whether v may stand between double quotes as it is.
func isValue(v string) bool {
	for i := 0; i < len(v); {
		switch textClass[v[i]] {
		case plain:
			if v[i] == '"' || v[i] == '>' {
				return false
			}
			i++
		case markup:
			if v[i] == '<' {
				return false
			}
			if i = reference(v, i); i < 0 {
				return false
			}
		case lead:
			n := printableRune(v[i:])
			if n == 0 {
				return false
			}
			i += n
		default:
			return false
		}
	}
	return true
}
