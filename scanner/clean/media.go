package clean

import "strings"

// image writes the image in w.tag. Beacons go; an image that is loaded late by
// a script gets the address the script would give it; one without a usable
// address leaves its alternative text.
func (w *rewriter) image() {
	if isBeacon(&w.tag) {
		return
	}
	src := w.lateAddress()
	if src == "" {
		src = w.address(atSrc)
	}
	if src == "" && w.candidates() == "" {
		w.text(w.tag.value(atAlt))
		return
	}
	if w.noscript > 0 && src == w.lastImage {
		return // the same image again, for browsers without scripts
	}
	w.lastImage = src
	w.tag.set(atSrc, src)
	w.open(elImg)
}

// lateAddress returns the address of an image that a script loads late, and
// moves its candidates to where a browser reads them.
func (w *rewriter) lateAddress() string {
	if w.tag.seen&(1<<atDataSrc|1<<atDataSrcset) == 0 {
		return ""
	}
	if late := srcset(w.tag.value(atDataSrcset), w.base); late != "" {
		w.tag.set(atSrcset, late)
	}
	return URL(w.tag.value(atDataSrc), w.base)
}

// set gives an attribute an absolute address or a list of them, not escaped.
func (t *tag) set(a attribute, v string) {
	if v == "" {
		return
	}
	v = escapeURL(v)
	for i := range t.n {
		if t.list[i].attribute == a {
			t.list[i].value = v
			return
		}
	}
	t.list[t.n].attribute, t.list[t.n].value = a, v
	t.n++
	t.seen |= 1 << a
}

// isBeacon says whether an image is there to be loaded, not to be seen: at most
// one pixel wide or high, or hidden. Hosts play no part: lists of them are never
// complete and hit pictures too.
func isBeacon(t *tag) bool {
	if t.seen.has(atWidth) && showsNothing(t.value(atWidth)) ||
		t.seen.has(atHeight) && showsNothing(t.value(atHeight)) {
		return true
	}
	return t.seen.has(atStyle) && hides(t.value(atStyle))
}

// showsNothing says whether a width or height is that of a beacon: a number
// below two, in pixels.
func showsNothing(v string) bool {
	v = strings.TrimSpace(v)
	digits := 0
	for digits < len(v) && isDigit(v[digits]) {
		digits++
	}
	if unit := v[digits:]; digits == 0 || unit != "" && unit[0] != '.' && unit[0] != 'p' {
		return false
	}
	number := strings.TrimLeft(v[:digits], "0")
	return number == "" || number == "1"
}

// hides says whether a style makes an image invisible.
func hides(style string) bool {
	for declaration := range strings.SplitSeq(strings.ToLower(style), ";") {
		name, value, _ := strings.Cut(declaration, ":")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		switch name {
		case "display":
			if strings.HasPrefix(value, "none") {
				return true
			}
		case "visibility":
			if strings.HasPrefix(value, "hidden") {
				return true
			}
		case "width", "height", "max-width", "max-height":
			if showsNothing(value) {
				return true
			}
		}
	}
	return false
}

// frame handles an iframe whose start tag ends at i and returns where reading
// goes on. A player becomes a link to what it plays; of other frames (most are
// advertisements) the text for browsers without frames stays.
func (w *rewriter) frame(i int) int {
	src := URL(w.tag.value(atSrc), w.base)
	if src == "" {
		src = URL(w.tag.value(atDataSrc), w.base)
	}
	if src == "" || !isPlayer(&w.tag, src) {
		w.space()
		return i
	}
	label := w.tag.value(atTitle)
	if label == "" {
		label = src
	}
	w.link(src, label)
	if w.endless[elIframe] {
		return i
	}
	if end := endTagOf(w.s, "iframe", i); end >= 0 {
		return end
	}
	w.endless[elIframe] = true
	return i
}

// isPlayer says whether a frame shows a video or the like: it asks for the
// rights of a player, or its address says so.
func isPlayer(t *tag, src string) bool {
	if t.seen.has(atAllowfullscreen) {
		return true
	}
	rights := t.value(atAllow)
	for _, right := range []string{"fullscreen", "autoplay", "encrypted-media", "picture-in-picture"} {
		if strings.Contains(rights, right) {
			return true
		}
	}
	return strings.Contains(src, "/embed/") || strings.Contains(src, "/player/") || strings.Contains(src, "/video/")
}

// link writes a link, as a paragraph where one may stand.
func (w *rewriter) link(address, label string) {
	if w.a > 0 {
		w.text(label)
		return
	}
	if w.top().is(skeleton) {
		w.openCell()
	}
	paragraph := w.p == 0 && !w.top().is(heading) && w.depth < maxDepth-4
	if paragraph {
		w.bare(elP)
	}
	at := w.depth
	w.tag.el, w.tag.n, w.tag.seen = elA, 0, 0
	w.tag.set(atHref, address)
	w.open(elA)
	w.text(label)
	w.closeTo(at)
	if paragraph {
		w.closeTop()
	}
}
