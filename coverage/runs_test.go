package coverage

import "testing"

// What two titles share in one go is one name, unless it is longer than names are,
// or most of the title.
func TestRunsOfTitles(t *testing.T) {
	for _, tt := range []struct {
		lang, one, other string
		joined           bool
	}{
		{"en", "New York bagel bakers vie for crown", "Subway signal upgrade slips again in New York", false},
		{"en", "Salt Lake City library hires llamas", "Choir from Salt Lake City sings for pope", false},
		{"en", "Toledo glassworks shuts", "Toledo glassworks shuts", true},
		{"en", "Toledo glassworks shuts", "Toledo glassworks shuts today", true},
		{"en", "Toledo glassworks shuts kilns forever, unions furious", "Hundreds lose work: Toledo glassworks shuts kilns forever", true},
		{"en", "Toledo glassworks shuts after kiln blast", "Kiln blast ends glassworks of Toledo", true},
		{"zh", "呼和浩特牛奶价格上涨", "沙尘暴笼罩呼和浩特", false},
		{"zh", "欧阳文华辞职", "欧阳文华辞职", true},
		{"zh", "长江存储宣布裁减两千名员工", "股价下跌，长江存储宣布裁减两千名员工", true},
		{"ja", "サンフランシスコで自動運転タクシー事故", "サンフランシスコ交響楽団が来日", false},
		{"ja", "地震で港の防波堤が崩壊", "地震で港の防波堤が崩壊か", true},
	} {
		if g := place(New(Options{}), Story{Title: tt.one, Language: tt.lang}, Story{Title: tt.other, Language: tt.lang}); (g[0] == g[1]) != tt.joined {
			t.Errorf("%q and %q: joined %v", tt.one, tt.other, g[0] == g[1])
		}
	}
	// A name is one piece of evidence in two languages also.
	if g := place(New(Options{}), Story{Title: "Taxi drivers sue in New York", Language: "en"},
		Story{Title: "Geigenbauer stirbt fern der Heimat: New York trauert", Language: "de"}); g[0] == g[1] {
		t.Error("a name joins two languages")
	}
}

// Nor do two texts make one event of what is one name.
func TestRunsOfTexts(t *testing.T) {
	handball := Story{Title: "Handball: Altbrück and Saint-Aubrec drawn together again", Publisher: "a",
		Text: "For the fourth year in a row Altbrück and Saint-Aubrec will meet in the group stage of the league. The draw also put the champions with both of last season's promoted clubs."}
	rate := Story{Title: "Saint-Aubrec's central bank holds rate at 2.75 pct", Publisher: "b",
		Text: "The Bank of Saint-Aubrec kept its main interest rate at 2.75 percent on Friday, as expected, and repeated that it saw no reason to move before the end of the year."}
	if g := place(New(Options{}), handball, rate); g[0] == g[1] {
		t.Error("a town joins handball and interest")
	}
}

// The name of who wrote them joins no two stories: it is no part of what happened.
func TestAuthorsJoinNothing(t *testing.T) {
	nets := Story{Title: "A short guide to mending nets", Publisher: "a", Authors: []string{"Ina Holloway"},
		Text: "Photographs and text by Ina Holloway. You need a needle, a gauge, a hundred metres of twine and a neighbour."}
	birds := Story{Title: "Holloway: the swallows have gone", Publisher: "b", Authors: []string{"Ina Holloway"},
		Text: "Ina Holloway, Pier Six. They left a feather and some mess, as one does."}
	if g := place(New(Options{}), nets, birds); g[0] == g[1] {
		t.Error("two stories of one author are joined")
	}
	nets.Authors, birds.Authors = nil, nil
	if g := place(New(Options{}), nets, birds); g[0] != g[1] {
		t.Error("they would not be joined if nobody knew that she is the author: this test shows nothing")
	}
}
