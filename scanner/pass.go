package scanner

import (
	"context"
	"errors"
	"sync"
	"time"

	"alsoread/news"
)

// Pass scans each of the sources once and returns when all that they brought
// is kept. report is called for every scan, from one goroutine at a time, after
// its batch was kept and the pages of its stories, where they are wanted, were. When ctx is done no further scan is begun, and those
// under way have Options.Drain to end; what they brought is kept.
//
// The error is the keeper's: what went wrong with a source stands in its result.
func (s *Scanner) Pass(ctx context.Context, sources []news.Source, states map[string]news.State, report func(Result)) error {
	left := len(sources)
	if left == 0 {
		return nil
	}
	q := newQueue()
	for i := range sources {
		q.push(scanTask(&sources[i], states[sources[i].Name]))
	}
	return s.work(ctx, q, func(r Result) {
		report(r)
		if left--; left == 0 {
			q.close()
		}
	})
}

// work runs the workers and the lane until the queue is closed and everything
// that was begun is kept. It closes the queue itself once ctx is done.
func (s *Scanner) work(ctx context.Context, q *queue, report func(Result)) error {
	hard, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	defer context.AfterFunc(ctx, func() {
		q.close()
		drain := time.AfterFunc(s.drain, cut)
		context.AfterFunc(hard, func() { drain.Stop() })
	})()

	arrivals := make(chan arrival, waitingScans)
	var workers sync.WaitGroup
	for range s.workers {
		workers.Go(func() { s.worker(hard, q, arrivals) })
	}
	go func() {
		workers.Wait()
		close(arrivals)
	}()
	grouped := s.groupBeside(ctx)
	err := s.lane(hard, q, arrivals, grouped.wake, report)
	err = errors.Join(err, grouped.end())
	for _, v := range q.left() {
		report(v.result)
	}
	return err
}

// companion is the grouping stage as it runs beside the lane.
type companion struct {
	woken chan struct{}
	ended chan error
}

// groupBeside starts the grouping stage, if there is one, and wakes it once: there
// may be stories that an earlier process has left.
func (s *Scanner) groupBeside(ctx context.Context) *companion {
	f := &companion{}
	if s.groups == nil {
		return f
	}
	f.woken, f.ended = make(chan struct{}, 1), make(chan error, 1)
	f.wake()
	go func() { f.ended <- s.groups.beside(ctx, f.woken) }()
	return f
}

// wake has it look for what is to be placed.
func (f *companion) wake() {
	if f.woken == nil {
		return
	}
	select {
	case f.woken <- struct{}{}:
	default: // it is going to look
	}
}

// end lets it place what is left and returns how that went.
func (f *companion) end() error {
	if f.woken == nil {
		return nil
	}
	close(f.woken)
	return <-f.ended
}

// worker scans what the queue gives, and reads the pages it gives. A scan that was cut off by our own end is
// no fault of its source and leaves no trace.
func (s *Scanner) worker(ctx context.Context, q *queue, arrivals chan<- arrival) {
	for {
		t, ok := q.pop()
		if !ok {
			return
		}
		if t.visit != nil {
			end := s.activity.begin(t.source.Name)
			a := s.article(ctx, t.visit)
			end()
			q.done(t)
			arrivals <- arrival{visit: t.visit, article: a}
			continue
		}
		end := s.activity.begin(t.source.Name)
		scan := s.scan(ctx, *t.source, t.remembered())
		end()
		q.done(t)
		if ctx.Err() != nil && scan.Err != nil {
			return
		}
		arrivals <- arrival{scan: scan}
	}
}
