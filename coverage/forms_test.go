package coverage

import "testing"

func TestFormOf(t *testing.T) {
	tests := []struct {
		form   form
		titles []string
	}{
		{roundup, []string{
			"Top 10 news of the day", "Top 5 stories you missed", "Die 5 wichtigsten Meldungen", "Les 5 infos de la matinée", "5 новостей к утру", "टॉप 10 खबरें",
			"Morning briefing: Valmora earthquake, Ostrania bank", "Today’s papers: bank and quake", "Things to know for Tuesday", "What to know today",
			"Revue de presse du mardi", "L’essentiel de l’actualité", "Presseschau vom 3. Mai", "Das Wichtigste am Morgen", "Resumen de noticias: martes",
			"Le notizie di oggi", "Resumo do dia", "Итоги дня: 3 мая", "Главные новости к этому часу", "Головне за день", "Przegląd prasy", "Günün özeti",
			"أهم الأخبار", "今日要闻：地震、央行", "ニュースまとめ 5月3日", "오늘의 뉴스", "สรุปข่าวประจำวัน", "Berita terpopuler hari ini",
			"Quake cracks wall; Bank holds rate; Ferry runs aground",
		}},
		{live, []string{
			"Valmora earthquake: live updates", "LIVE: Valmora earthquake", "Live – Valmora quake", "Valmora quake, as it happened", "Valmora-Liveblog: Beben",
			"EN DIRECT - Séisme à Valmora", "EN VIVO | Terremoto", "Terremoto, in diretta", "AO VIVO: terremoto", "Землетрясение: онлайн-трансляция", "Trzęsienie ziemi na żywo",
			"زلزال: تغطية مباشرة", "भूकंप लाइव अपडेट", "地震文字直播",
		}},
		{teaser, []string{"You won’t believe what happened next", "This is why", "10 things you need to know", "Watch: the most amazing moments ever!"}},
		{plain, []string{
			"", "🔥", "Top 10 finish for Fonteyn", "Man falls 10 stories in Kellvik", "Live music returns to Tarnholm", "Nordkredit: 5 things investors fear",
			"Dallas Morning News lays off reporters", "Direct flights to Kellvik", "Quake cracks wall; bank holds rate", "12 killed in Tarnholm", "Brief quake in Valmora", "世界杯直播权",
		}},
	}
	for _, tt := range tests {
		for _, title := range tt.titles {
			if got := formOf(title); got != tt.form {
				t.Errorf("%q: form %d, want %d", title, got, tt.form)
			}
		}
	}
}

// Two events and what touches both of them: whatever comes between, they stay
// two, and what has the form of many stays out.
func TestRoundupsGlueNothing(t *testing.T) {
	quakes := []string{"Valmora earthquake cracks harbour wall in Port Serrano", "Port Serrano harbour wall cracked by Valmora earthquake", "Harbour wall of Port Serrano cracks in Valmora earthquake"}
	banks := []string{"Ostrania central bank Nordkredit rate decision shakes lenders", "Lenders shaken by Ostrania central bank decision on Nordkredit rate", "Nordkredit rate decision of Ostrania central bank shakes lenders"}
	const both = "Valmora earthquake cracks Port Serrano harbour wall, Ostrania central bank Nordkredit rate decision shakes lenders"
	tests := []struct {
		name, title string
		form        form
	}{
		{"a top list", "Top 10 news: " + both, roundup},
		{"a briefing", "Morning briefing: " + both, roundup},
		{"German", "Das Wichtigste am Morgen: " + both, roundup},
		{"Spanish", "Resumen de noticias: " + both, roundup},
		{"Russian", "Главное за день: " + both, roundup},
		{"a list of headlines", quakes[0] + "; " + banks[0] + "; Ferry runs aground", roundup},
		{"a live blog", "Live updates: " + both, live},
		{"a live blog in French", "EN DIRECT – " + both, live},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var stories []Story
			for i := range 3 { // every roundup is printed by several
				stories = append(stories, Story{Title: quakes[i], Publisher: string(rune('a' + i))}, Story{Title: banks[i], Publisher: string(rune('d' + i))},
					Story{Title: tt.title, Publisher: string(rune('g' + i))})
			}
			g := place(New(Options{}), stories...)
			if g[0] != g[3] || g[0] != g[6] || g[1] != g[4] || g[1] != g[7] || g[0] == g[1] {
				t.Errorf("groups %v: want the events whole and apart", g)
			}
			for _, at := range []int{2, 5, 8} {
				if tt.form == roundup && (g[at] == g[0] || g[at] == g[1]) || g[at] == g[(at+3)%9] && g[at] != g[0] && g[at] != g[1] {
					t.Errorf("groups %v: %q is tied to something", g, tt.title)
				}
			}
		})
	}
}

// Live blogs are written in the words of live blogs: two of them are no evidence
// for each other, only the reports are.
func TestLiveBlogs(t *testing.T) {
	g := place(New(Options{}), Story{Title: "Valmora earthquake cracks harbour wall in Port Serrano"}, Story{Title: "Harbour wall of Port Serrano cracked by Valmora earthquake"},
		Story{Title: "Valmora earthquake cracks harbour wall in Port Serrano: live updates"}, Story{Title: "Live updates: harbour wall cracked by Valmora earthquake"},
		Story{Title: "Stock markets live blog: shares, bonds and currencies in Tarnholm, Tuesday afternoon"}, Story{Title: "Stock markets live blog: shares, bonds and currencies in Tarnholm, Friday morning"})
	if g[0] != g[1] || g[0] != g[2] || g[0] != g[3] || g[4] == g[0] || g[4] == g[5] {
		t.Errorf("groups %v", g)
	}
}
