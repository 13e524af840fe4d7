package page

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"alsoread/news"
)

var zone = time.FixedZone("IST", 5*3600+1800)
var now = time.Date(2026, 11, 22, 11, 11, 0, 0, time.UTC)

func before(minutes int) time.Time { return now.Add(-time.Duration(minutes) * time.Minute) }

func frame(root, here string) Frame {
	return Frame{Root: root, Name: "alsoread", Here: here, Now: now, Zone: zone, Live: true,
		Scan:     Progress{Running: true, Done: 312, Total: 480, New: 27},
		Feeds:    []Feed{{"All events", "application/rss+xml", "RSS", "feeds/groups.rss"}, {"All events", "application/atom+xml", "Atom", "feeds/groups.atom"}, {"All events", "application/feed+json", "JSON", "feeds/groups.json"}},
		Pictures: true}
}

func entry(id int64, title, lang, publisher string, publishers, copies, minutes int, image bool, tellers ...string) Entry {
	e := Entry{Group: news.Group{ID: id, Title: title, Publishers: publishers, Copies: copies, Stories: publishers + copies, Latest: before(minutes), First: before(minutes + 250)},
		Lead: news.Story{ID: id * 10, Title: title, Language: lang, Publisher: publisher, URL: "https://" + "news.example/story"}}
	if image {
		e.Lead.Image, e.Lead.ImageCredit = "https://pictures.example/1.jpg", "Nora Feld / Harbour Post"
	}
	for i, t := range tellers {
		e.Tellers = append(e.Tellers, Teller{t, int64(i + 1)})
	}
	e.Others = max(publishers-len(tellers), 0)
	return e
}

func madeUpFront() *Front {
	v := &Front{Frame: frame("./", "feed"), Sources: 480, Failing: 3, Older: "before=1",
		Filter:   Filter{Tags: []string{"world", "ports", "science", "business", "सागर"}, Publishers: []string{"BBC", "Harbour Post"}, Languages: []Language{{"en", "English"}, {"ar", "العربية"}}},
		Trends:   []Trend{{"ferries", 9, 1.5, "Port strike ends after 31 days, ferries resume", 1}, {"ceasefire", 6, .4, "Talks resume in Saint-Aubrec", 2}, {"vaccine trial", 5, 0, "", 0}},
		Scanning: []Scanned{{"Harbour Post", "3 new", false}, {"Le Monde", "unchanged", false}, {"Wire Nine", "timeout, since 05:10", true}, {"صوت المرفأ", "1 new", false}, {"Inland Observer", "unchanged", false}},
	}
	lead := entry(1, "Port strike ends after 31 days, ferries resume", "en", "Harbour Post", 14, 9, 12, true, "Harbour Post", "BBC", "Le Monde")
	lead.Lead.Summary = "<p>The dockers of Port Merrow voted by a narrow margin to return to work, ending the longest stoppage at the harbour since 1974. The first ferries left the outer basin shortly after dawn with cars that had waited for a month.</p>"
	lead.Broke = news.Story{ID: 3, Publisher: "Harbour Post", Sort: before(599)}
	lead.Reasons = []news.Reason{{Kind: news.ReasonTerms, Terms: []news.Term{{Text: "dockers"}, {Text: "Port Merrow"}, {Text: "31 days"}}}, {Kind: news.ReasonCopy}}
	lead.Also = []Pointer{{Title: "Who pays for the strike?", Group: 4}, {Title: "A year on the docks", URL: "https://harbour.example/x"}}
	v.Entries = []Entry{lead,
		entry(2, "Vaccine trial halted after two deaths", "en", "Tidepool", 9, 2, 25, true, "Tidepool", "Meridian", "Wire Nine"),
		entry(3, "جنوح عبّارة على متنها 214 شخصًا قبالة بورت ميرو وسط ضباب كثيف", "ar", "صوت المرفأ", 5, 9, 43, true, "صوت المرفأ", "Harbour Post"),
		entry(5, "Budget vote tonight: what is in it, and who would have to change sides for it to fail", "en", "Meridian", 7, 0, 61, false, "Meridian", "Pier Six", "Evening Lantern"),
		entry(6, "बंदरगाह पर हड़ताल समाप्त, नौकाएँ फिर चलीं", "hi", "सागर समाचार", 1, 0, 130, false, "सागर समाचार"),
		entry(7, "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung aufgehoben", "de", "Kurier am Fluss", 2, 1, 190, true, "Kurier am Fluss", "Evening Lantern"),
		entry(8, "港でストライキ終結、フェリー運航再開へ", "ja", "港新報", 1, 0, 260, false, "港新報"),
	}
	v.Entries[1].Lead.Summary = "The company stopped the study on Saturday night on the advice of its monitoring board. Both patients were over seventy."
	v.Entries[2].Lead.Summary = "قال خفر السواحل إن زوارق النجدة وصلت إلى العبّارة قبل منتصف الليل وإن جميع الركاب بخير."
	v.Entries[3].Group.Exclusive = true
	for _, e := range v.Entries[:6] {
		v.Headlines = append(v.Headlines, e.Group)
	}
	v.Exclusives = []Entry{entry(9, "A year on the docks", "en", "Harbour Post", 1, 0, 300, false), entry(10, "Letters show fog horn silent since spring", "en", "Pier Six", 1, 0, 420, false)}
	return v
}

