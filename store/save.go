package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"time"

	"alsoread/news"
)

// Save keeps a batch of scans in one transaction: items, sightings, validators
// and health of all of them, or nothing. The result has an entry for each scan,
// in their order. Call it with what has arrived since the last call: a
// transaction costs a millisecond whatever is in it.
//
// A scan brings items when its Status is StatusOK and it has a Listing; every
// scan brings its State, with what State.Learn makes of the new stories. A source
// that Sync has not brought is added.
func (s *Store) Save(ctx context.Context, scans []news.Scan) ([]news.Saved, error) {
	if len(scans) == 0 {
		return nil, nil
	}
	saved := make([]news.Saved, len(scans))
	var b *batch
	err := s.transact(ctx, func(tx *transaction) (err error) {
		if b, err = s.newBatch(tx); err != nil {
			return err
		}
		for i := range scans {
			if err := ctx.Err(); err != nil {
				return err
			}
			if saved[i], err = b.scan(&scans[i]); err != nil {
				return fmt.Errorf("%s: %w", scans[i].Source.Name, err)
			}
		}
		return b.finish()
	})
	if err != nil {
		return nil, fmt.Errorf("save %d scans: %w", len(scans), err)
	}
	s.writing.Lock()
	maps.Copy(s.lane.sources, b.sources)
	s.writing.Unlock()
	return saved, nil
}

// batch is one Save under way.
type batch struct {
	now     int64 // what changes in it changes at: greater than in every batch before
	tx      *transaction
	lane    *lane
	pack    packer
	terms   indexTerms
	scratch []byte
	sources map[string]sourceRef // found in this batch
	touched bool                 // something that a reader could see
	days    map[sourceDay]int    // stories that sources listed for the first time

	readNumber int64 // the block that was read last
	read       block // and what is in it
}

func (s *Store) newBatch(tx *transaction) (*batch, error) {
	b := &batch{tx: tx, lane: s.lane, sources: map[string]sourceRef{}}
	if err := tx.loadCounters(s.lane); err != nil {
		return nil, err
	}
	b.now = max(time.Now().UnixMilli(), tx.changedAt+1)
	b.pack = packer{encoder: s.lane.encoder, last: tx.lastBody}
	return b, nil
}

// finish writes what was gathered for the whole batch.
func (b *batch) finish() error {
	if err := b.pack.flush(b.writeBlock); err != nil {
		return err
	}
	b.tx.lastBody = b.pack.last
	if err := b.writeDays(); err != nil {
		return err
	}
	if b.touched {
		b.tx.tick()
		b.tx.changedAt = max(b.tx.changedAt, b.now)
	}
	return b.tx.saveCounters(b.lane)
}

func (b *batch) writeBlock(block int64, data []byte) error {
	return b.tx.run(b.lane.addBlock, block, data)
}

func (b *batch) scan(scan *news.Scan) (saved news.Saved, err error) {
	src, err := b.source(scan)
	if err != nil {
		return saved, err
	}
	if scan.Status == news.StatusOK && scan.Listing != nil {
		if saved, err = b.listing(src, scan); err != nil {
			return saved, err
		}
		if err := b.tx.run(b.lane.setDocument, scan.Listing.Format, scan.Listing.Title, scan.Listing.Link, src.id); err != nil {
			return saved, err
		}
	}
	return saved, b.state(src.id, scan, saved)
}

// state writes what the scan leaves behind for the next.
func (b *batch) state(id int64, scan *news.Scan, saved news.Saved) error {
	state := scan.State
	state.Learn(scan.At, saved.New)
	if err := b.tx.run(b.lane.setState, append(stateArgs(state), id)...); err != nil {
		return err
	}
	if listed := saved.New + saved.Seen; listed > 0 {
		return b.tx.run(b.lane.countStories, listed, id)
	}
	return nil
}

// source finds the scanned source; one that Sync has not brought is added.
func (b *batch) source(scan *news.Scan) (src sourceRef, err error) {
	name := scan.Source.Name
	if src, ok := b.lane.sources[name]; ok {
		return src, nil
	}
	if src, ok := b.sources[name]; ok {
		return src, nil
	}
	err = b.tx.bind(b.lane.findSource).QueryRow(name).Scan(&src.id, &src.space)
	if errors.Is(err, sql.ErrNoRows) {
		src, err = insertSource(context.Background(), b.tx.Tx, knownOf(scan.Source))
	}
	if err == nil {
		b.sources[name] = src
	}
	return src, err
}
