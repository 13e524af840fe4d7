package scanner

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// acceptEncoding is what decoders can read, the cheapest to decode first.
const acceptEncoding = "gzip, zstd, br"

const (
	// maxLayers is how often one body may have been compressed. Two is a
	// server that compresses a file which already was; more is a trap.
	maxLayers = 3
	// wireSlack is what a body may be longer on the wire than decoded: the
	// framing of data that does not compress.
	wireSlack = 64 << 10
	// zstdWindow is the window that RFC 9659 section 3 allows on the web.
	zstdWindow = 8 << 20
	// inputSize is how much is read from a connection at once. Reads larger
	// than net/http's own buffer of 4 KiB go past it: a feed of 35 KB gzip takes
	// three system calls instead of ten.
	inputSize = 16 << 10
	// firstBuffer holds most feeds without growing: half of those we know have
	// less than 60 KB, 124 KB is the mean of the benchmark's.
	firstBuffer = 128 << 10
	// keptBuffer is the largest buffer that is used again. A pool of larger
	// ones would hold the memory of the worst feeds for all of them.
	keptBuffer = 1 << 20
)

var errLayers = fmt.Errorf("body compressed more than %d times over", maxLayers)

// decoders reads bodies. Decoders and buffers are used again: making a new
// gzip decoder for each of a thousand feeds costs more than decoding them.
type decoders struct {
	buffers, inputs                    sync.Pool
	gzips, zlibs, inflates, zstds, brs sync.Pool
}

// body is a decoded body in a buffer that may be given back.
type body struct {
	bytes []byte
	wire  int64 // bytes that came over the wire
}

// read reads a body that was encoded as the Content-Encoding headers say, and
// once more what turns out to be gzip then (a sitemap.xml.gz, say). Each decoded
// form may have up to limit bytes, which bounds the memory.
func (d *decoders) read(src io.Reader, encodings []string, limit int64) (body, error) {
	layers, err := contentEncodings(encodings)
	if err != nil {
		return body{}, err
	}
	wire := &wireReader{src: src, limit: limit}
	decoded, err := d.decode(wire, layers, limit)
	if err == nil {
		io.CopyN(io.Discard, wire, drained) // some decoders stop short of the end, and the connection would be lost
	}
	for depth := len(layers); err == nil && isGzip(decoded); depth++ {
		if depth == maxLayers {
			err = errLayers
			break
		}
		inner := decoded
		decoded, err = d.decode(bytes.NewReader(inner), []string{"gzip"}, limit)
		d.giveBack(inner)
	}
	if err != nil {
		d.giveBack(decoded)
		return body{wire: wire.read}, err
	}
	return body{bytes: decoded, wire: wire.read}, nil
}

// contentEncodings lists the encodings in the order they were applied.
func contentEncodings(values []string) ([]string, error) {
	var layers []string
	for _, value := range values {
		for name := range strings.SplitSeq(value, ",") {
			switch name = strings.ToLower(strings.TrimSpace(name)); name {
			case "", "identity":
			case "gzip", "x-gzip":
				layers = append(layers, "gzip")
			case "deflate", "br", "zstd":
				layers = append(layers, name)
			default:
				return nil, fmt.Errorf("unknown Content-Encoding %q", oneLine(name, 40))
			}
			if len(layers) > maxLayers {
				return nil, errLayers
			}
		}
	}
	return layers, nil
}

// decode undoes the layers, the last applied first. It returns the buffer even
// with an error, for it to be given back.
func (d *decoders) decode(src io.Reader, layers []string, limit int64) ([]byte, error) {
	for i := len(layers) - 1; i >= 0; i-- {
		in := d.input(src)
		defer d.dropInput(in)
		r, done, err := d.open(layers[i], in)
		if err != nil {
			return nil, decodeError(layers[i], err)
		}
		defer done()
		src = namedReader{layers[i], r}
	}
	return readAll(d.buffer(), src, limit)
}

// open starts to decode one layer.
func (d *decoders) open(encoding string, in *bufio.Reader) (io.Reader, func(), error) {
	switch encoding {
	case "gzip":
		if head, _ := in.Peek(2); !isGzip(head) {
			return in, func() {}, nil // labelled by the server, compressed by nobody: the bytes tell
		}
		return open(&d.gzips, in, func() *gzip.Reader { return new(gzip.Reader) })
	case "br":
		return open(&d.brs, in, func() *brotli.Reader { return new(brotli.Reader) })
	case "zstd":
		return open(&d.zstds, in, newZstd)
	}
	return d.openDeflate(in)
}

// resetter is a decoder that can be used again.
type resetter interface {
	io.Reader
	Reset(io.Reader) error
}

