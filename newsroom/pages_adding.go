package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"alsoread/export"
	"alsoread/news"
	"alsoread/newsroom/page"
)

// discover shows what could be followed at an address.
func (r *Room) discover(w http.ResponseWriter, req *http.Request) error {
	if r.desk == nil {
		return errOff
	}
	address := strings.TrimSpace(req.URL.Query().Get("url"))
	return r.send(w, req, func(ctx context.Context, w io.Writer) error {
		v := &page.Preview{Frame: r.frame(req, "sources"), URL: address}
		v.Title = "Add a source"
		seen, err := r.desk.Preview(ctx, address)
		var refused *refusal
		if errors.As(found(err), &refused) {
			v.Trouble = refused.text
		} else if err != nil {
			return err
		}
		if v.Trouble == "" && seen.Problem != "" {
			v.Trouble = seen.Problem
		}
		for _, c := range seen.Candidates {
			v.Candidates = append(v.Candidates, candidate(c))
		}
		if len(v.Candidates) == 0 && v.Trouble == "" {
			v.Trouble = "Nothing that could be followed was found there."
		}
		return r.pages.draw.Preview(w, v)
	})
}

func candidate(c Candidate) page.Candidate {
	out := page.Candidate{URL: c.URL, Kind: c.Kind, Name: c.Title, Format: c.Format, Known: c.Known, Trouble: c.Error, Titles: c.Titles, Items: c.Items}
	if out.Name == "" {
		out.Name = news.Publisher(c.URL)
	}
	if c.Newest != nil {
		out.Latest = *c.Newest
	}
	return out
}

// addSource writes a source into sources.yaml.
func (r *Room) addSource(w http.ResponseWriter, req *http.Request) error {
	if err := req.ParseForm(); err != nil {
		return badBody(err)
	}
	if r.desk == nil {
		return errOff
	}
	wanted := NewSource{Name: strings.TrimSpace(req.PostForm.Get("name")), URL: req.PostForm.Get("url"), Kind: news.Kind(req.PostForm.Get("kind")), Tags: tagsIn(req.PostForm.Get("tags"))}
	added, err := r.desk.Add(req.Context(), []NewSource{wanted})
	if err != nil {
		return found(err)
	}
	for _, a := range added {
		switch {
		case a.Error != "":
			return &refusal{status: http.StatusUnprocessableEntity, text: a.Error}
		case a.Duplicate != "":
			return &refusal{status: http.StatusConflict, text: "this address is " + a.Duplicate + " already"}
		}
	}
	r.pages.sources.forget()
	return back(w, "../sources", url.Values{"said": {"added"}})
}

// tagsIn reads tags with commas between them.
func tagsIn(s string) []string {
	var tags []string
	for t := range strings.SplitSeq(s, ",") {
		if t = strings.TrimSpace(t); t != "" {
			tags = append(tags, t)
		}
	}
	return tags
}

// importOPML takes the subscriptions of another reader.
func (r *Room) importOPML(w http.ResponseWriter, req *http.Request) error {
	if r.desk == nil {
		return errOff
	}
	file, _, err := req.FormFile("file")
	if err != nil {
		return badBody(err)
	}
	defer file.Close()
	read, err := export.ReadOPML(file)
	if err != nil {
		return badBody(err)
	}
	var wanted []NewSource
	for _, o := range read.Outlines {
		wanted = append(wanted, NewSource{Name: o.Title, URL: o.FeedURL, Kind: o.Kind, Tags: o.Tags})
	}
	if len(wanted) == 0 {
		return &refusal{status: http.StatusUnprocessableEntity, text: "no subscription stands in this file"}
	}
	became, err := r.desk.Add(req.Context(), wanted)
	if err != nil {
		return found(err)
	}
	r.pages.sources.forget()
	return r.sayImported(w, req, became)
}

// sayImported tells what became of each subscription that was not added.
func (r *Room) sayImported(w http.ResponseWriter, req *http.Request, became []AddedSource) error {
	v := &page.Imported{Frame: r.frame(req, "sources")}
	v.Title = "Subscriptions"
	for _, a := range became {
		switch {
		case a.Error != "":
			v.Refused = append(v.Refused, page.NotAdded{Name: orElse(a.Name, a.URL), Why: a.Error})
		case a.Duplicate != "":
			v.Refused = append(v.Refused, page.NotAdded{Name: orElse(a.Name, a.URL), Why: "it is " + a.Duplicate + " already"})
		default:
			v.Added++
		}
	}
	return r.send(w, req, func(_ context.Context, w io.Writer) error { return r.pages.draw.Imported(w, v) })
}

// scanSource has one source scanned now.
func (r *Room) scanSource(w http.ResponseWriter, req *http.Request) error {
	if err := req.ParseForm(); err != nil {
		return badBody(err)
	}
	if r.desk == nil {
		return errOff
	}
	name := req.PostForm.Get("source")
	waiting, err := r.desk.ScanNow(req.Context(), []string{name})
	if err != nil {
		return found(fmt.Errorf("scan %s now: %w", name, err))
	}
	word := "asked"
	if until, ok := waiting[name]; ok && until.After(time.Now()) {
		word = "waits"
	}
	return back(w, "../sources", url.Values{"said": {word}})
}
