package newsroom

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"alsoread/news"
)

// askedMarks are marks as programs ask for them.
type askedMarks struct {
	Groups  []int64    `json:"groups"`
	Stories []int64    `json:"stories"`
	Read    *bool      `json:"read"`
	Saved   *bool      `json:"saved"`
	Seen    *time.Time `json:"seen"`
}

const maxMarks = 1000 // groups and stories of one request

func (m *askedMarks) check() error {
	wrong := func(ids []int64) bool { return len(ids) > maxMarks || len(ids) > 0 && slices.Min(ids) < 1 }
	why := ""
	switch {
	case len(m.Groups)+len(m.Stories) == 0:
		why = "groups or stories are missing: the numbers of what is meant"
	case wrong(m.Groups) || wrong(m.Stories):
		why = fmt.Sprintf("groups and stories must be at most %d numbers each", maxMarks)
	case m.Read == nil && m.Saved == nil:
		why = "read or saved is missing: true or false"
	default:
		return nil
	}
	return &refusal{status: http.StatusUnprocessableEntity, text: why}
}

func (r *Room) apiMark(w http.ResponseWriter, req *http.Request) error {
	var asked askedMarks
	if err := readJSON(req, &asked); err != nil {
		return err
	}
	if r.reader == nil {
		return errOff
	}
	if err := asked.check(); err != nil {
		return err
	}
	groups, err := r.mark(req.Context(), news.Marks{Groups: asked.Groups, Stories: asked.Stories, Read: asked.Read, Saved: asked.Saved, Seen: orZero(asked.Seen)})
	if err != nil {
		return found(err)
	}
	return r.done(w, http.StatusOK, statesJSON(groups))
}

func orZero(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// askedThrough is a list of the newest groups, and the place in it through which
// it is read.
type askedThrough struct {
	Group     int64      `json:"group"`
	Latest    *time.Time `json:"latest"`
	Seen      *time.Time `json:"seen"`
	Tag       string     `json:"tag"`
	Publisher string     `json:"publisher"`
	Language  string     `json:"lang"`
	After     *time.Time `json:"after"`
}

type throughAnswer struct {
	Groups int  `json:"groups"`
	More   bool `json:"more"`
}

func (r *Room) apiMarkThrough(w http.ResponseWriter, req *http.Request) error {
	var asked askedThrough
	if err := readJSON(req, &asked); err != nil {
		return err
	}
	if r.reader == nil {
		return errOff
	}
	q, place, err := r.listThrough(req, &asked)
	if err != nil {
		return err
	}
	groups, more, err := r.markThrough(req.Context(), q, place, orZero(asked.Seen))
	if err != nil {
		return err
	}
	return r.done(w, http.StatusOK, throughAnswer{len(groups), more})
}

// listThrough finds the list and the place that are meant.
func (r *Room) listThrough(req *http.Request, asked *askedThrough) (q news.GroupQuery, place news.GroupCursor, err error) {
	if asked.Group < 0 || asked.Group == 0 && asked.Latest != nil {
		return q, place, &refusal{status: http.StatusUnprocessableEntity, text: "group must be the number of the last group that is meant; without it there is no latest"}
	}
	q = news.GroupQuery{Publisher: asked.Publisher, Since: orZero(asked.After)}
	if asked.Tag != "" {
		q.Tags = []string{asked.Tag}
	}
	if asked.Language != "" {
		read, err := news.ParseSearch("lang:"+asked.Language, time.Time{}, nil)
		if q.Language = read.Language; err != nil || q.Language == "" || read.Search != "" {
			return q, place, &refusal{status: http.StatusUnprocessableEntity, text: "lang must be the code of a language, such as en or hi"}
		}
	}
	if err := r.resolveGroups(req.Context(), &q); err != nil {
		return q, place, err
	}
	if asked.Group == 0 {
		return q, place, nil
	}
	if asked.Latest != nil {
		return q, news.Group{ID: asked.Group, Latest: orZero(asked.Latest)}.Cursor(news.GroupsNewest), nil
	}
	if r.coverage == nil {
		return q, place, errOff
	}
	g, _, _, err := r.coverage.Group(req.Context(), asked.Group)
	switch {
	case errors.Is(err, ErrNotFound):
		return q, place, &refusal{status: http.StatusUnprocessableEntity, text: "there is no such group"}
	case err != nil:
		return q, place, fmt.Errorf("read group %d: %w", asked.Group, err)
	}
	return q, g.Cursor(news.GroupsNewest), nil
}