func madeUpGroup() *Group {
	front := madeUpFront()
	e := front.Entries[0]
	v := &Group{Frame: frame("../", ""), Group: e.Group, Lead: e.Lead, Also: e.Also}
	v.Title = e.Group.Title
	for i, p := range []string{"Harbour Post", "BBC", "Le Monde", "Meridian", "صوت المرفأ", "Kurier am Fluss"} {
		t := Told{Member: news.Member{Story: news.Story{ID: int64(i + 1), Publisher: p, Title: "Dockers vote to end the strike at Port Merrow", URL: "https://x.example/", Sort: before(590 - 70*i - i*i*9)}, Reasons: e.Reasons}, First: i == 0, After: time.Duration(70*i+i*i*9) * time.Minute}
		if i == 0 {
			t.Member.Reasons = nil
		}
		if i == 3 {
			t.Member.Pinned = true
			for j, q := range []string{"Evening Lantern", "Pier Six", "Coast Digest"} {
				t.Copies = append(t.Copies, news.Member{Story: news.Story{ID: int64(100 + j), Publisher: q, Title: "Strike at Port Merrow ends", URL: "https://y.example/", Sort: before(300 - 20*j)}})
			}
		}
		v.Timeline = append(v.Timeline, t)
	}
	v.Related = []Related{{Group: front.Entries[1].Group, Why: "Also Read"}, {Group: front.Entries[3].Group, Why: "budget, strike"}}
	v.Corrections = []news.Correction{{ID: 4, Kind: news.CorrectPin, Group: 1, Stories: []int64{4}, At: before(30)}}
	return v
}

func madeUpStory() *Story {
	front := madeUpFront()
	s := front.Entries[0].Lead
	s.Authors, s.Sort, s.Updated = []string{"Nora Feld", "Ned Calloway"}, before(590), before(200)
	s.Content = `<p>The dockers of <a href="https://x.example/">Port Merrow</a> voted by a narrow margin to return to work, ending the longest stoppage at the harbour since 1974.</p><h2>What was agreed</h2><ul><li>four sailings a day</li><li>no dismissals before June</li></ul><blockquote>"There was no bang, just a long scraping and then silence," said Petra Lund.</blockquote><p>The first ferries left the outer basin shortly after dawn with cars that had waited for a month. <img src="https://x.example/a.jpg" alt="A ferry"></p><table><tr><th>Sailing</th><th>Cars</th></tr><tr><td>06:10</td><td>112</td></tr></table>`
	s.Sightings = []news.Sighting{{Source: "Harbour Post", At: before(590)}, {Source: "Harbour Post: City", At: before(550), Title: "Ferries resume"}}
	was := []news.Revision{{Until: before(200), Title: "Port strike may end after 31 days", Content: "<p>The dockers of Port Merrow vote today on whether to return to work, ending the longest stoppage at the harbour since 1974.</p>"}}
	v := &Story{Frame: frame("../", ""), Story: s, Group: front.Entries[0].Group, Also: front.Entries[0].Also, Revisions: Revised(was, &s)}
	v.Title = s.Title
	return v
}

