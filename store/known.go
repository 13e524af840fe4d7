package store

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"hash/crc32"

	"alsoread/news"
)

// entry is one item of a listing on its way into the store.
type entry struct {
	item  *news.Item
	id    news.Identity
	hash  int64 // of all the source says of it
	story int64
}

// listing keeps the items of one document. Stories that are new get their
// numbers from the last item to the first: where nothing else orders them, the
// top of the document is the newest.
func (b *batch) listing(src sourceRef, scan *news.Scan) (saved news.Saved, err error) {
	source := src.id
	items := scan.Listing.Items
	ids := news.Identify(src.space, scan.Listing)
	found, err := b.findKeys(ids)
	if err != nil {
		return saved, err
	}
	hashes, err := b.findListings(source, found)
	if err != nil {
		return saved, err
	}
	var fresh []entry
	listed := map[int64]bool{}
	for i := range items {
		e := entry{item: &items[i], id: ids[i]}
		if e.story, err = b.which(found, e); err != nil {
			return saved, err
		}
		if listed[e.story] || e.story < 0 {
			continue // twice in one document
		}
		e.hash = b.itemHash(e.item)
		if e.story == 0 {
			fresh = append(fresh, e)
			remember(found, e.id, -int64(len(fresh)))
			continue
		}
		listed[e.story] = true
		have, before := hashes[e.story]
		if before && have == e.hash {
			continue
		}
		if err := b.seeAgain(source, scan, e, before && have != neverListed, found, &saved); err != nil {
			return saved, err
		}
	}
	for i := len(fresh) - 1; i >= 0; i-- {
		if err := b.addStory(source, scan, fresh[i]); err != nil {
			return saved, err
		}
		saved.New++
	}
	return saved, nil
}

// which says what story an item is: 0 a new one, below 0 one that this document
// has listed already. The URL decides; where it is unknown the guid does, unless
// what it leads to has become another article.
func (b *batch) which(found map[news.Key]int64, e entry) (int64, error) {
	if story := found[e.id.URL]; story != 0 {
		return story, nil
	}
	story := found[e.id.GUID]
	if story <= 0 {
		return story, nil
	}
	old, err := b.story(story)
	if errors.Is(err, sql.ErrNoRows) {
		return story, nil // purged
	}
	if err != nil || !news.StillSame(old.URL, old.Title, *e.item) {
		return 0, err
	}
	return story, nil
}

// learn adds keys of a known story that were not known to be its own.
func (b *batch) learn(found map[news.Key]int64, story int64, keys ...news.Key) error {
	for _, k := range keys {
		if k.IsZero() || found[k] == story {
			continue
		}
		if err := b.addIdentity(k, story); err != nil {
			return err
		}
		found[k] = story
	}
	return nil
}

func remember(found map[news.Key]int64, id news.Identity, story int64) {
	for _, k := range []news.Key{id.URL, id.GUID} {
		if !k.IsZero() {
			found[k] = story
		}
	}
}

func (b *batch) addIdentity(k news.Key, story int64) error {
	return b.tx.run(b.lane.addIdentity, k[:], story)
}

// findKeys looks up all keys of a listing.
func (b *batch) findKeys(ids []news.Identity) (map[news.Key]int64, error) {
	found := make(map[news.Key]int64, 2*len(ids))
	keys := make([]any, 0, 2*len(ids))
	for i := range ids {
		for _, k := range []*news.Key{&ids[i].URL, &ids[i].GUID} {
			if !k.IsZero() {
				keys = append(keys, k[:])
			}
		}
	}
	err := b.inChunks(b.lane.findKeys, nil, keys, func(rows *sql.Rows) error {
		var key sql.RawBytes
		var story int64
		if err := rows.Scan(&key, &story); err != nil {
			return err
		}
		var k news.Key
		copy(k[:], key)
		found[k] = story
		return nil
	})
	if err == nil && b.lane.oldKeys {
		err = b.adoptOldKeys(keys, found)
	}
	return found, err
}

// findListings returns what the source lists now of the stories found, by hash.
func (b *batch) findListings(source int64, found map[news.Key]int64) (map[int64]int64, error) {
	out := make(map[int64]int64, len(found))
	var stories []any
	for _, story := range found {
		if _, ok := out[story]; !ok {
			out[story] = 0
			stories = append(stories, story)
		}
	}
	clear(out)
	err := b.inChunks(b.lane.findListings, []any{source}, stories, func(rows *sql.Rows) error {
		var story, hash int64
		if err := rows.Scan(&story, &hash); err != nil {
			return err
		}
		out[story] = hash
		return nil
	})
	return out, err
}

// inChunks runs a prepared query for many values, keysAtOnce at a time.
func (b *batch) inChunks(stmt *sql.Stmt, first, values []any, row func(*sql.Rows) error) error {
	args := make([]any, 0, len(first)+keysAtOnce)
	for len(values) > 0 {
		n := min(keysAtOnce, len(values))
		args = append(append(args[:0], first...), values[:n]...)
		for len(args) < len(first)+keysAtOnce {
			args = append(args, nil) // NULL equals nothing
		}
		values = values[n:]
		if err := b.eachRow(stmt, args, row); err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) eachRow(stmt *sql.Stmt, args []any, row func(*sql.Rows) error) error {
	rows, err := b.tx.bind(stmt).Query(args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// itemHash is over everything a source says of an item: length and CRC-32C, which
// processors have an instruction for (10 GB/s; CRC-64 has none and takes 1.3). It
// is no guard against forgery and needs none: what a publisher repeats under its
// own name is its own affair.
func (b *batch) itemHash(it *news.Item) int64 {
	h := b.scratch[:0]
	add := func(s string) { h = append(append(h, s...), 0xff) } // never in UTF-8: ends a field
	for _, s := range []string{it.GUID, it.URL, it.Title, it.Summary, it.Content, it.Image, it.Language, it.CommentsURL, it.Via} {
		add(s)
	}
	h = binary.AppendVarint(h, millis(it.Published))
	h = binary.AppendVarint(h, millis(it.Updated))
	for _, s := range it.Authors {
		add(s)
	}
	add("")
	for _, s := range it.Categories {
		add(s)
	}
	add("")
	for _, e := range it.Enclosures {
		add(e.URL)
		add(e.Type)
		h = binary.AppendVarint(h, e.Length)
	}
	if b.scratch = h; cap(h) > keepBytes {
		b.scratch = nil
	}
	return int64(len(h))<<32 | int64(crc32.Checksum(h, castagnoli))
}
