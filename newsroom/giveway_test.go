package newsroom

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestGiveWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := New(Options{Store: newFake()})
		waited := func(ctx context.Context) time.Duration {
			began := time.Now()
			r.GiveWay(ctx)
			return time.Since(began)
		}
		if d := waited(t.Context()); d != 0 {
			t.Errorf("waits %s for nobody", d)
		}
		r.making <- struct{}{}
		if d := waited(t.Context()); d < patience || d > 2*patience {
			t.Errorf("waits %s for a document that is never made", d)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if d := waited(ended); d != 0 {
			t.Errorf("waits %s although all is to stop", d)
		}
		go func() {
			time.Sleep(3 * time.Millisecond)
			<-r.making
		}()
		if d := waited(t.Context()); d < 3*time.Millisecond || d >= patience {
			t.Errorf("waits %s for a document of 3 ms", d)
		}
	})
}
