package sitemap

import (
	"bytes"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
)

// unpack undoes the compression of a file that is gzip by itself (a
// sitemap.xml.gz), however it was labelled. What can be read of a damaged one
// is kept: some servers append a plain comment to it, some cut it short.
func (r *reader) unpack(body []byte) ([]byte, error) {
	if !isGzip(body) {
		return body, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("gzip is damaged: %w", ErrNotSitemap)
	}
	var text bytes.Buffer
	n, err := io.Copy(&text, io.LimitReader(z, r.maxBytes+1))
	switch {
	case n > r.maxBytes:
		return nil, fmt.Errorf("%w: over %d bytes after decompression", ErrTooLarge, r.maxBytes)
	case err != nil && n == 0:
		return nil, fmt.Errorf("gzip is damaged: %w", ErrNotSitemap)
	case err != nil:
		r.note(0, "gzip is damaged: read up to there")
	}
	return text.Bytes(), nil
}

func isGzip(b []byte) bool { return len(b) >= 2 && b[0] == 0x1f && b[1] == 0x8b }
