package scanner

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// encoders make what decoders read, with the standard library where it can.
var encoders = map[string]func(w io.Writer) io.WriteCloser{
	"deflate": func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) },
	"raw":     func(w io.Writer) io.WriteCloser { z, _ := flate.NewWriter(w, 6); return z },
	"br":      func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) },
	"zstd":    func(w io.Writer) io.WriteCloser { z, _ := zstd.NewWriter(w); return z },
}

func encoded(t testing.TB, how string, data []byte) []byte {
	t.Helper()
	if how == "gzip" {
		return gzipped(t, data)
	}
	var b bytes.Buffer
	w := encoders[how](&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDecode(t *testing.T) {
	text := []byte(strings.Repeat(feedText, 5000)) // grows the buffer
	gz := gzipped(t, text)
	tests := map[string]struct {
		body      []byte
		encodings []string
	}{
		"plain":                {text, nil},
		"identity":             {text, []string{"identity"}},
		"gzip":                 {gz, []string{"gzip"}},
		"x-gzip, upper case":   {gz, []string{" X-GZIP "}},
		"gzip in two members":  {append(gzipped(t, text[:100]), gzipped(t, text[100:])...), []string{"gzip"}},
		"deflate (zlib)":       {encoded(t, "deflate", text), []string{"deflate"}},
		"deflate (bare)":       {encoded(t, "raw", text), []string{"deflate"}},
		"br":                   {encoded(t, "br", text), []string{"br"}},
		"zstd":                 {encoded(t, "zstd", text), []string{"zstd"}},
		"gzip, not labelled":   {gz, nil},
		"gzip twice, labelled": {gzipped(t, gz), []string{"gzip, gzip"}},
		"gzip twice, once":     {gzipped(t, gz), []string{"gzip"}},
		"gzip three times":     {gzipped(t, gzipped(t, gz)), []string{"gzip"}},
		"gzip, then br":        {encoded(t, "br", gz), []string{"gzip", "br"}},
		"br, then zstd":        {encoded(t, "zstd", encoded(t, "br", text)), []string{"br,zstd"}},
		"labelled but plain":   {text, []string{"gzip"}},
	}
	d := new(decoders)
	for name, test := range tests {
		for _, src := range []io.Reader{bytes.NewReader(test.body), iotest.OneByteReader(bytes.NewReader(test.body)), iotest.DataErrReader(bytes.NewReader(test.body))} {
			b, err := d.read(src, test.encodings, 1<<20)
			if err != nil || !bytes.Equal(b.bytes, text) {
				t.Errorf("%s: %d bytes, %v", name, len(b.bytes), err)
			}
			if b.wire != int64(len(test.body)) {
				t.Errorf("%s: %d bytes on the wire, counted %d", name, len(test.body), b.wire)
			}
			d.giveBack(b.bytes)
		}
	}
	if _, err := d.read(bytes.NewReader(gzipped(t, gzipped(t, gzipped(t, gz)))), []string{"gzip"}, 1<<20); err != errLayers {
		t.Errorf("four times gzip: %v", err)
	}
}

// The cap is exact, for every encoding.
func TestDecodeLimit(t *testing.T) {
	text := bytes.Repeat([]byte("x"), 300_000)
	d := new(decoders)
	for how, label := range map[string]string{"gzip": "gzip", "deflate": "deflate", "raw": "deflate", "br": "br", "zstd": "zstd"} {
		for limit, ok := range map[int64]bool{300_000: true, 299_999: false, 300_001: true, 10: false} {
			b, err := d.read(bytes.NewReader(encoded(t, how, text)), []string{label}, limit)
			if ok && (err != nil || len(b.bytes) != len(text)) {
				t.Errorf("%s under %d: %v", how, limit, err)
			}
			if !ok && !errors.Is(err, ErrTooLarge) {
				t.Errorf("%s over %d: %v", how, limit, err)
			}
		}
	}
	if _, err := d.read(bytes.NewReader(text), nil, 299_999); !errors.Is(err, ErrTooLarge) {
		t.Errorf("plain: %v", err)
	}
}

// Every proper prefix of an encoded body is an error, never a short document.
func TestDecodeTruncated(t *testing.T) {
	text := []byte(strings.Repeat(feedText, 20))
	d := new(decoders)
	for how, label := range map[string]string{"gzip": "gzip", "deflate": "deflate", "raw": "deflate", "br": "br", "zstd": "zstd"} {
		whole := encoded(t, how, text)
		for n := 2; n < len(whole); n++ {
			if b, err := d.read(bytes.NewReader(whole[:n]), []string{label}, 1<<20); err == nil {
				t.Errorf("%s: the first %d of %d bytes gave %d", how, n, len(whole), len(b.bytes))
			}
		}
	}
}

// Pooled decoders and buffers do not leak one body into another.
func TestDecodeConcurrently(t *testing.T) {
	d := new(decoders)
	labels := map[string]string{"gzip": "gzip", "deflate": "deflate", "raw": "deflate", "br": "br", "zstd": "zstd"}
	var wg sync.WaitGroup
	for how, label := range labels {
		for n := range 4 {
			text := bytes.Repeat([]byte(how), 1000*(n+1))
			body := encoded(t, how, text)
			wg.Go(func() {
				for range 50 {
					b, err := d.read(bytes.NewReader(body), []string{label}, 1<<20)
					if err != nil || !bytes.Equal(b.bytes, text) {
						t.Errorf("%s: %v", how, err)
						return
					}
					d.giveBack(b.bytes)
					d.read(bytes.NewReader(body[:len(body)/2]), []string{label}, 1<<20) // leaves a decoder in the middle
				}
			})
		}
	}
	wg.Wait()
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(feedText), "")
	f.Add(gzipped(f, []byte(feedText)), "gzip")
	f.Add(gzipped(f, gzipped(f, []byte(feedText))), "gzip, gzip")
	for how := range encoders {
		f.Add(encoded(f, how, []byte(feedText)), strings.Replace(how, "raw", "deflate", 1))
	}
	seeds, _ := filepath.Glob("../../shared/data/adversarial/http-fuzz/gzip/*")
	for _, name := range seeds {
		if data, err := os.ReadFile(name); err == nil {
			f.Add(data, "gzip")
		}
	}
	d := new(decoders)
	f.Fuzz(func(t *testing.T, data []byte, encoding string) {
		const limit = 1 << 16
		b, err := d.read(bytes.NewReader(data), []string{encoding}, limit)
		if len(b.bytes) > limit || err != nil && b.bytes != nil {
			t.Errorf("%d bytes, %v", len(b.bytes), err)
		}
		if err != nil && strings.ContainsAny(err.Error(), "\n\r\x1b") {
			t.Errorf("not one line: %q", err)
		}
		d.giveBack(b.bytes)
	})
}
