package newsroom

import (
	"context"
	"fmt"
	"iter"
	"math"
	"net/http"
	"strconv"
	"time"

	"alsoread/news"
)

// Coverage is what the newsroom reads groups from. Its errors may be ErrNotFound.
type Coverage interface {
	Groups(ctx context.Context, q news.GroupQuery) iter.Seq2[news.Group, error]
	// Group returns a group with its stories and its ties. The number of one
	// that was joined to another leads to that other.
	Group(ctx context.Context, id int64) (news.Group, []news.Member, []news.Relation, error)
	Trends(ctx context.Context) ([]news.Trend, error)
}

type groupAnswer struct {
	ID         int64      `json:"id"`
	Title      string     `json:"title"`
	Lead       int64      `json:"lead"`
	Stories    int        `json:"stories"`
	Publishers int        `json:"publishers"`
	Outlets    int        `json:"outlets"`
	Copies     int        `json:"copies"`
	First      *time.Time `json:"first,omitempty"`
	Latest     *time.Time `json:"latest,omitempty"`
	Joined     *time.Time `json:"joined,omitempty"`
	Changed    *time.Time `json:"changed,omitempty"`
	Rank       float64    `json:"rank"`
	Exclusive  bool       `json:"exclusive"`
	Read       bool       `json:"read"`
	Saved      bool       `json:"saved"`
}

func groupJSON(g *news.Group) groupAnswer {
	return groupAnswer{ID: g.ID, Title: g.Title, Lead: g.Lead, Stories: g.Stories, Publishers: g.Publishers, Outlets: g.Outlets, Copies: g.Copies,
		First: stamp(g.First), Latest: stamp(g.Latest), Joined: stamp(g.Joined), Changed: stamp(g.Changed), Rank: finite(g.Rank), Exclusive: g.Exclusive,
		Read: g.Read, Saved: g.Saved}
}

// finite keeps what JSON has no word for out of it.
func finite(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0
	}
	return x
}

// exclusiveAfter is how long a publisher must have had an event alone for that
// to be an exclusive, unless it says so itself.
const exclusiveAfter = 6 * time.Hour

type groupPage struct {
	Groups []groupAnswer `json:"groups"`
	Next   string        `json:"next,omitempty"`
}

func (r *Room) apiGroups(w http.ResponseWriter, req *http.Request) error {
	a := askingOf(req)
	q := news.GroupQuery{Tags: a.texts("tag", maxSearch), Publisher: a.text("publisher", maxSearch), Language: a.language("lang"),
		Since: a.moment("after"), Until: a.moment("before"), ChangedAfter: a.moment("changed_after"),
		Publishers: a.number("publishers", 0, 0, 1000), Exclusive: a.yes("exclusive"),
		Read: a.choice("read"), Saved: a.choice("saved")}
	if q.Exclusive {
		q.ExclusiveAt = time.Now().Add(-exclusiveAfter)
	}
	order := a.oneOf("order", "newest", "headlines")
	switch {
	case order != "" && !q.ChangedAfter.IsZero():
		a.fail(&refusal{status: http.StatusBadRequest, text: "with changed_after the groups are led by their change; order cannot be given beside it"})
	case q.Read != nil && (order == "headlines" || !q.ChangedAfter.IsZero()):
		a.fail(&refusal{status: http.StatusBadRequest, text: "read is for the newest first; order=headlines and changed_after cannot be given beside it"})
	case order == "headlines":
		q.Order = news.GroupsHeadlines
	case !q.ChangedAfter.IsZero():
		q.Order = news.GroupsChanged
	}
	asked := question(req.URL.Path, a.values)
	a.read("cursor", func(s string) (err error) { q.Before, err = r.openGroupCursor(asked, s); return err })
	q.Limit = a.number("limit", apiLimit, 1, maxLimit)
	if err := a.end(); err != nil {
		return err
	}
	if r.coverage == nil {
		return errOff
	}
	if err := r.resolveGroups(req.Context(), &q); err != nil {
		return err
	}
	return r.answerJSON(w, req, func(ctx context.Context) (any, error) { return r.groupPage(ctx, asked, q) })
}

func (r *Room) resolveGroups(ctx context.Context, q *news.GroupQuery) error {
	names := news.Query{Tags: q.Tags, Publisher: q.Publisher}
	err := r.resolve(ctx, &names)
	q.Tags, q.Publisher = names.Tags, names.Publisher
	return err
}

