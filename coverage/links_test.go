package coverage

import (
	"slices"
	"strings"
	"testing"
)

// A publisher's Also Read link leads to what its readers may want next, seldom to
// the same event: it makes two of its stories that have something in common kin,
// and puts them in no group together.
func TestAlsoReadAcrossEventsRelates(t *testing.T) {
	quakeStory := Story{ID: 1, Title: "Strong earthquake strikes off Valmora", Text: quake, URL: "https://herald.example/valmora-quake", Publisher: "Herald", Language: "en"}
	school := strings.Join([]string{
		"Teachers in the schools of the capital will be paid four percent more from January, the ministry of education said after talks that had gone on since spring.",
		"The union asked its thirty thousand members to vote on the offer by letter. Classes of more than thirty pupils are to be divided, and music is to be taught again in every year.",
		"Parents' councils welcomed the agreement and asked where the rooms for more classes would come from."}, " ")
	schoolStory := Story{ID: 2, Title: "Teachers win a rise of four percent", Text: school, URL: "https://herald.example/teachers", Publisher: "Herald", Language: "en"}
	bankStory := Story{ID: 3, Title: "Ostrania central bank holds rate at 4.25 percent", Text: bank, URL: "https://ledger.example/rate", Publisher: "Ledger", Language: "en"}

	for _, linked := range []bool{false, true} {
		e := New(Options{})
		e.Add(bankStory)
		e.Add(quakeStory)
		s := schoolStory
		if linked {
			s.Links = []string{quakeStory.URL}
		}
		p := e.Add(s)
		if e.GroupOf(1) == e.GroupOf(2) {
			t.Errorf("linked %v: two events in one group; reasons %+v", linked, p.Reasons)
		}
		related := slices.ContainsFunc(p.Kin, func(r Reason) bool { return r.Story == 1 && r.Link })
		if related != linked {
			t.Errorf("linked %v: related by the link %v; kin %+v", linked, related, p.Kin)
		}
	}
}
