package sitemap

import (
	"bytes"
	"context"
)

// isList reports whether a document is a list of addresses, one a line: its
// first line that is not empty is an address.
func isList(text []byte) bool {
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			return isAddress(line)
		}
	}
	return false
}

func isAddress(line []byte) bool {
	scheme, rest, _ := bytes.Cut(line, []byte("://"))
	isWeb := bytes.EqualFold(scheme, []byte("http")) || bytes.EqualFold(scheme, []byte("https"))
	return isWeb && len(rest) > 0 && !bytes.ContainsAny(rest, "<> \t")
}

// readList reads a list of addresses.
func (r *reader) readList(ctx context.Context, text []byte) error {
	number, other := 0, 0
	for line := range bytes.Lines(text) {
		number++
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if !isAddress(line) {
			r.count(number, "a line is no address", "%d lines are no addresses")
			if other++; other > r.items.seen {
				return ErrText
			}
			continue
		}
		e := &entry{line: number}
		e.raw[loc] = escaped(line)
		r.take(e)
		if number%look == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	return nil
}

// escaped makes text of an address what markup would have.
func escaped(line []byte) []byte {
	if bytes.IndexByte(line, '&') < 0 {
		return line
	}
	return bytes.ReplaceAll(line, []byte("&"), []byte("&amp;"))
}