func (r *Room) groupPage(ctx context.Context, asked string, q news.GroupQuery) (groupPage, error) {
	limit := q.Limit
	q.Limit++
	page := groupPage{Groups: []groupAnswer{}}
	var last news.Group
	for g, err := range r.coverage.Groups(ctx, q) {
		if err != nil {
			return page, fmt.Errorf("read the groups: %w", err)
		}
		if len(page.Groups) == limit {
			place := last.Cursor(q.Order)
			page.Next = r.sealCursor(asked, math.Float64bits(place.Sort), place.ID)
			break
		}
		page.Groups = append(page.Groups, groupJSON(&g))
		last = g
	}
	return page, nil
}

// wholeGroup is a group with all that is known of it.
type wholeGroup struct {
	groupAnswer
	Members []memberAnswer   `json:"members"`
	Related []relationAnswer `json:"related"`
}

type memberAnswer struct {
	Story   storyAnswer    `json:"story"`
	Joined  *time.Time     `json:"joined,omitempty"`
	Pinned  bool           `json:"pinned"`
	Reasons []reasonAnswer `json:"reasons"`
}

type reasonAnswer struct {
	Kind  news.ReasonKind `json:"kind"`
	Story int64           `json:"story,omitempty"`
	Score float64         `json:"score"`
	Terms []termAnswer    `json:"terms"`
}

type termAnswer struct {
	Text   string  `json:"text"`
	Weight float64 `json:"weight"`
}

type relationAnswer struct {
	Group groupAnswer     `json:"group"`
	Score float64         `json:"score"`
	Kind  news.ReasonKind `json:"kind"`
	From  int64           `json:"from,omitempty"`
	To    int64           `json:"to,omitempty"`
	Label string          `json:"label,omitempty"`
	Terms []termAnswer    `json:"terms"`
}

func termsJSON(terms []news.Term) []termAnswer {
	out := []termAnswer{}
	for _, t := range terms {
		out = append(out, termAnswer{t.Text, finite(t.Weight)})
	}
	return out
}

func memberJSON(m *news.Member) memberAnswer {
	a := memberAnswer{Story: storyJSON(&m.Story), Joined: stamp(m.Joined), Pinned: m.Pinned, Reasons: []reasonAnswer{}}
	for _, reason := range m.Reasons {
		a.Reasons = append(a.Reasons, reasonAnswer{reason.Kind, reason.Story, finite(reason.Score), termsJSON(reason.Terms)})
	}
	return a
}

func (r *Room) apiGroup(w http.ResponseWriter, req *http.Request) error {
	id, err := numberOf(req)
	if err != nil {
		return err
	}
	if err := askingOf(req).end(); err != nil {
		return err
	}
	if r.coverage == nil {
		return errOff
	}
	g, members, related, err := r.coverage.Group(req.Context(), id)
	if err != nil {
		return found(fmt.Errorf("read group %d: %w", id, err))
	}
	if g.ID != id { // it was joined to another
		w.Header().Set("Location", strconv.FormatInt(g.ID, 10))
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusPermanentRedirect)
		return nil
	}
	return r.answerJSON(w, req, func(ctx context.Context) (any, error) {
		whole := wholeGroup{groupAnswer: groupJSON(&g), Members: []memberAnswer{}, Related: []relationAnswer{}}
		for i := range members {
			whole.Members = append(whole.Members, memberJSON(&members[i]))
		}
		for _, t := range related {
			whole.Related = append(whole.Related, relationAnswer{groupJSON(&t.Group), finite(t.Score), t.Reason.Kind, t.Reason.From, t.Reason.To,
				t.Reason.Label, termsJSON(t.Reason.Terms)})
		}
		stories := make([]*storyAnswer, len(whole.Members))
		for i := range whole.Members {
			stories[i] = &whole.Members[i].Story
		}
		return whole, r.markAnswers(ctx, stories...)
	})
}

type trendAnswer struct {
	Term       string  `json:"term"`
	Publishers int     `json:"publishers"`
	Before     float64 `json:"before"`
	Score      float64 `json:"score"`
	Groups     []int64 `json:"groups"`
}

func (r *Room) apiTrends(w http.ResponseWriter, req *http.Request) error {
	if err := askingOf(req).end(); err != nil {
		return err
	}
	if r.coverage == nil {
		return errOff
	}
	return r.answerJSON(w, req, func(ctx context.Context) (any, error) {
		trends, err := r.coverage.Trends(ctx)
		return trendsJSON(trends), err
	})
}

type trendsAnswer struct {
	Trends []trendAnswer `json:"trends"`
}

func trendsJSON(trends []news.Trend) trendsAnswer {
	a := trendsAnswer{Trends: []trendAnswer{}}
	for _, t := range trends {
		a.Trends = append(a.Trends, trendAnswer{t.Term, t.Publishers, finite(t.Before), finite(t.Score), list(t.Groups)})
	}
	return a
}
