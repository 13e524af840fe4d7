package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
)

// lane is what the one writer keeps between batches: statements prepared once,
// the compressor, the numbers of sources.
type lane struct {
	findKeys, findListings, findStory, findSource, lastSighting, readBlock *sql.Stmt

	addStory, addSearch, dropSearch, addIdentity, addListing, addSighting, addRevision, addBlock *sql.Stmt

	listGroup, addMember, findMember, anyMember, moveMember, addProfile, renewProfile, addKin *sql.Stmt

	addGroup, countGroup, moveGroup, dropGroup, leadOn, setSuccessor                                          *sql.Stmt
	setGroupSource, rankGroupSource, setGroupLanguage, rankGroupLanguage, dropGroupSources, dropGroupLanguage *sql.Stmt

	addWanted, reviseStory, noteChange, spellOut, setState, setDocument, countStories, addDay, readCounters, setCounters *sql.Stmt

	encoder *zstd.Encoder
	blocks  *unpacker
	sources map[string]sourceRef
	oldKeys bool // there are keys from before they had places
	wide    bool // the writer has the cache that grouping needs
}

// widen gives the writer a larger cache of pages once there are groups to keep. They
// change rows all over their tables, so that with less many pages are written and read
// again before the commit; and beside the window of who groups it is little.
func (l *lane) widen(tx *transaction) error {
	if l.wide {
		return nil
	}
	l.wide = true
	_, err := tx.Exec("PRAGMA cache_size = -12000") // KiB
	return err
}

// sourceRef is what a batch needs of a source.
type sourceRef struct {
	id    int64
	space string
}

// keysAtOnce is how many keys one statement looks up: one by one, the 60,000
// lookups of 30,000 new items take 270 ms, by 64 together 120 ms.
const keysAtOnce = 64

func placeholders(n int) string { return "(?" + strings.Repeat(",?", n-1) + ")" }

// What becomes of a row of the tables that lead lists of groups which is there already.
const (
	atNewPlace = " ON CONFLICT DO UPDATE SET latest = excluded.latest, rank = excluded.rank WHERE latest <> excluded.latest OR rank <> excluded.rank"
	atOldPlace = " ON CONFLICT DO UPDATE SET rank = excluded.rank WHERE rank <> excluded.rank"
)

