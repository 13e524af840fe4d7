package newsroom

import (
	"context"
	"reflect"
	"time"

	"alsoread/news"
)

// Limits of what is told of one look at the store.
const (
	lookEvery = 500 * time.Millisecond // at most
	maxTold   = 200                    // stories and groups, each

	// lookAnyway is for what changes without a scan: groups that were placed
	// after theirs, other programs that write.
	lookAnyway = 5 * time.Second
)

// Scanned tells the room that a scan of a source has ended. It never waits.
func (r *Room) Scanned(report ScanReport) {
	r.metrics.scanned(report)
	now := r.progress.add(report)
	r.events.publish(eventScan, scanJSON(report))
	r.events.publish(eventProgress, now)
	r.wake()
}

// wake lets Watch look at the store soon.
func (r *Room) wake() {
	select {
	case r.woken <- struct{}{}:
	default:
	}
}

// Watch tells clients of new stories and groups, until ctx is done.
func (r *Room) Watch(ctx context.Context) error {
	told := &told{room: r}
	told.begin(ctx)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-r.woken:
		case <-time.After(lookAnyway):
		}
		told.look(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(lookEvery):
		}
	}
}

// told is how far clients have been told of the store.
type told struct {
	room  *Room
	story int64     // the last one; notKnown: the store could not be asked yet
	since time.Time // groups that changed after it are new

	trends trendsAnswer // that were told last
}

const notKnown = -1

// begin takes what the store holds already for told.
func (t *told) begin(ctx context.Context) {
	t.since = time.Now()
	if t.room.coverage != nil {
		if trends, err := t.room.coverage.Trends(ctx); err == nil { // else all of them are told
			t.trends = trendsJSON(trends)
		}
	}
	if t.room.lastStory == nil {
		return
	}
	var err error
	if t.story, err = t.room.lastStory(ctx); err != nil {
		t.story = notKnown
		t.room.log.Warn("new stories cannot be told yet", "error", err)
	}
}

func (t *told) look(ctx context.Context) {
	if err := t.stories(ctx); err != nil && ctx.Err() == nil {
		t.room.log.Warn("new stories could not be told", "error", err)
	}
	if err := t.changedGroups(ctx); err != nil && ctx.Err() == nil {
		t.room.log.Warn("changed groups could not be told", "error", err)
	}
	if err := t.changedTrends(ctx); err != nil && ctx.Err() == nil {
		t.room.log.Warn("trends could not be told", "error", err)
	}
}

func (t *told) stories(ctx context.Context) error {
	if t.room.lastStory == nil {
		return nil
	}
	last, err := t.room.lastStory(ctx)
	if err != nil || last <= t.story {
		return err
	}
	if t.story == notKnown {
		t.story = last // all that is there may have been told before
		return nil
	}
	var found []news.Story
	for s, err := range t.room.store.Stories(ctx, news.Query{NewerThan: t.story, Limit: maxTold}) {
		if err != nil {
			return err
		}
		found = append(found, s)
	}
	for i := len(found) - 1; i >= 0; i-- { // the newest last, as it came
		t.room.events.publish(eventStory, storyJSON(&found[i]))
	}
	t.story = last
	return nil
}

func (t *told) changedGroups(ctx context.Context) error {
	if t.room.coverage == nil {
		return nil
	}
	n := 0
	for g, err := range t.room.coverage.Groups(ctx, news.GroupQuery{ChangedAfter: t.since, Order: news.GroupsChanged, Limit: maxTold}) {
		if err != nil {
			return err
		}
		t.room.events.publish(eventGroup, groupJSON(&g))
		t.since = g.Changed
		n++
	}
	if n == maxTold {
		t.room.wake() // there may be more
	}
	return nil
}

// changedTrends tells all of them when one is another.
func (t *told) changedTrends(ctx context.Context) error {
	if t.room.coverage == nil {
		return nil
	}
	found, err := t.room.coverage.Trends(ctx)
	if err != nil {
		return err
	}
	now := trendsJSON(found)
	if reflect.DeepEqual(now, t.trends) {
		return nil
	}
	t.trends = now
	t.room.pages.trends.forget()
	t.room.events.publish(eventTrends, now)
	return nil
}
