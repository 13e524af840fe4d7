package news

import (
	"strings"
	"testing"
)

func TestTrackersAreDropped(t *testing.T) {
	testCanonical(t, []canonicalCase{
		{"Google Analytics", "https://example.com/a?utm_source=rss&utm_medium=feed&utm_campaign=x&utm_id=1", "https://example.com/a"},
		{"capitals", "https://example.com/a?UTM_Source=rss", "https://example.com/a"},
		{"between others", "https://example.com/a.php?id=7&utm_source=rss&page=2", "https://example.com/a.php?id=7&page=2"},
		{"in entities", "https://example.com/a?utm_source=feedburner&amp;utm_medium=feed", "https://example.com/a"},
		{"only utm_ is a prefix", "https://example.com/a?utm_=1", "https://example.com/a?utm_=1"},
		{"Meta", "https://example.com/a?fbclid=IwAR1QF9", "https://example.com/a"},
		{"Google Ads", "https://example.com/a?gclid=1&gclsrc=2&dclid=3&gbraid=4&wbraid=5", "https://example.com/a"},
		{"Microsoft", "https://example.com/a?msclkid=1", "https://example.com/a"},
		{"Yandex", "https://example.com/a?yclid=1&_openstat=2", "https://example.com/a"},
		{"Instagram", "https://example.com/a?igshid=1", "https://example.com/a"},
		{"Mailchimp", "https://example.com/a?mc_cid=1&mc_eid=2", "https://example.com/a"},
		{"HubSpot", "https://example.com/a?_hsenc=1&_hsmi=2&hsCtaTracking=3", "https://example.com/a"},
		{"the BBC's feeds", "https://www.bbc.co.uk/news/articles/c1d2e3?at_medium=RSS&at_campaign=KARANGA", "https://bbc.co.uk/news/articles/c1d2e3"},
		{"comScore", "https://example.com/a?ns_mchannel=social&ns_source=twitter&ns_campaign=x", "https://example.com/a"},
		{"heise", "https://www.heise.de/meldung/Titel-4204886.html?wt_mc=rss.ho.beitrag", "https://heise.de/meldung/Titel-4204886.html"},
		{"Al Jazeera", "https://example.com/a?traffic_source=rss", "https://example.com/a"},
		{"Deutsche Welle", "https://example.com/en/slug/a-68123456?maca=en-rss-en-all-1573-rdf", "https://example.com/en/slug/a-68123456"},
		{"X", "https://example.com/a?ref_src=twsrc%5Etfw", "https://example.com/a"},
		{"Yahoo", "https://example.com/a?guccounter=1&guce_referrer=x&.tsrc=rss", "https://example.com/a"},
		{"HighWire", "https://example.com/cgi/content/short/356/6343/1134?rss=1", "https://example.com/cgi/content/short/356/6343/1134"},
		{"YouTube", "https://www.youtube.com/watch?v=5shykyfmb28&feature=youtube_gdata", "https://youtube.com/watch?v=5shykyfmb28"},
		{"WordPress share button", "https://example.com/slug/?share=facebook&nb=1", "https://example.com/slug?nb=1"},
		{"WordPress reply form", "https://example.com/slug/?replytocom=1362#respond", "https://example.com/slug"},
		{"print view", "https://example.com/slug/?print=true", "https://example.com/slug"},

		{"ref beside a slug", "https://www.nytimes.com/2014/05/06/world/europe/ukraine.html?ref=world", "https://nytimes.com/2014/05/06/world/europe/ukraine.html"},
		{"ref beside an id", "https://www.derstandard.at/story/3000000218734/slug?ref=rss", "https://derstandard.at/story/3000000218734/slug"},
		{"source beside a slug", "https://medium.com/x/the-creative-forager-125af37d838f?source=rss----d12c403d4976--food", "https://medium.com/x/the-creative-forager-125af37d838f"},
		{"CMP in capitals", "https://example.com/sto/news/article1385076.ece?CMP=OTH-gnws", "https://example.com/sto/news/article1385076.ece"},
		{"page=all beside a slug", "https://example.com/a-very-long-read-today?page=all", "https://example.com/a-very-long-read-today"},
		{"mobile view of Blogger", "https://blog.example.com/2020/05/slug.html?m=1", "https://blog.example.com/2020/05/slug.html"},

		{"phpBB session beside the thread", "https://example.com/viewtopic.php?f=4&t=167&sid=58428beaa14598c2e02d93ad5c773e4d", "https://example.com/viewtopic.php?f=4&t=167"},
		{"vBulletin session", "https://example.com/news.php?s=d016405ecf9cf478baff5287653f171e&do=news&id=474634", "https://example.com/news.php?do=news&id=474634"},
		{"session beside a slug", "https://example.com/a-very-long-read-today?sid=58428beaa14598c2e02d93ad5c773e4d", "https://example.com/a-very-long-read-today"},
		{"PHP session", "https://example.com/a.php?id=1&PHPSESSID=1ab2", "https://example.com/a.php?id=1"},
	})
}

// Every tracker on its own, so that none is in the list for nothing.
func TestTrackerList(t *testing.T) {
	seen := map[string]bool{}
	for _, tracker := range trackers {
		if tracker.setBy == "" {
			t.Errorf("%q: nobody is named who sets it", tracker.names)
		}
		for name := range strings.FieldsSeq(tracker.names) {
			if name != strings.ToLower(name) {
				t.Errorf("%q is not in lower case", name)
			}
			if seen[name] {
				t.Errorf("%q is listed twice", name)
			}
			seen[name] = true
			value := "x1"
			if only := strings.Fields(tracker.only); len(only) > 0 {
				value = strings.TrimPrefix(only[0], "-")
			}
			raw := "https://example.com/a-slug-of-four-words?" + strings.Replace(name, "*", "any", 1) + "=" + value
			got, err := Canonical(raw)
			if err != nil || got != "https://example.com/a-slug-of-four-words" {
				t.Errorf("Canonical(%q) = %q, %v", raw, got, err)
			}
		}
	}
}

// Names that say which page it is must never get into the list.
func TestTrackersAreNoIDs(t *testing.T) {
	for _, name := range strings.Fields("id p story storyid article articleid page_id aid pid nid cat tag q v t a b x date year month news news_id newsid item guid slug title url entry thread topic section type lang") {
		if v := judge([]byte(name), []byte("a1"), true); v != kept {
			t.Errorf("%q is dropped", name)
		}
	}
}
