package newsroom

import (
	"encoding/json"
	"sync"
	"time"

	"alsoread/news"
)

// recentScans is how many ended scans are remembered.
const recentScans = 200

// ScanReport is how one scan of a source ended.
type ScanReport struct {
	Source   string
	Status   news.Status
	Due      time.Time // when it was to begin; zero: not known
	At       time.Time // when it began
	Took     time.Duration
	Bytes    int64  // decoded
	Items    int    // that the document listed
	New      int    // stories
	Updated  int    // stories
	Articles int    // pages of stories that were read
	Error    string // one line; empty when it did not fail
	Cause    string // of Error: one of a few words, for counting
}

// ScanProgress is what is being scanned now.
type ScanProgress struct {
	Pending int      // sources that are due or being scanned
	Active  []string // names of those being scanned
}

// progress follows the scans. A round begins when something is due after a
// time in which nothing was, and ends when nothing is left.
type progress struct {
	look func() ScanProgress // nil: nothing scans

	mu     sync.Mutex
	recent []ScanReport // oldest first
	round  round
}

// round is a run of scans, as clients are told it.
type round struct {
	Total  int        `json:"total"` // sources of this round, those that are left included
	Done   int        `json:"done"`
	New    int        `json:"new"` // stories
	Failed int        `json:"failed"`
	Active []string   `json:"active"`
	Begun  *time.Time `json:"begun,omitempty"`
	Ended  *time.Time `json:"ended,omitempty"`
}

// add takes note of an ended scan and returns the round that it is part of.
func (p *progress) add(r ScanReport) round {
	now := time.Now().UTC()
	seen := p.pending()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.recent = append(p.recent, r); len(p.recent) > recentScans {
		p.recent = p.recent[1:]
	}
	if p.round.Begun == nil || p.round.Ended != nil {
		begun := r.At.UTC()
		p.round = round{Begun: &begun}
	}
	p.round.Done++
	p.round.New += r.New
	if r.Error != "" {
		p.round.Failed++
	}
	p.fill(seen)
	if seen.Pending == 0 {
		p.round.Ended = &now
	}
	return p.round
}

func (p *progress) fill(seen ScanProgress) {
	p.round.Total = p.round.Done + seen.Pending
	p.round.Active = append([]string{}, seen.Active...)
}

func (p *progress) pending() ScanProgress {
	if p.look == nil {
		return ScanProgress{}
	}
	return p.look()
}

// now is the present round as an event; false before the first.
func (p *progress) now() (event, bool) {
	r := p.current()
	data, err := json.Marshal(r)
	return event{kind: eventProgress, data: data}, err == nil && r.Begun != nil
}

func (p *progress) current() round {
	seen := p.pending()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.round.Ended == nil {
		p.fill(seen)
	}
	r := p.round
	r.Active = append([]string{}, r.Active...)
	return r
}

// latest lists ended scans, newest first.
func (p *progress) latest() []ScanReport {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := make([]ScanReport, 0, len(p.recent))
	for i := len(p.recent) - 1; i >= 0; i-- {
		out = append(out, p.recent[i])
	}
	return out
}
