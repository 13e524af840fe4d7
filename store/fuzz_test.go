package store

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"alsoread/news"
)

// fuzzScans reads bytes as scans: four make an item out of few guids, links,
// titles and texts, so that they meet; the highest bit of the first begins
// another scan.
func fuzzScans(world int64, data []byte) (scans []news.Scan) {
	pick := func(kind string, n byte) string {
		if n%8 == 0 {
			return ""
		}
		return fmt.Sprintf("%s-%d-%d", kind, world, n%8)
	}
	for at := noon; len(data) >= 4 && len(scans) < 20; data = data[4:] {
		if len(scans) == 0 || data[0]&0x80 != 0 {
			at = at.Add(time.Duration(int8(data[1])) * time.Second) // clocks go back as well
			scans = append(scans, scanOf(testSource(fmt.Sprintf("fuzz-%d-%d", world, data[1]%4)), at))
		}
		it := news.Item{GUID: pick("guid", data[0]), Title: pick("title", data[2]), Content: pick("<p>content", data[3])}
		if link := pick("", data[1]); link != "" {
			it.URL = "https://news.example/story" + link
		}
		if data[3]&0x80 != 0 {
			it.Published = noon.Add(-time.Duration(data[3]) * time.Minute)
		}
		l := scans[len(scans)-1].Listing
		l.Items = append(l.Items, it)
	}
	return scans
}

// FuzzSave: whatever sources list, every item is kept once, the tables agree,
// and the same listing again brings nothing new.
func FuzzSave(f *testing.F) {
	f.Add([]byte{1, 1, 1, 1, 2, 2, 2, 2, 129, 1, 1, 2, 130, 2, 3, 2})
	f.Add([]byte{1, 1, 1, 1, 1, 2, 2, 2, 129, 3, 1, 2, 1, 0, 3, 2})
	f.Add([]byte{0, 1, 1, 1, 0, 1, 1, 1, 128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9})
	s := openTest(f)
	var worlds atomic.Int64
	f.Fuzz(func(t *testing.T, data []byte) {
		scans := fuzzScans(worlds.Add(1), data)
		items := 0
		for i := range scans {
			items += len(scans[i].Listing.Items)
		}
		if items == 0 {
			return
		}
		fresh := 0
		for _, saved := range save(t, s, scans...) {
			fresh += saved.New
		}
		last := scans[len(scans)-1]
		last.At = last.At.Add(time.Hour)
		if again := save(t, s, last)[0]; again.New != 0 || again.Seen != 0 {
			t.Errorf("the last listing again brings %+v", again)
		}
		if fresh > items {
			t.Errorf("%d stories of %d items", fresh, items)
		}
		sound(t, s)
		if _, err := s.write.Exec("DELETE FROM stories; DELETE FROM sightings; DELETE FROM listings; DELETE FROM revisions; DELETE FROM identities; DELETE FROM search; DELETE FROM bodies; DELETE FROM sources"); err != nil {
			t.Fatal(err)
		}
		clear(s.lane.sources)
	})
}
