package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"alsoread/news"
)

// BenchmarkGroupLists answers lists of 50 from 1,000,000 stories of 1,000
// sources in 300,000 groups, a quarter of which hold most of the stories.
func BenchmarkGroupLists(b *testing.B) {
	s := openTest(b)
	manyGroups(b, s, 1_000_000, 300_000)
	yes, no := true, false
	now := noon.Add(1_000_000 * 30 * time.Second)
	for _, c := range []struct {
		name string
		q    news.GroupQuery
	}{
		{"newest", news.GroupQuery{}},
		{"headlines", news.GroupQuery{Order: news.GroupsHeadlines}},
		{"headlines of a day", news.GroupQuery{Order: news.GroupsHeadlines, Since: now.AddDate(0, 0, -1)}},
		{"tag of a tenth of the sources", news.GroupQuery{Tags: []string{"tag3"}}},
		{"tag of three sources", news.GroupQuery{Tags: []string{"rare"}}},
		{"one publisher", news.GroupQuery{Publisher: "publisher7"}},
		{"language of most", news.GroupQuery{Language: "en"}},
		{"language of one in a thousand", news.GroupQuery{Language: "th"}},
		{"three publishers", news.GroupQuery{Publishers: 3}},
		{"exclusive", news.GroupQuery{Exclusive: true, ExclusiveAt: now.Add(-6 * time.Hour)}},
		{"unread, after 150,000 that were read", news.GroupQuery{Read: &no}},
		{"unread of a tag of a tenth of the sources", news.GroupQuery{Read: &no, Tags: []string{"tag3"}}},
		{"unread of one publisher", news.GroupQuery{Read: &no, Publisher: "publisher7"}},
		{"read", news.GroupQuery{Read: &yes}},
		{"saved, 300 of them", news.GroupQuery{Saved: &yes}},
		{"headlines of the saved", news.GroupQuery{Saved: &yes, Order: news.GroupsHeadlines}},
	} {
		c.q.Limit = 50
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				n := 0
				for _, err := range s.Groups(context.Background(), c.q) {
					if err != nil {
						b.Fatal(err)
					}
					n++
				}
				if n != 50 {
					b.Fatalf("%d groups", n)
				}
			}
		})
	}
	b.Run("stories of a group", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Members(context.Background(), 17, 0); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("related", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Related(context.Background(), 17, 10); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// manyGroups fills the tables as scans and grouping would have.
func manyGroups(b *testing.B, s *Store, stories, groups int) {
	b.Helper()
	exec := func(query string, args ...any) {
		b.Helper()
		if _, err := s.write.Exec(query, args...); err != nil {
			b.Fatal(err)
		}
	}
	exec("PRAGMA synchronous = OFF")
	var all []news.Source
	for i := range 1000 {
		src := testSource(fmt.Sprint("s", i))
		src.Publisher, src.Tags = fmt.Sprint("publisher", i/2), []string{fmt.Sprint("tag", i%10)}
		if i%333 == 0 {
			src.Tags = append(src.Tags, "rare")
		}
		all = append(all, src)
	}
	syncAllOf(b, s, all...)
	exec(`INSERT INTO stories (id, key, sort, first_seen, published, updated, source_id, body, language, tongue, url, title, summary, guid, image)
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
		SELECT i, randomblob(16), ?2 + i * 30000, ?2 + i * 30000, 0, 0, 1 + (i * 7919) % 1000, 0, '', iif(i % 1000 = 0, 'th', iif(i % 3 = 0, 'de', 'en')),
			'https://news.example/' || i, 'Story number ' || i || ' about something that happened', '', '', '' FROM n`, stories, noon.UnixMilli())
	exec("INSERT INTO listings (source_id, story_id, hash) SELECT source_id, id, 0 FROM stories")
	exec("INSERT INTO sightings (story_id, at, source_id) SELECT id, first_seen, source_id FROM stories")
	exec("UPDATE sources SET stories = (SELECT count(*) FROM listings WHERE source_id = sources.id)")
	exec(`INSERT INTO members (story_id, group_id, copy_of, joined)
		SELECT id, 1 + iif(id % 4 = 0, id / 4 % (?1 * 3 / 4), ?1 * 3 / 4 + id / 13 % (?1 / 4)), 0, first_seen FROM stories`, groups)
	exec(`INSERT INTO groups (id, lead, stories, publishers, outlets, copies, first, latest, joined, changed, rank, exclusive)
		SELECT m.group_id, min(s.id), count(*), count(DISTINCT s.source_id), count(DISTINCT s.source_id), 0, min(s.sort), max(s.sort), max(s.sort), max(s.sort),
			log2(count(DISTINCT s.source_id)) + max(s.sort) / 21600000.0, 0 FROM members m JOIN stories s ON s.id = m.story_id GROUP BY m.group_id`)
	exec("UPDATE members SET tongue = (SELECT tongue FROM stories WHERE id = story_id)")
	exec("INSERT OR IGNORE INTO group_sources SELECT s.source_id, g.id, g.latest, g.rank FROM stories s JOIN members m ON m.story_id = s.id JOIN groups g ON g.id = m.group_id")
	exec("INSERT OR IGNORE INTO group_languages SELECT m.tongue, g.id, g.latest, g.rank FROM members m JOIN groups g ON g.id = m.group_id")
	exec("UPDATE groups SET saved = id % 1000 = 0, unread = latest < (SELECT latest FROM groups ORDER BY latest DESC LIMIT 1 OFFSET ?)", groups/2)
	exec("UPDATE counters SET last_story = ?", stories)
}
