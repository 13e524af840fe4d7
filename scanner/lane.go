package scanner

import (
	"context"
	"errors"

	"alsoread/news"
)

// Limits of one batch, and of what waits for the next. Larger ones gain nothing
// and hold more documents in memory: the first scan of 1,000 feeds of 30 items
// takes the same CPU time with batches of 500 and of 1,500 items, and a peak of
// 72 MB against 83.
const (
	batchItems   = 500
	batchScans   = 1000
	waitingScans = 2
)

// Result tells how one scan ended and what the store made of it.
type Result struct {
	Scan  news.Scan // without its Listing once it is kept
	Saved news.Saved
	Items int  // that the document listed
	Kept  bool // the keeper has it; if not, Scan.Err says why and Scan.State is not in force
}

// lane takes scans as they come and keeps what has arrived since its last
// commit as one batch. There is one lane, so the keeper sees one batch at a
// time. It ends when scans is closed and everything before is kept.
func (s *Scanner) lane(ctx context.Context, scans <-chan news.Scan, report func(Result)) error {
	var failed error
	for first := range scans {
		batch := gather(first, scans)
		if err := s.keep(ctx, batch, report); err != nil {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// gather takes what has already arrived, up to the limits of a batch.
func gather(first news.Scan, scans <-chan news.Scan) []news.Scan {
	batch, items := []news.Scan{first}, itemsOf(first)
	for items < batchItems && len(batch) < batchScans {
		select {
		case next, ok := <-scans:
			if !ok {
				return batch
			}
			batch = append(batch, next)
			items += itemsOf(next)
		default:
			return batch
		}
	}
	return batch
}

// keep saves a batch. When that fails, each scan is tried alone, so that one
// that cannot be kept does not take the others with it.
func (s *Scanner) keep(ctx context.Context, batch []news.Scan, report func(Result)) error {
	saved, err := s.save(ctx, batch)
	if err == nil {
		for i, scan := range batch {
			scan.State.Learn(scan.At, saved[i].New) // as the keeper has
			report(Result{Scan: scan, Saved: saved[i], Items: itemsOf(scan), Kept: true}.light())
		}
		return nil
	}
	if len(batch) == 1 {
		scan := batch[0]
		scan.Status, scan.Err = news.StatusFailed, err
		report(Result{Scan: scan, Items: itemsOf(scan)}.light())
		return err
	}
	var failed error
	for i := range batch {
		if err := s.keep(ctx, batch[i:i+1], report); err != nil {
			failed = err
		}
	}
	return failed
}

func (s *Scanner) save(ctx context.Context, batch []news.Scan) ([]news.Saved, error) {
	if s.keeper == nil {
		saved := make([]news.Saved, len(batch))
		for i, scan := range batch {
			saved[i].New = itemsOf(scan)
		}
		return saved, nil
	}
	// A batch that has begun is finished even if the scan is being stopped:
	// what was fetched would only have to be fetched again.
	return s.keeper.Save(context.WithoutCancel(ctx), batch)
}

// light drops the document, which nobody needs once it is kept.
func (r Result) light() Result {
	r.Scan.Listing = nil
	return r
}

func itemsOf(scan news.Scan) int {
	if scan.Listing == nil {
		return 0
	}
	return len(scan.Listing.Items)
}
