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
