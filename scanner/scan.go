package scanner

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"alsoread/news"
)

// Keeper keeps what scans brought. Save keeps all of the scans or none, and
// has acknowledged them once it returns.
type Keeper interface {
	Save(ctx context.Context, scans []news.Scan) ([]news.Saved, error)
}

// Getter asks a source. *Fetcher is the one of the program.
type Getter interface {
	Get(ctx context.Context, r Request) (*Response, error)
}

// Scanner scans sources and gives what they brought to a Keeper.
type Scanner struct {
	fetcher Getter
	keeper  Keeper
	library Library
	groups  *Grouping
	robots  *robots
	log     *slog.Logger
	workers int
	parsing chan struct{} // bounds the memory of documents being read at once
	drain   time.Duration
	giveWay func(context.Context)

	activity activity
}

// DefaultWorkers is how many sources are asked at once: a hundred a second where
// an answer takes 300 ms. Each costs half a megabyte while a body of 124 KB
// comes in.
const DefaultWorkers = 32

// Options are the settings of a Scanner.
type Options struct {
	Workers int           // scans at once; 0: DefaultWorkers
	Parsing int           // documents read at once; 0: two
	Drain   time.Duration // what a scan under way is given to end when all is to stop; 0: 8 s
	Log     *slog.Logger
	Library Library // nil: no story's own page is read

	Grouping *Grouping // nil: stories are not grouped

	// GiveWay waits while there is work that somebody waits for, a moment at most.
	// It is asked before each step that takes the processor for some milliseconds:
	// the reading of a document, the keeping of a batch, the grouping of one. Nil:
	// nobody waits.
	GiveWay func(context.Context)
}

// New returns a Scanner that asks through fetcher and keeps through keeper. A
// nil keeper keeps nothing: every story then counts as new.
func New(fetcher Getter, keeper Keeper, o Options) *Scanner {
	if o.Workers <= 0 {
		o.Workers = DefaultWorkers
	}
	if o.Parsing <= 0 {
		o.Parsing = 2
	}
	if o.GiveWay == nil {
		o.GiveWay = func(context.Context) {}
	}
	if o.Grouping != nil {
		o.Grouping.giveWay = o.GiveWay
	}
	if o.Drain <= 0 {
		o.Drain = 8 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Scanner{fetcher: fetcher, keeper: keeper, library: o.Library, groups: o.Grouping, robots: newRobots(fetcher), log: o.Log, workers: o.Workers,
		parsing: make(chan struct{}, o.Parsing), drain: o.Drain, giveWay: o.GiveWay}
}

// scan asks one source once. It never panics and never returns without a
// state: what goes wrong is the scan's error and part of the source's health.
func (s *Scanner) scan(ctx context.Context, src news.Source, old news.State) (scan news.Scan) {
	scan = news.Scan{Source: src, At: time.Now().UTC(), State: old}
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("a scan panicked", "source", src.Name, "panic", p, "stack", string(debug.Stack()))
			s.conclude(&scan, nil, fmt.Errorf("read: internal error: %v", p))
		}
		scan.Took = time.Since(scan.At)
	}()
	res, err := s.ask(ctx, src, old)
	if res != nil {
		defer res.Release()
		defer func() { scan.Bytes = res.Bytes }() // with those of the sitemaps of an index
	}
	if err == nil && !unchanged(res, old) {
		scan.Listing, err = s.read(ctx, src, old, res)
	}
	s.conclude(&scan, res, err)
	return scan
}

// ask asks a source for its document. Pages are written for people, and whether
// programs may read them their robots.txt says.
func (s *Scanner) ask(ctx context.Context, src news.Source, old news.State) (*Response, error) {
	if listsOnPage(src) {
		var err error
		if src, err = s.robots.permit(ctx, src, firstOf(old.URL, src.URL)); err != nil {
			return nil, err
		}
	}
	return s.fetcher.Get(ctx, Request{Source: src, State: old, Conditional: true, Accept: acceptFor(src.Kind)})
}

// unchanged says that there is nothing to read: 304, or the bytes of last time.
func unchanged(res *Response, old news.State) bool {
	return res.NotModified || (old.BodyHash != 0 && res.Hash == old.BodyHash)
}

// conclude gives the scan its status and the state that it leaves behind.
func (s *Scanner) conclude(scan *news.Scan, res *Response, err error) {
	scan.Err = err
	switch {
	case errors.Is(err, ErrGone):
		scan.Status = news.StatusRetired
	case err != nil:
		scan.Status = news.StatusFailed
	case scan.Listing == nil:
		scan.Status = news.StatusUnchanged
	default:
		scan.Status = news.StatusOK
	}
	scan.State = s.remember(*scan, res)
}

// remember is the state that a scan leaves behind. Validators, and the address
// a source has moved to, belong to a document that was read or is known.
func (s *Scanner) remember(scan news.Scan, res *Response) news.State {
	o := Outcome{At: scan.At, Status: scan.Status, Err: scan.Err, Listing: scan.Listing}
	if res != nil {
		o.Wait = res.Wait
	}
	state := Settle(time.Now(), scan.Source, scan.State, o)
	if scan.Err != nil || res == nil {
		return state
	}
	if scan.Listing != nil && scan.Listing.Shape != nil {
		state.Profile.Learn(scan.At, *scan.Listing.Shape)
	}
	if res.Moved != "" {
		state.URL = res.Moved
	}
	if !res.NotModified {
		state.ETag, state.LastModified, state.BodyHash = res.ETag, res.LastModified, res.Hash
	}
	return state
}
