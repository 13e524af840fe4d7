package feed

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"
)

// PanicError is a panic of a parser, turned into an error so that it costs one
// document and not the program.
type PanicError struct {
	Value any
	Stack []byte // of the goroutine that panicked, for the log
}

func (e *PanicError) Error() string { return fmt.Sprintf("the parser panicked: %v", e.Value) }

// contextReader fails once its context is done. gofeed takes no context; this
// is how it is stopped.
type contextReader struct {
	ctx context.Context
	r   *bytes.Reader
}

func (c contextReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, context.Cause(c.ctx)
	}
	return c.r.Read(b)
}

func parseRSS(ctx context.Context, xml []byte) (*rss.Feed, error) {
	return guarded(ctx, xml, (&rss.Parser{}).Parse)
}

func parseAtom(ctx context.Context, xml []byte) (*atom.Feed, error) {
	return guarded(ctx, xml, (&atom.Parser{}).Parse)
}

// recovered turns a panic into an error; it is to be deferred.
func recovered(err *error) {
	if v := recover(); v != nil {
		*err = &PanicError{Value: v, Stack: debug.Stack()}
	}
}

func guarded[F any](ctx context.Context, xml []byte, parse func(io.Reader) (F, error)) (f F, err error) {
	defer recovered(&err)
	return parse(contextReader{ctx, bytes.NewReader(xml)})
}
