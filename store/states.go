package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"alsoread/news"
)

const stateColumns = `moved_url, etag, last_modified, body_hash, last_scan, last_success, last_new, next_scan,
	not_before, back_off, rhythm, failures, failing_since, error, retired, ttl, skip_hours, skip_days, shape`

// stateRow reads and writes news.State as columns of sources.
type stateRow struct {
	movedURL, etag, lastModified, err, shape                           string
	bodyHash, lastScan, lastSuccess, lastNew, next, notBefore, backOff int64
	rhythm, failures, failingSince, retired, ttl, hours, wdays         int64
}

func (r *stateRow) pointers() []any {
	return []any{&r.movedURL, &r.etag, &r.lastModified, &r.bodyHash, &r.lastScan, &r.lastSuccess, &r.lastNew, &r.next,
		&r.notBefore, &r.backOff, &r.rhythm, &r.failures, &r.failingSince, &r.err, &r.retired, &r.ttl, &r.hours, &r.wdays, &r.shape}
}

func (r *stateRow) state() news.State {
	return news.State{
		URL: r.movedURL, ETag: r.etag, LastModified: r.lastModified, BodyHash: uint64(r.bodyHash),
		LastScan: fromMillis(r.lastScan), LastSuccess: fromMillis(r.lastSuccess), LastNew: fromMillis(r.lastNew),
		Next: fromMillis(r.next), NotBefore: fromMillis(r.notBefore), BackOff: fromMillis(r.backOff), Rhythm: time.Duration(r.rhythm) * time.Millisecond,
		Failures: int(r.failures), FailingSince: fromMillis(r.failingSince), Error: r.err, Retired: fromMillis(r.retired),
		TTL: time.Duration(r.ttl) * time.Millisecond, SkipHours: uint32(r.hours), SkipDays: uint8(r.wdays),
		Profile: profileOf(r.shape),
	}
}

// stateArgs are the values of stateColumns.
func stateArgs(s news.State) []any {
	return []any{s.URL, s.ETag, s.LastModified, int64(s.BodyHash), millis(s.LastScan), millis(s.LastSuccess), millis(s.LastNew), millis(s.Next),
		millis(s.NotBefore), millis(s.BackOff), s.Rhythm.Milliseconds(), s.Failures, millis(s.FailingSince), s.Error, millis(s.Retired),
		s.TTL.Milliseconds(), int64(s.SkipHours), int64(s.SkipDays), profileText(s.Profile)}
}

// profileText is a profile as it lies in its column; empty when nothing is known.
func profileText(p news.Profile) string {
	if p.Readings == 0 {
		return ""
	}
	text, err := json.Marshal(p)
	if err != nil {
		return "" // a share that is no number; it is learnt anew
	}
	return string(text)
}

// profileOf reads one. What cannot be read is learnt anew.
func profileOf(text string) (p news.Profile) {
	if text == "" || json.Unmarshal([]byte(text), &p) != nil {
		return news.Profile{}
	}
	return p
}

// States returns what scans have left behind, by the name of the source, for
// every source that is not gone.
func (s *Store) States(ctx context.Context) (map[string]news.State, error) {
	out := map[string]news.State{}
	rows, err := s.read.QueryContext(ctx, "SELECT name, "+stateColumns+" FROM sources WHERE gone = 0")
	if err != nil {
		return nil, fmt.Errorf("read the state of the sources: %w", explain(err))
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		var r stateRow
		if err := rows.Scan(append([]any{&name}, r.pointers()...)...); err != nil {
			return nil, fmt.Errorf("read the state of the sources: %w", explain(err))
		}
		out[name] = r.state()
	}
	return out, explain(rows.Err())
}

// Sources returns every source there ever was, the gone ones too, by name.
func (s *Store) Sources(ctx context.Context) ([]news.SourceState, error) {
	tags, err := loadTags(ctx, s.read)
	if err != nil {
		return nil, fmt.Errorf("read the sources: %w", explain(err))
	}
	rows, err := s.read.QueryContext(ctx, "SELECT id, name, kind, format, title, link, stories, url, publisher, gone, "+stateColumns+" FROM sources ORDER BY name")
	if err != nil {
		return nil, fmt.Errorf("read the sources: %w", explain(err))
	}
	defer rows.Close()
	var out []news.SourceState
	for rows.Next() {
		src, err := scanSource(rows)
		if err != nil {
			return nil, fmt.Errorf("read the sources: %w", explain(err))
		}
		src.Tags = tags[src.ID]
		out = append(out, src)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the sources: %w", explain(err))
	}
	for _, load := range []func(context.Context, []news.SourceState) error{s.loadUnread, s.loadUnfollowed} {
		if err := load(ctx, out); err != nil {
			return nil, fmt.Errorf("read the sources: %w", explain(err))
		}
	}
	return out, nil
}

func scanSource(rows *sql.Rows) (src news.SourceState, err error) {
	var r stateRow
	var gone int64
	err = rows.Scan(append([]any{&src.ID, &src.Name, &src.Kind, &src.Format, &src.Title, &src.Link, &src.Stories,
		&src.URL, &src.Publisher, &gone}, r.pointers()...)...)
	src.State, src.Gone = r.state(), gone != 0
	src.Drift = src.State.Profile.Drift
	return src, err
}
