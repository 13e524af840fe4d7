package newsroom

import (
	recent "container/list"
	"context"
	"runtime/debug"
	"sync"
	"time"
)

// images keeps the pictures that were asked for last, within a number of bytes,
// and which could not be had. Those who ask for one that is on its way wait for
// it.
type images struct {
	fetching chan struct{} // places

	mu     sync.Mutex
	held   int                        // bytes
	by     map[string]*recent.Element // of *keptPicture, by address
	order  *recent.List               // the one asked for last at the front
	coming map[string]*arrivingPicture
	failed map[string]time.Time // until when
}

type keptPicture struct {
	address string
	picture *picture
}

type arrivingPicture struct {
	done    chan struct{}
	picture *picture // nil: it could not be had
}

func newImages() *images {
	return &images{fetching: make(chan struct{}, imagesAtOnce), by: map[string]*recent.Element{}, order: recent.New(),
		coming: map[string]*arrivingPicture{}, failed: map[string]time.Time{}}
}

func (c *images) get(ctx context.Context, r *Room, source, address string) (*picture, error) {
	c.mu.Lock()
	if e := c.by[address]; e != nil {
		c.order.MoveToFront(e)
		c.mu.Unlock()
		r.metrics.images.WithLabelValues("cache").Inc()
		return e.Value.(*keptPicture).picture, nil
	}
	if time.Now().Before(c.failed[address]) {
		c.mu.Unlock()
		r.metrics.images.WithLabelValues("failed").Inc()
		return nil, errNoImage
	}
	arriving := c.coming[address]
	if arriving == nil && len(c.coming) >= maxImagesComing {
		c.mu.Unlock()
		return nil, errBusy
	}
	if arriving == nil {
		arriving = &arrivingPicture{done: make(chan struct{})}
		c.coming[address] = arriving
		// It goes on when its client leaves: others may wait for it as well.
		go c.fetch(context.WithoutCancel(ctx), r, source, address, arriving)
	}
	c.mu.Unlock()
	select {
	case <-arriving.done:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if arriving.picture == nil {
		return nil, errNoImage
	}
	return arriving.picture, nil
}

// fetch brings a picture in. That it cannot be had is remembered for a while.
func (c *images) fetch(ctx context.Context, r *Room, source, address string, arriving *arrivingPicture) {
	defer close(arriving.done)
	ctx, cancel := context.WithTimeout(ctx, imageTime)
	defer cancel()
	found, ok := c.ask(ctx, r, source, address)
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.coming, address)
	if !ok {
		if len(c.failed) >= maxFailedImage {
			clear(c.failed)
		}
		c.failed[address] = time.Now().Add(imageFailed)
		return
	}
	delete(c.failed, address)
	arriving.picture = found
	c.keep(address, found)
}

// ask runs beside the requests, so a panic here would end the program.
func (c *images) ask(ctx context.Context, r *Room, source, address string) (found *picture, ok bool) {
	defer func() {
		if fault := recover(); fault != nil {
			r.log.Error("an image made the program panic", "source", source, "fault", fault, "stack", string(debug.Stack()))
			found, ok = nil, false
		}
	}()
	select {
	case c.fetching <- struct{}{}:
		defer func() { <-c.fetching }()
	case <-ctx.Done():
		return nil, false
	}
	data, err := r.pictures.Picture(ctx, source, address)
	if err != nil {
		r.log.Debug("an image could not be had", "source", source, "error", err)
		r.metrics.images.WithLabelValues("failed").Inc()
		return nil, false
	}
	if found, ok = newPicture(data); !ok {
		r.log.Debug("what was to be an image is none", "source", source, "bytes", len(data))
		r.metrics.images.WithLabelValues("refused").Inc()
		return nil, false
	}
	r.metrics.images.WithLabelValues("fetched").Inc()
	return found, true
}

// keep puts a picture in front, and those that nobody asked for longest out.
func (c *images) keep(address string, p *picture) {
	c.by[address] = c.order.PushFront(&keptPicture{address, p})
	c.held += len(p.data)
	for c.held > imageCache {
		oldest := c.order.Back()
		out := oldest.Value.(*keptPicture)
		c.order.Remove(oldest)
		delete(c.by, out.address)
		c.held -= len(out.picture.data)
	}
}
