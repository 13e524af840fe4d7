package newsroom

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"alsoread/news"
	"alsoread/newsroom/page"
)

// The one form of a page for what was read and saved: its buttons have names and
// values, so that nothing else is needed where no script runs.
//
//	read, unread, save, unsave   numbers of groups, of stories with of=story; read
//	                             with the time at which the group was seen: 7.1764320000000
//	through                      a place in the feed, and the time: 1764320000000.7.1764320000000
//	at                           the page to go back to: a query of the feed, or group/7

// maxFormMarks is how many marks come in one request: as many as browsers kept
// before the newsroom did.
const maxFormMarks = 2000

// marksOf reads a form. Place and seen are of through.
func marksOf(form url.Values) (m news.Marks, err error) {
	yes, no := true, false
	for _, k := range []struct {
		name  string
		value **bool
		says  *bool
	}{{"read", &m.Read, &yes}, {"unread", &m.Read, &no}, {"save", &m.Saved, &yes}, {"unsave", &m.Saved, &no}} {
		for _, text := range form[k.name] {
			id, seen, err := markIn(text)
			if err != nil || len(m.Groups) == maxFormMarks {
				return m, &refusal{status: http.StatusBadRequest, text: fmt.Sprintf("%s must be at most %d numbers", k.name, maxFormMarks)}
			}
			*k.value, m.Seen = k.says, seen
			m.Groups = append(m.Groups, id)
		}
	}
	if len(m.Groups) == 0 {
		return m, &refusal{status: http.StatusBadRequest, text: "read, unread, save, unsave or through is missing"}
	}
	if form.Get("of") == "story" {
		m.Groups, m.Stories = nil, m.Groups
	}
	return m, nil
}

// markIn reads a number and the time at which it was seen, if that is said.
func markIn(text string) (id int64, seen time.Time, err error) {
	number, at, said := strings.Cut(text, ".")
	if id, err = strconv.ParseInt(number, 10, 64); err != nil || id < 1 {
		return id, seen, fmt.Errorf("no number")
	}
	if said {
		ms, err := strconv.ParseInt(at, 10, 64)
		return id, time.UnixMilli(ms).UTC(), err
	}
	return id, seen, nil
}

// markPage takes what a reader says on a page. A script is answered in JSON, a
// person with the page.
func (r *Room) markPage(w http.ResponseWriter, req *http.Request) error {
	if err := req.ParseForm(); err != nil {
		return badBody(err)
	}
	if r.reader == nil {
		return errOff
	}
	if req.PostForm.Has("through") {
		return r.markFeed(w, req)
	}
	m, err := marksOf(req.PostForm)
	if err != nil {
		return err
	}
	groups, err := r.mark(req.Context(), m)
	if err != nil {
		return found(err)
	}
	return r.marked(w, req, groups, "")
}

// markFeed marks the feed, as it was narrowed, from its beginning through a place.
func (r *Room) markFeed(w http.ResponseWriter, req *http.Request) error {
	text := req.PostForm.Get("through")
	i := strings.LastIndexByte(text, '.')
	at, err := parsePlace(text[:max(i, 0)])
	if err != nil {
		return err
	}
	_, seen, err := markIn("1." + text[i+1:])
	if err != nil {
		return &refusal{status: http.StatusBadRequest, text: "through is no place in the feed"}
	}
	asked, err := url.ParseQuery(req.PostForm.Get("at"))
	if err != nil {
		return &refusal{status: http.StatusBadRequest, text: "at is no query of the feed"}
	}
	asked.Del("before")
	_, q, err := r.narrowing(req.Context(), asked)
	if err != nil {
		return err
	}
	groups, more, err := r.markThrough(req.Context(), q, at, seen)
	if err != nil {
		return err
	}
	if more {
		return r.marked(w, req, groups, "partly")
	}
	return r.marked(w, req, groups, "through")
}

// documents are pages to go back to.
var documents = regexp.MustCompile(`^(group|story)/[0-9]{1,18}$`)

func (r *Room) marked(w http.ResponseWriter, req *http.Request, groups []news.Group, word string) error {
	if !strings.Contains(req.Header.Get("Accept"), "text/html") {
		return r.done(w, http.StatusOK, statesJSON(groups))
	}
	at, query := req.PostForm.Get("at"), url.Values{}
	if documents.MatchString(at) {
		return back(w, "./"+at, nil)
	}
	if word == "through" || word == "partly" {
		query.Set("said", word)
	}
	asked, _ := url.ParseQuery(at) // what cannot be read is not narrowed by
	for _, name := range []string{"tag", "publisher", "lang", "time", "show", "before"} {
		if value := asked.Get(name); value != "" && !(word != "" && name == "before") {
			query.Set(name, value)
		}
	}
	way := "./"
	if len(groups) == 1 && word == "" {
		return back(w, way, query, "#g"+strconv.FormatInt(groups[0].ID, 10))
	}
	return back(w, way, query)
}

// showing are the words of an address for what was read or saved.
func showing(word string, q *news.GroupQuery) error {
	yes, no := true, false
	switch word {
	case "":
	case page.Unread:
		q.Read = &no
	case page.Saved:
		q.Saved = &yes
	default:
		return &refusal{status: http.StatusBadRequest, text: "show must be unread or saved"}
	}
	return nil
}
