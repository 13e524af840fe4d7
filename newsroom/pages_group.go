package newsroom

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"alsoread/news"
	"alsoread/newsroom/page"
)

const (
	timelineLength = 300 // stories of a group that its page shows
	relatedLength  = 12
	alsoLength     = 20
)

// groupPageOf serves the page of one event. The number of a group that was
// joined to another leads to that other.
func (r *Room) groupPageOf(w http.ResponseWriter, req *http.Request) error {
	id, err := numberOf(req)
	if err != nil {
		return err
	}
	if r.pages.groups == nil {
		return errOff
	}
	g, err := r.pages.groups.Group(req.Context(), id)
	if err != nil {
		return found(fmt.Errorf("read group %d: %w", id, err))
	}
	if g.ID != id {
		query := url.Values{}
		if word := req.URL.Query().Get("said"); word != "" {
			query.Set("said", word)
		}
		return back(w, strconv.FormatInt(g.ID, 10), query)
	}
	return r.send(w, req, func(ctx context.Context, w io.Writer) error {
		v, err := r.groupView(ctx, r.frame(req, ""), g)
		if err != nil {
			return found(err)
		}
		return r.pages.draw.Group(w, v)
	})
}

func (r *Room) groupView(ctx context.Context, f page.Frame, g news.Group) (*page.Group, error) {
	members, err := r.pages.groups.Members(ctx, g.ID, timelineLength)
	if err != nil {
		return nil, fmt.Errorf("read the stories of group %d: %w", g.ID, err)
	}
	v := &page.Group{Frame: f, Group: g, Timeline: timeline(members), More: max(g.Stories-len(members), 0)}
	v.Title, v.Feeds = g.Title, feedsOf(g.Title, "group/"+strconv.FormatInt(g.ID, 10), "")
	e := page.Entry{Group: g}
	tell(&e, members)
	if err := r.leadsOf(ctx, []*page.Entry{&e}); err != nil {
		return nil, err
	}
	v.Lead = e.Lead
	if err := r.fillTies(ctx, v); err != nil {
		return nil, err
	}
	if r.corrector == nil {
		return v, nil
	}
	all, err := r.corrector.Corrections(ctx, g.ID)
	if err != nil {
		return nil, fmt.Errorf("read the corrections of group %d: %w", g.ID, err)
	}
	for _, c := range all {
		if c.Undone.IsZero() {
			v.Corrections = append(v.Corrections, c)
		}
	}
	return v, nil
}

func (r *Room) fillTies(ctx context.Context, v *page.Group) error {
	if r.pages.ties == nil {
		return nil
	}
	links, err := r.pages.ties.Recommended(ctx, []news.Story{v.Lead})
	if err != nil {
		return fmt.Errorf("read what goes with story %d: %w", v.Group.Lead, err)
	}
	v.Also = pointers(links[v.Lead.ID], nil, alsoLength)
	related, err := r.pages.ties.Related(ctx, v.Group.ID, relatedLength)
	if err != nil {
		return fmt.Errorf("read what is related to group %d: %w", v.Group.ID, err)
	}
	for _, t := range related {
		v.Related = append(v.Related, page.RelatedTo(t))
	}
	return nil
}

// timeline puts copies under what they are copies of; those whose original is
// not shown stand for themselves.
func timeline(members []news.Member) []page.Told {
	at := map[int64]int{}
	var out []page.Told
	for i := range members {
		m := members[i]
		if original, ok := at[m.Story.CopyOf]; ok {
			out[original].Copies = append(out[original].Copies, m)
			continue
		}
		at[m.Story.ID] = len(out)
		out = append(out, page.Told{Member: m, First: i == 0, After: m.Story.Sort.Sub(members[0].Story.Sort)})
	}
	return out
}

// correctGroup takes what a person says of the grouping.
func (r *Room) correctGroup(w http.ResponseWriter, req *http.Request) error {
	id, err := numberOf(req)
	if err != nil {
		return err
	}
	if r.corrector == nil {
		return errOff
	}
	c, err := correctionIn(req, id)
	if err != nil {
		return err
	}
	if c.Kind != news.CorrectMerge && len(c.Stories) == 0 {
		return back(w, "../"+strconv.FormatInt(id, 10), url.Values{"said": {"nobody"}})
	}
	made, err := r.corrector.Correct(req.Context(), c)
	if err != nil {
		return found(err)
	}
	r.log.Info("groups corrected", "kind", made.Kind, "group", made.Group, "other", made.Other, "stories", len(made.Stories))
	r.changedGroups()
	to := made.Group
	if made.Kind == news.CorrectSplit && made.Other != 0 {
		to = made.Other
	}
	return back(w, "../"+strconv.FormatInt(to, 10), url.Values{"said": {string(made.Kind)}})
}

func correctionIn(req *http.Request, group int64) (c news.Correction, err error) {
	if err := req.ParseForm(); err != nil {
		return c, badBody(err)
	}
	c = news.Correction{Kind: news.CorrectionKind(req.PostForm.Get("do")), Group: group}
	if !slices.Contains([]news.CorrectionKind{news.CorrectSplit, news.CorrectMerge, news.CorrectPin}, c.Kind) {
		return c, &refusal{status: http.StatusBadRequest, text: "do must be split, merge or pin"}
	}
	if c.Kind == news.CorrectMerge {
		c.Other, err = strconv.ParseInt(req.PostForm.Get("other"), 10, 64)
		if err != nil || c.Other < 1 || c.Other == group {
			return c, &refusal{status: http.StatusUnprocessableEntity, text: "to merge, write the number of another event"}
		}
		return c, nil
	}
	for _, s := range req.PostForm["story"] {
		id, err := strconv.ParseInt(s, 10, 64)
		if err != nil || id < 1 || len(c.Stories) == maxCorrected {
			return c, &refusal{status: http.StatusBadRequest, text: fmt.Sprintf("story must be the numbers of at most %d stories", maxCorrected)}
		}
		c.Stories = append(c.Stories, id)
	}
	return c, nil
}

// undoCorrection takes a correction back.
func (r *Room) undoCorrection(w http.ResponseWriter, req *http.Request) error {
	id, err := numberOf(req)
	if err != nil {
		return err
	}
	if err := req.ParseForm(); err != nil {
		return badBody(err)
	}
	correction, err := strconv.ParseInt(req.PostForm.Get("correction"), 10, 64)
	if err != nil {
		return &refusal{status: http.StatusBadRequest, text: "correction must be a number"}
	}
	if r.corrector == nil {
		return errOff
	}
	undone, err := r.corrector.Undo(req.Context(), correction)
	if err != nil {
		return found(err)
	}
	r.log.Info("a correction was undone", "correction", correction, "group", undone.Group)
	r.changedGroups()
	if _, err := r.pages.groups.Group(req.Context(), id); err != nil {
		id = undone.Group // the page this was asked on has gone with it
	}
	return back(w, "../"+strconv.FormatInt(id, 10), url.Values{"said": {"undo"}})
}

// changedGroups lets pages and those who follow see what has just been corrected.
func (r *Room) changedGroups() {
	r.pages.headlines.forget()
	r.pages.exclusives.forget()
	r.wake()
}
