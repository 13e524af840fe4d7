package newsroom

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
)

const (
	documentsAtOnce = 4
	maxHeld         = 256 << 20        // bytes of documents on their way to clients
	makingTime      = 20 * time.Second // for waiting in line and making a document
)

// document is what a request asks for, not made yet.
type document struct {
	contentType string
	csp         string // a policy of its own; empty: that of guard

	// state names the data that the document is made of; empty: not known, so
	// that only the made document tells whether it has changed.
	state   string
	changed time.Time // when the data last changed; zero: not known

	lasting bool // its address changes whenever it does, so that a client may keep it for ever

	make func(ctx context.Context, w io.Writer) error
}

// answer sends d, or says that the client has it.
//
// The ETag has two parts, the state of the data and a hash of the document. A
// client that comes back with the same state has the same document, which then
// need not be made; one with another state has it when the hash is the same. It
// is a weak one, as it serves the document and its compressed form alike.
func (r *Room) answer(w http.ResponseWriter, req *http.Request, d document) error {
	if d.csp != "" {
		w.Header().Set("Content-Security-Policy", d.csp) // of a 304 as well: its headers take the place of those the client has
	}
	asked := conditionOf(req)
	if tag, ok := asked.metByState(d); ok {
		d.notModified(w, tag)
		return nil
	}
	zipped := takesGzip(req.Header.Get("Accept-Encoding"))
	body, hash, err := r.made(req.Context(), d, zipped)
	if err != nil {
		return err
	}
	if tag, ok := asked.metByHash(hash); ok {
		d.notModified(w, tag)
		return nil
	}
	size := int64(len(body))
	defer r.held.Add(-size)
	if r.held.Add(size) > maxHeld {
		return errBusy
	}
	h := w.Header()
	d.validators(h, `W/"`+d.state+"."+hash+`"`)
	h.Set("Content-Type", d.contentType)
	h.Set("Content-Length", strconv.FormatInt(size, 10))
	if zipped {
		h.Set("Content-Encoding", "gzip")
	}
	if _, err := w.Write(body); err != nil {
		r.log.Debug("a client went away", "path", req.URL.Path, "error", err)
	}
	return nil
}

func (d *document) notModified(w http.ResponseWriter, tag string) {
	d.validators(w.Header(), tag)
	w.WriteHeader(http.StatusNotModified)
}

// validators sets what a client is to come back with. Last-Modified is only
// said once its second is over: until then the data may change again within it
// (RFC 9110 section 8.8.2.2).
func (d *document) validators(h http.Header, tag string) {
	h.Set("Cache-Control", "no-cache") // may be kept, must be asked about
	if d.lasting {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Vary", "Accept-Encoding")
	if tag != "" {
		h.Set("ETag", tag)
	}
	if !d.changed.IsZero() && time.Now().Unix() > d.changed.Unix() {
		h.Set("Last-Modified", d.changed.UTC().Format(http.TimeFormat))
	}
}

// made makes the document, compressed if it is to be, and hashes it. Few are
// made at once, so that clients cannot take the machine from the scans.
func (r *Room) made(ctx context.Context, d document, zipped bool) (body []byte, hash string, err error) {
	ctx, cancel := context.WithTimeout(ctx, makingTime)
	defer cancel()
	select {
	case r.making <- struct{}{}:
		defer func() { <-r.making }()
	case <-ctx.Done():
		return nil, "", tooSlow(ctx, ctx.Err())
	}
	var b bytes.Buffer
	sum := sha256.New()
	if zipped {
		z := zippers.Get().(*gzip.Writer)
		defer zippers.Put(z)
		z.Reset(&b)
		if err = d.make(ctx, io.MultiWriter(z, sum)); err == nil {
			err = z.Close()
		}
	} else {
		err = d.make(ctx, io.MultiWriter(&b, sum))
	}
	if err != nil {
		return nil, "", tooSlow(ctx, err)
	}
	return b.Bytes(), hex.EncodeToString(sum.Sum(nil)[:12]), nil
}

// zippers keeps compressors, each of which holds about a megabyte. At this level a
// front page of 41 kB becomes 10.2 kB in 0.23 ms of CPU; compress/gzip at its fastest
// makes 10.8 kB of it in 0.70 ms.
var zippers = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(nil, 3)
	if err != nil {
		panic(err) // the level is a valid one
	}
	return z
}}

// tooSlow turns the end of makingTime into a refusal.
func tooSlow(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("%w (%w)", errBusy, err)
	}
	return err
}
