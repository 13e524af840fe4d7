package scanner

import (
	"context"
	"errors"
	"time"

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
	Scan     news.Scan // without its Listing once it is kept
	Saved    news.Saved
	Items    int         // that the document listed
	Kept     bool        // the keeper has it; if not, Scan.Err says why and Scan.State is not in force
	Due      time.Time   // when it was to begin; zero when that is not known, and in a Pass
	Shape    *news.Shape // what a listing page gave; nil: it is none, or was not read anew
	Articles Pages       // what came of the pages of its stories, where the source wants them read
}

// arrival is what a worker brings to the lane: a scan, or a page of a visit.
type arrival struct {
	scan    news.Scan
	visit   *visit        // nil: it is the scan
	article *news.Article // nil: it was cut off
}

// lane takes scans and pages as they come and keeps what has arrived since its
// last commit as one batch. There is one lane, so the store sees one batch at a
// time. Whatever was kept wakes the grouping stage. It ends when arrivals is closed and everything before is kept.
func (s *Scanner) lane(ctx context.Context, q *queue, arrivals <-chan arrival, wake func(), report func(Result)) error {
	var failed error
	kept := func(r Result) {
		if !s.visits(ctx, q, &r) {
			report(r)
		}
	}
	for first := range arrivals {
		s.giveWay(ctx)
		scans, pages := gather(first, arrivals)
		if len(scans) > 0 {
			failed = errors.Join(failed, s.keep(ctx, scans, kept))
			wake()
		}
		if len(pages) > 0 {
			failed = errors.Join(failed, s.keepPages(ctx, q, pages, report))
			wake()
		}
	}
	return failed
}

// gather takes what has already arrived, up to the limits of a batch.
func gather(first arrival, arrivals <-chan arrival) (scans []news.Scan, pages []arrival) {
	items := 0
	take := func(a arrival) {
		if a.visit != nil {
			pages = append(pages, a)
			items++
			return
		}
		scans = append(scans, a.scan)
		items += itemsOf(a.scan)
	}
	take(first)
	for items < batchItems && len(scans) < batchScans {
		select {
		case next, ok := <-arrivals:
			if !ok {
				return scans, pages
			}
			take(next)
		default:
			return scans, pages
		}
	}
	return scans, pages
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

// keepPages keeps what the pages of visits said, and lets the visits go on. When
// that fails, each page is tried alone, as in keep; what cannot be kept ends its
// visit and stays wanted.
func (s *Scanner) keepPages(ctx context.Context, q *queue, pages []arrival, report func(Result)) error {
	var articles []news.Article
	for _, p := range pages {
		if p.article != nil {
			articles = append(articles, *p.article)
		}
	}
	var err error
	if len(articles) > 0 {
		err = s.library.Keep(context.WithoutCancel(ctx), articles)
	}
	if err != nil && len(pages) > 1 {
		var failed error
		for i := range pages {
			if err := s.keepPages(ctx, q, pages[i:i+1], report); err != nil {
				failed = err
			}
		}
		return failed
	}
	for _, p := range pages {
		switch {
		case err != nil:
			p.visit.result.Articles.Err, p.visit.wanted, p.visit.ended = err, nil, true
		case p.article != nil:
			p.visit.note(p.article)
		}
		s.goOn(ctx, q, p.visit, report)
	}
	return err
}

// light drops the document, which nobody needs once it is kept.
func (r Result) light() Result {
	if r.Scan.Listing != nil {
		r.Shape = r.Scan.Listing.Shape
	}
	r.Scan.Listing = nil
	return r
}

func itemsOf(scan news.Scan) int {
	if scan.Listing == nil {
		return 0
	}
	return len(scan.Listing.Items)
}
