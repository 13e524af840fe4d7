package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"alsoread/internal/newsworld/bulk"
	"alsoread/news"
	"alsoread/store"
)

// period is the time that the stories were published in.
const period = 30 * 24 * time.Hour

// batchStories are kept in one transaction.
const batchStories = 20_000

var tags = []string{"world", "business", "science", "sport", "culture", "ports", "weather", "politics"}

// sourcesOf are the world's sources as the bench configures them: four sources
// are one publisher's, each has a tag.
func sourcesOf(w *bulk.World) []news.Source {
	var all []news.Source
	for i, url := range w.URLs() {
		all = append(all, news.Source{Name: fmt.Sprintf("Source %d", i), URL: url, Display: url, Kind: news.KindAuto,
			Publisher: publisherOf(i), Tags: []string{tags[i%len(tags)]}, Location: time.UTC})
	}
	return all
}

// publisherOf is who stands behind a source.
func publisherOf(source int) string { return fmt.Sprintf("Publisher %d", source/4) }

var languages = []string{"en", "en", "en", "en", "en", "en", "fr", "de", "hi", "ar"}

// filler makes stories and groups. Story n was published n parts of the period
// after its beginning by source n modulo their number; its number in the database
// is another one.
type filler struct {
	o       options
	db      *store.Store
	sources []news.Source
	words   *vocabulary
	random  *rand.Rand
	begin   time.Time
	last    int64           // number of the last group that was placed in
	first   map[int64]int64 // the first story of a group
	numbers map[int64]int64 // of groups in the database, by those of the bench
}

// fill makes the database, unless it is there.
func fill(ctx context.Context, o options, sources []news.Source) error {
	if _, err := os.Stat(o.database); err == nil {
		return nil
	}
	db, err := store.Open(ctx, o.database, store.Options{})
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(1, 2))
	f := &filler{o: o, db: db, sources: sources, words: newVocabulary(random), random: random, begin: time.Now().Add(-period),
		first: map[int64]int64{}, numbers: map[int64]int64{}}
	return errors.Join(f.fill(ctx), db.Close())
}

func (f *filler) fill(ctx context.Context) error {
	if err := f.db.Sync(ctx, f.sources); err != nil {
		return err
	}
	for from := 0; from < f.o.stories; from += batchStories {
		to := min(from+batchStories, f.o.stories)
		if err := f.stories(ctx, from, to); err != nil {
			return err
		}
		if err := f.place(ctx); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "\r%d stories", to)
	}
	fmt.Fprintln(os.Stderr)
	return nil
}

func (f *filler) at(n int) time.Time {
	return f.begin.Add(time.Duration(float64(period) * float64(n) / float64(f.o.stories)))
}

// stories keeps those from a number up to another, as scans would have.
func (f *filler) stories(ctx context.Context, from, to int) error {
	lists := make([]*news.Listing, len(f.sources))
	for n := from; n < to; n++ {
		s := n % len(f.sources)
		if lists[s] == nil {
			lists[s] = &news.Listing{Kind: news.KindFeed, Format: "rss 2.0", Title: f.sources[s].Name}
		}
		lists[s].Items = append(lists[s].Items, f.item(n))
	}
	var scans []news.Scan
	at := f.at(to)
	for s, list := range lists {
		if list != nil {
			scans = append(scans, news.Scan{Source: f.sources[s], At: at, Status: news.StatusOK, Listing: list, State: news.State{LastScan: at, LastSuccess: at}})
		}
	}
	_, err := f.db.Save(ctx, scans)
	return err
}

func (f *filler) item(n int) news.Item {
	url := fmt.Sprintf("https://publisher%d.example/story/%d", n%len(f.sources)/4, n)
	summary := ""
	for range 3 {
		summary += f.words.phrase(f.random, 12) + ". "
	}
	return news.Item{GUID: url, URL: url, Title: f.words.phrase(f.random, 9), Published: f.at(n), Language: languages[n%len(languages)],
		Summary: "<p>" + summary + "</p>", Image: url + ".jpg"}
}

// place puts the stories that have none into groups: those of one are near in
// time. One group in a hundred takes in what ten of its neighbours would have.
func (f *filler) place(ctx context.Context) error {
	for {
		fresh, state, err := f.db.Ungrouped(ctx, batchStories)
		if err != nil || len(fresh) == 0 {
			return err
		}
		g := news.Grouping{Turn: state.Turn}
		for i := range fresh {
			g.Placements = append(g.Placements, f.placement(&fresh[i]))
		}
		if _, err := f.db.KeepGrouping(ctx, g); err != nil {
			return err
		}
	}
}

func (f *filler) placement(s *news.Ungrouped) news.Placement {
	at := float64(s.Published.Sub(f.begin)) / float64(period)
	group := max(int64(at*float64(f.o.groups))-int64(f.random.ExpFloat64()*20), 0)
	if f.random.IntN(10) == 0 {
		group -= group % 100
	}
	number, known := f.numbers[group]
	if !known {
		f.last++
		number = f.last
		f.numbers[group], f.first[group] = number, s.ID
		return news.Placement{Story: s.ID, Group: number, Kin: f.kin(group)}
	}
	p := news.Placement{Story: s.ID, Group: number, Reasons: []news.Reason{{Kind: news.ReasonTerms, Story: f.first[group], Score: .5 + f.random.Float64()/2,
		Terms: []news.Term{{Text: f.words.word(f.random), Weight: 5}, {Text: f.words.word(f.random), Weight: 4}, {Text: f.words.word(f.random), Weight: 3}}}}}
	if f.random.IntN(5) == 0 {
		p.CopyOf = f.first[group]
		p.Reasons[0].Kind = news.ReasonCopy
	}
	return p
}

// kin ties a new group to one before it.
func (f *filler) kin(group int64) []news.Kinship {
	other, ok := f.first[group-1-int64(f.random.IntN(50))]
	if !ok {
		return nil
	}
	return []news.Kinship{{Story: other, Score: f.random.Float64(), Terms: []news.Term{{Text: f.words.word(f.random), Weight: 3}}}}
}