func newLane(ctx context.Context, db *sql.DB) (*lane, error) {
	l := &lane{sources: map[string]sourceRef{}}
	for _, p := range []struct {
		stmt **sql.Stmt
		sql  string
	}{
		{&l.findKeys, "SELECT key, story_id FROM identities WHERE key IN " + placeholders(keysAtOnce)},
		{&l.findListings, "SELECT story_id, hash FROM listings WHERE source_id = ? AND story_id IN " + placeholders(keysAtOnce)},
		{&l.findStory, "SELECT " + storyRowColumns + " FROM stories WHERE id = ?"},
		{&l.findSource, "SELECT id, space FROM sources WHERE name = ?"},
		{&l.lastSighting, "SELECT count(*), coalesce(max(at), 0), url, title FROM sightings WHERE story_id = ? AND source_id = ?"},
		{&l.readBlock, "SELECT data FROM bodies WHERE id = ?"},
		{&l.addStory, "INSERT INTO stories (id, changed, " + storyRowColumns + ") VALUES " + placeholders(18)},
		{&l.addSearch, "INSERT INTO search (rowid, text) VALUES (?, ?)"},
		{&l.dropSearch, "DELETE FROM search WHERE rowid = ?"},
		{&l.addIdentity, "INSERT INTO identities (key, story_id) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET story_id = excluded.story_id"},
		{&l.addListing, "INSERT INTO listings (source_id, story_id, hash) VALUES (?, ?, ?) ON CONFLICT (source_id, story_id) DO UPDATE SET hash = excluded.hash"},
		{&l.addSighting, "INSERT INTO sightings (story_id, at, source_id, url, title, guid) VALUES (?, ?, ?, ?, ?, ?)"},
		{&l.addRevision, "INSERT INTO revisions (story_id, n, until, title, summary, body) VALUES (?, ?, ?, ?, ?, ?)"},
		{&l.addBlock, "INSERT INTO bodies (id, data) VALUES (?, ?)"},
		{&l.addWanted, "INSERT INTO articles (story_id, source_id, next_try) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"},
		{&l.noteChange, "UPDATE stories SET changed = ? WHERE id = ?"},
		{&l.reviseStory, `UPDATE stories SET published = ?, updated = ?, body = ?, revisions = ?, language = ?, tongue = ?, url = ?,
			title = ?, summary = ?, image = ?, more = ? WHERE id = ?`},
		{&l.spellOut, "UPDATE sightings SET url = coalesce(url, ?), title = coalesce(title, ?) WHERE story_id = ? AND (url IS NULL OR title IS NULL)"},
		{&l.setState, "UPDATE sources SET (" + stateColumns + ") = (?,?,?,?,?,?,max(last_new,?),?,?,?,?,?,?,?,?,?,?,?,?) WHERE id = ?"},
		{&l.setDocument, "UPDATE sources SET format = ?, title = ?, link = ? WHERE id = ?"},
		{&l.addDay, "INSERT INTO days (source_id, day, stories) VALUES (?, ?, ?) ON CONFLICT (day, source_id) DO UPDATE SET stories = stories + excluded.stories"},
		{&l.countStories, "UPDATE sources SET stories = stories + ? WHERE id = ?"},
		{&l.addMember, `INSERT INTO members (story_id, group_id, copy_of, joined, reasons, tongue) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (story_id) DO UPDATE SET tongue = excluded.tongue, joined = iif(group_id = excluded.group_id, joined, excluded.joined),
			group_id = excluded.group_id, copy_of = excluded.copy_of, reasons = excluded.reasons`},
		{&l.listGroup, `INSERT OR IGNORE INTO group_sources (source_id, group_id, latest, rank)
			SELECT ?, g.id, g.latest, g.rank FROM members m CROSS JOIN groups g ON g.id = m.group_id WHERE m.story_id = ?`},
		{&l.findMember, "SELECT group_id FROM members WHERE story_id = ?"},
		{&l.moveMember, "UPDATE members SET group_id = ?, joined = ?, reasons = ? WHERE story_id = ?"},
		{&l.anyMember, "SELECT 1 FROM members WHERE group_id = ? LIMIT 1"},
		{&l.addProfile, "INSERT INTO profiles (story_id, seen, data) VALUES (?, ?, ?) ON CONFLICT (story_id) DO UPDATE SET data = excluded.data"},
		{&l.renewProfile, `INSERT INTO profiles (data, story_id, seen) SELECT ?, id, first_seen FROM stories WHERE id = ?
			ON CONFLICT (story_id) DO UPDATE SET data = excluded.data`},
		{&l.addKin, "INSERT OR REPLACE INTO kin (story_id, other_id, score, terms) VALUES (?, ?, ?, ?)"},
		{&l.addGroup, "INSERT INTO groups (" + countColumns + ", id, " + placeColumns + ") VALUES " + placeholders(14)},
		{&l.countGroup, "UPDATE groups SET (" + countColumns + ") = " + placeholders(10) + " WHERE id = ?"},
		{&l.moveGroup, "UPDATE groups SET (" + countColumns + ", " + placeColumns + ") = (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?12,?13,?14) WHERE id = ?11"},
		{&l.dropGroup, "DELETE FROM groups WHERE id = ?"},
		{&l.leadOn, "UPDATE successors SET next = ? WHERE next = ?"},
		{&l.setSuccessor, "INSERT OR REPLACE INTO successors (id, next) VALUES (?, ?)"},
		{&l.setGroupSource, "INSERT INTO group_sources (source_id, group_id, latest, rank) VALUES (?, ?, ?, ?)" + atNewPlace},
		{&l.rankGroupSource, "INSERT INTO group_sources (source_id, group_id, latest, rank) VALUES (?, ?, ?, ?)" + atOldPlace},
		{&l.setGroupLanguage, "INSERT INTO group_languages (tongue, group_id, latest, rank) VALUES (?, ?, ?, ?)" + atNewPlace},
		{&l.rankGroupLanguage, "INSERT INTO group_languages (tongue, group_id, latest, rank) VALUES (?, ?, ?, ?)" + atOldPlace},
		{&l.dropGroupSources, "DELETE FROM group_sources WHERE group_id = ?2 AND source_id IN (SELECT source_id FROM sightings WHERE story_id = ?1)"},
		{&l.dropGroupLanguage, "DELETE FROM group_languages WHERE group_id = ?2 AND tongue = (SELECT tongue FROM members WHERE story_id = ?1)"},
		{&l.readCounters, "SELECT last_story, last_body, version, changed_at FROM counters"},
		{&l.setCounters, "UPDATE counters SET last_story = ?, last_body = ?, version = ?, changed_at = ?"},
	} {
		var err error
		if *p.stmt, err = db.PrepareContext(ctx, p.sql); err != nil {
			return l, err
		}
	}
	var err error
	if l.oldKeys, err = hasOldKeys(ctx, db); err != nil {
		return l, err
	}
	if l.encoder, err = newEncoder(); err != nil {
		return l, err
	}
	l.blocks, err = newUnpacker()
	return l, err
}

