package clean

import "strings"

// element writes the start tag in w.tag, or what is to stand for it.
func (w *rewriter) element(el element) {
	switch el {
	case elImg:
		w.image()
		return
	case elA:
		if w.address(atHref) == "" {
			return
		}
	case elSource, elTrack:
		if w.address(atSrc) == "" && w.candidates() == "" {
			return
		}
	}
	w.open(el)
}

// open makes place for el and writes its start tag from w.tag.
func (w *rewriter) open(el element) {
	if !w.makePlace(el) {
		if el.is(breaks) {
			w.space()
		}
		return
	}
	if el.is(breaks) {
		w.owed = false
	}
	w.pay('<')
	start := len(w.out)
	w.out = append(w.out, '<')
	w.out = append(w.out, elements[el].name...)
	for i := range w.tag.n {
		w.attribute(w.tag.list[i].attribute, w.tag.list[i].value)
	}
	if (el == elAudio || el == elVideo) && !w.tag.seen.has(atControls) {
		w.out = append(w.out, ` controls=""`...)
	}
	if el.is(void) {
		w.out = append(w.out, " />"...)
	} else {
		w.out = append(w.out, '>')
	}
	if w.full = len(w.out) > limit; w.full {
		w.out = w.out[:start]
	} else if !el.is(void) {
		w.push(el)
	}
}

// void writes an element without attributes and content.
func (w *rewriter) void(el element) {
	w.tag.el, w.tag.n, w.tag.seen = el, 0, 0
	w.open(el)
}

// attribute writes one attribute if its value may stand.
func (w *rewriter) attribute(a attribute, raw string) {
	switch {
	case hints.has(a):
	case urlAttributes.has(a):
		if isAbsolute(raw, true) {
			w.quote(a, raw)
		} else if v := w.address(a); v != "" {
			w.quote(a, escapeURL(v))
		}
	case a == atSrcset:
		if isSrcset(raw, true) {
			w.quote(a, raw)
		} else if v := w.candidates(); v != "" {
			w.quote(a, escapeURL(v))
		}
	case isValue(raw):
		w.quote(a, raw)
	default:
		w.quote(a, escapeValue(scrub(decodeAttribute(raw))))
	}
}

func (w *rewriter) quote(a attribute, escaped string) {
	w.out = append(w.out, ' ')
	w.out = append(w.out, attributeNames[a]...)
	w.out = append(w.out, `="`...)
	w.out = append(w.out, escaped...)
	w.out = append(w.out, '"')
}

// escapeURL escapes an address as isAbsolute knows it for an attribute.
func escapeURL(v string) string { return strings.ReplaceAll(v, "&", "&amp;") }

func escapeValue(v string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(v)
}

// address returns the absolute address an attribute holds, not escaped, or "".
func (w *rewriter) address(a attribute) string {
	if !w.tag.seen.has(a) {
		return ""
	}
	raw := w.tag.value(a)
	if a == atHref {
		if v := mailto(raw); v != "" {
			return v
		}
	}
	return URL(raw, w.base)
}

func (w *rewriter) candidates() string {
	if !w.tag.seen.has(atSrcset) {
		return ""
	}
	return srcset(w.tag.value(atSrcset), w.base)
}

// makePlace closes and opens what must be for el to fit, and says whether it
// does.
func (w *rewriter) makePlace(el element) bool {
	if !el.is(void) && w.depth > maxDepth-4 { // room for a list, or a row and a cell
		return false
	}
	switch {
	case el.is(tablePart):
		return w.makeTablePlace(el)
	case w.top().is(skeleton):
		w.openCell()
	}
	if at := w.find(elP); el.is(closesP) && at >= 0 {
		w.closeTo(at)
	}
	switch {
	case el.is(heading) && w.top().is(heading):
		w.closeTop()
	case el == elA && w.a > 0:
		at := w.find(elA)
		if at < 0 {
			return false
		}
		w.closeTo(at)
	case el == elLi:
		w.openList(el, elUl)
	case el == elDd:
		w.openList(el, elDl)
	case el == elDt:
		w.openList(el, elDl)
	}
	return w.fits(el)
}

// openList ends the item that stands where the item el is to start, and opens a
// list where there is none: without it el would become an item of a list in the
// page around the fragment.
func (w *rewriter) openList(el, parent element) {
	enclosing := w.enclosing(el)
	if enclosing == elLi || enclosing == elDd || enclosing == elDt {
		w.closeTo(w.find(enclosing))
		enclosing = w.enclosing(el)
	}
	if enclosing == unknown {
		w.bare(parent)
	}
}

// bare opens an element without attributes that fits.
func (w *rewriter) bare(el element) {
	w.out = append(w.out, '<')
	w.out = append(w.out, elements[el].name...)
	w.out = append(w.out, '>')
	w.push(el)
}

// openCell opens a cell for content that stands in a table but in no cell.
func (w *rewriter) openCell() {
	if w.top() == elColgroup {
		w.closeTop()
	}
	if w.top() != elTr {
		w.bare(elTr)
	}
	w.bare(elTd)
}

// makeTablePlace closes the cell, row or group that ends where el starts.
func (w *rewriter) makeTablePlace(el element) bool {
	table := w.find(elTable)
	if table < 0 {
		return false
	}
	at := w.depth
	for at > table+1 && !fitsTable(el, w.nesting.open[at-1]) {
		at--
	}
	if (el == elTd || el == elTh) && w.openAt(at) != elTr {
		return w.openRow(el)
	}
	w.closeTo(at)
	return w.fits(el)
}

// openRow opens the row that the cell el needs.
func (w *rewriter) openRow(el element) bool {
	if !w.makeTablePlace(elTr) {
		return false
	}
	w.bare(elTr)
	return w.fits(el)
}

func (w *rewriter) openAt(depth int) element {
	if depth == 0 {
		return unknown
	}
	return w.nesting.open[depth-1]
}