func open[R resetter](pool *sync.Pool, in io.Reader, fresh func() R) (io.Reader, func(), error) {
	r, ok := pool.Get().(R)
	if !ok {
		r = fresh()
	}
	if err := r.Reset(in); err != nil {
		return nil, nil, err
	}
	return r, func() { pool.Put(r) }, nil
}

func newZstd() *zstd.Decoder {
	// One goroutine, the caller's: then nothing has to be closed.
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(zstdWindow))
	if err != nil {
		panic(err) // the options are constants
	}
	return z
}

// openDeflate reads both things that servers send under that name: zlib, as
// RFC 9110 section 8.4.1.2 has it, and the bare stream.
func (d *decoders) openDeflate(in *bufio.Reader) (io.Reader, func(), error) {
	head, _ := in.Peek(2)
	if len(head) == 2 && head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
		return open(&d.zlibs, in, func() *zlibReader { return new(zlibReader) })
	}
	return open(&d.inflates, in, func() *inflateReader { return &inflateReader{flate.NewReader(in)} })
}

// zlibReader and inflateReader give their decoders the common Reset.
type zlibReader struct{ io.ReadCloser }

func (z *zlibReader) Reset(in io.Reader) (err error) {
	if z.ReadCloser == nil {
		z.ReadCloser, err = zlib.NewReader(in)
		return err
	}
	return z.ReadCloser.(zlib.Resetter).Reset(in, nil)
}

type inflateReader struct{ io.ReadCloser }

func (f *inflateReader) Reset(in io.Reader) error {
	return f.ReadCloser.(flate.Resetter).Reset(in, nil)
}

func isGzip(b []byte) bool { return len(b) >= 2 && b[0] == 0x1f && b[1] == 0x8b }

// readAll reads src to its end into buf, growing it to limit at most.
func readAll(buf []byte, src io.Reader, limit int64) ([]byte, error) {
	for idle := 0; ; {
		if len(buf) == cap(buf) {
			buf = grown(buf, limit+1)
		}
		end := min(int64(cap(buf)), limit+1)
		n, err := src.Read(buf[len(buf):end])
		buf = buf[:len(buf)+n]
		if int64(len(buf)) > limit {
			return buf, &limitError{limit}
		}
		if err == io.EOF {
			return buf, nil
		}
		if err != nil {
			return buf, err
		}
		if n > 0 {
			idle = 0
		} else if idle++; idle > 100 {
			return buf, io.ErrNoProgress
		}
	}
}

// grown doubles a full buffer, up to most.
func grown(buf []byte, most int64) []byte {
	larger := make([]byte, len(buf), min(2*int64(cap(buf)), max(most, int64(cap(buf))+1)))
	copy(larger, buf)
	return larger
}

// wireReader bounds what is read before decoding: a stream of empty blocks
// decodes to nothing, for ever.
type wireReader struct {
	src         io.Reader
	read, limit int64
}

func (w *wireReader) Read(p []byte) (int, error) {
	n, err := w.src.Read(p)
	if w.read += int64(n); w.read > w.limit+wireSlack {
		return 0, &limitError{w.limit}
	}
	if err != nil && err != io.EOF {
		err = &wireError{err}
	}
	return n, err
}

// wireError marks an error of the connection on its way through decoders.
type wireError struct{ err error }

func (e *wireError) Error() string { return e.err.Error() }
func (e *wireError) Unwrap() error { return e.err }

// namedReader says which decoder failed.
type namedReader struct {
	encoding string
	io.Reader
}

func (r namedReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = decodeError(r.encoding, err)
	}
	return n, err
}

func decodeError(encoding string, err error) error {
	var wire *wireError
	var named *fault
	switch {
	case errors.As(err, &wire), errors.As(err, &named), errors.Is(err, ErrTooLarge):
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &fault{what: encoding + " body cut short", err: io.ErrUnexpectedEOF}
	}
	return &fault{what: encoding + " body is damaged: " + oneLine(err.Error(), 100), err: err}
}

func (d *decoders) input(src io.Reader) *bufio.Reader {
	in, ok := d.inputs.Get().(*bufio.Reader)
	if !ok {
		return bufio.NewReaderSize(src, inputSize)
	}
	in.Reset(src)
	return in
}

// dropInput keeps the buffer and lets go of the connection behind it.
func (d *decoders) dropInput(in *bufio.Reader) {
	in.Reset(nil)
	d.inputs.Put(in)
}

func (d *decoders) buffer() []byte {
	if b, ok := d.buffers.Get().(*[]byte); ok {
		return (*b)[:0]
	}
	return make([]byte, 0, firstBuffer)
}

// giveBack takes a buffer that nobody reads any more.
func (d *decoders) giveBack(b []byte) {
	if cap(b) > 0 && cap(b) <= keptBuffer {
		d.buffers.Put(&b)
	}
}