func madeUpSources() *Sources {
	v := &Sources{Frame: frame("./", "sources"), Healthy: 3, All: 5, Writable: true}
	v.Title = "Sources"
	for i, name := range []string{"Harbour Post", "Wire Nine", "صوت المرفأ", "Inland Observer: a listing page without a feed", "Old Lantern"} {
		s := Source{SourceState: news.SourceState{ID: int64(i), Name: name, Publisher: "Harbour Post", Tags: []string{"world", "ports"}, Stories: 1800 * (i + 1), URL: "https://h.example/rss",
			State: news.State{LastScan: before(4), LastNew: before(12 + 60*i), Rhythm: 37 * time.Minute}}, Health: Well, Says: "well", Days: []int{3, 5, 9, 0, 2, 8, 12, 4, 6, 7, 3, 2, 9, i}}
		switch i {
		case 1:
			s.Health, s.Says, s.Cause, s.State.FailingSince = Failing, "timeout", "fetch: no answer from wire.example within 20s", before(370)
		case 3:
			s.Health, s.Says, s.Cause = Unwell, "selector matched nothing", `article.card matched nothing on a page of 41 kB`
		case 4:
			s.Health, s.Says = Retired, "retired by its publisher"
		}
		v.Sources = append(v.Sources, s)
	}
	return v
}

func madeUpSearch() *Search {
	v := &Search{Frame: frame("./", "search"), Words: []string{"strike", "ferries"}, Fields: []Field{{"tag", "world"}}}
	v.Title, v.Asked = "Search: strike ferries", "strike ferries tag:world"
	for _, e := range madeUpFront().Entries[:3] {
		s := e.Lead
		s.Sort, s.Group = before(90), 1
		v.Found = append(v.Found, s)
	}
	return v
}

func madeUpPreview() *Preview {
	v := &Preview{Frame: frame("../", "sources"), URL: "https://harbour.example/", Candidates: []Candidate{
		{URL: "https://harbour.example/rss.xml", Kind: news.KindFeed, Name: "Harbour Post", Format: "rss 2.0", Items: 30, Titles: []string{"Port strike ends", "Fog horn silent since spring"}, Latest: before(9)},
		{URL: "https://harbour.example/sitemap.xml", Kind: news.KindSitemap, Name: "Harbour Post sitemap", Trouble: "the document holds no address"},
	}}
	v.Title = "Add a source"
	return v
}

// TestLook writes the pages, filled with what is made up, into the folder that
// LOOK names, for a look at them.
func TestLook(t *testing.T) {
	folder := os.Getenv("LOOK")
	if folder == "" {
		t.Skip("LOOK names no folder")
	}
	p := New()
	for name, draw := range map[string]func(io.Writer) error{
		"front.html":   func(w io.Writer) error { return p.Front(w, madeUpFront()) },
		"group/1.html": func(w io.Writer) error { return p.Group(w, madeUpGroup()) },
		"story/1.html": func(w io.Writer) error { return p.Story(w, madeUpStory()) },
		"sources.html": func(w io.Writer) error { return p.Sources(w, madeUpSources()) },
		"search.html":  func(w io.Writer) error { return p.Search(w, madeUpSearch()) },
		"add/1.html":   func(w io.Writer) error { return p.Preview(w, madeUpPreview()) },
		"problem/1.html": func(w io.Writer) error {
			f := frame("../", "")
			f.Title = "Not found"
			return p.Problem(w, &Problem{f, 404, "There is nothing at this address."})
		},
	} {
		var b bytes.Buffer
		if err := draw(&b); err != nil {
			t.Error(err)
		}
		path := filepath.Join(folder, name)
		os.MkdirAll(filepath.Dir(path), 0o755)
		os.WriteFile(path, b.Bytes(), 0o644)
	}
	for _, f := range Files() {
		os.MkdirAll(filepath.Join(folder, "static"), 0o755)
		os.WriteFile(filepath.Join(folder, "static", f.Name), f.Content, 0o644)
	}
}