func (l *lane) close() error {
	if l.blocks != nil {
		l.blocks.decoder.Close()
	}
	if l.encoder != nil {
		return l.encoder.Close()
	}
	return nil
}

// transaction is one of the writer's. Statements run without a context of their
// own: watching one costs more than most of them take; transact looks at it
// before the commit, and Save between two scans.
type transaction struct {
	*sql.Tx
	bound map[*sql.Stmt]*sql.Stmt
	counters
}

// counters is the one row of the table of that name.
type counters struct {
	lastStory, lastBody, version, changedAt int64
}

// tick counts a change. The time never goes backwards, though the clock may:
// exports are dated by it.
func (c *counters) tick() {
	c.version++
	c.changedAt = max(c.changedAt, time.Now().UnixMilli())
}

// transact runs f in one immediate transaction: all of it is kept, or nothing.
func (s *Store) transact(ctx context.Context, f func(*transaction) error) error {
	if s.write == nil {
		return ErrReadOnly
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	sqlTx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	tx := &transaction{Tx: sqlTx, bound: map[*sql.Stmt]*sql.Stmt{}}
	err = f(tx)
	if ended := ctx.Err(); ended != nil && (err == nil || errors.Is(err, sql.ErrTxDone)) {
		err = ended
	}
	if err != nil {
		// On a full disk SQLite has rolled back already and Rollback says so.
		_ = sqlTx.Rollback()
		return explain(err)
	}
	return explain(sqlTx.Commit())
}

func (t *transaction) bind(stmt *sql.Stmt) *sql.Stmt {
	b := t.bound[stmt]
	if b == nil {
		b = t.Stmt(stmt)
		t.bound[stmt] = b
	}
	return b
}

func (t *transaction) run(stmt *sql.Stmt, args ...any) error {
	_, err := t.bind(stmt).Exec(args...)
	return err
}

func (t *transaction) loadCounters(l *lane) error {
	return t.bind(l.readCounters).QueryRow().Scan(&t.lastStory, &t.lastBody, &t.version, &t.changedAt)
}

func (t *transaction) saveCounters(l *lane) error {
	return t.run(l.setCounters, t.lastStory, t.lastBody, t.version, t.changedAt)
}

// touch notes that readers would see something else now.
func (t *transaction) touch(l *lane) error {
	if err := t.loadCounters(l); err != nil {
		return err
	}
	t.tick()
	return t.saveCounters(l)
}
