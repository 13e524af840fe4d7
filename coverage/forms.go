package coverage

import "strings"

// form is what kind of piece a story is, as far as grouping cares.
type form uint8

const (
	plain   form = iota
	live         // a live blog: one long event, but it touches everything
	roundup      // many events in one piece: ties nothing together
)

// Marks of roundups and live blogs, as phrases of lower-case words. They are
// the field's own headings, in the languages with the most feeds.
var (
	roundupMarks = []string{"morning briefing", "evening briefing", "daily briefing", "morning brief", "evening brief", "news roundup", "news round up",
		"weekly roundup", "daily roundup", "week in review", "week in pictures", "day in pictures", "today s papers", "what the papers say",
		"headlines today", "today s headlines", "top news", "top stories", "top headlines", "news in brief", "morning news", "things to know",
		"things you need to know", "what to know today", "daily digest", "news digest", "weekly digest", "revue de presse", "главные новости",
		"главное за день", "итоги дня", "дайджест", "noticias del día", "resumen de noticias", "die nachrichten des tages", "presseschau"}
	liveMarks = []string{"live updates", "live blog", "liveblog", "as it happened", "live coverage", "minute by minute", "liveticker", "en direct", "en vivo", "онлайн трансляция"}
)

func formOf(title string, words []word) form {
	var b strings.Builder
	b.WriteByte(' ')
	for i, w := range words {
		if i == 40 {
			break
		}
		b.WriteString(w.text)
		b.WriteByte(' ')
	}
	plainTitle := strings.ReplaceAll(strings.ReplaceAll(b.String(), "’s ", " s "), "'", " ")
	switch {
	case topList(words), marked(plainTitle, roundupMarks):
		return roundup
	case marked(plainTitle, liveMarks), strings.HasPrefix(strings.ToLower(title), "live:"):
		return live
	}
	return plain
}

func marked(title string, marks []string) bool {
	for _, m := range marks {
		if strings.Contains(title, " "+m+" ") {
			return true
		}
	}
	return false
}

// topList tells "Top 10 news of the day" from "Top 10 finish for Federer".
func topList(words []word) bool {
	for i := 0; i+2 < len(words) && i < 3; i++ {
		if words[i].text == "top" && words[i+1].number {
			for _, w := range words[i+2 : min(i+5, len(words))] {
				switch w.text {
				case "news", "stories", "headlines", "things", "events":
					return true
				}
			}
		}
	}
	return false
}
