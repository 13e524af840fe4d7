package newsroom

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"alsoread/news"
)

// Corrector keeps what people correct of the groups. Its errors may be
// ErrNotFound and *Refused.
type Corrector interface {
	Correct(ctx context.Context, c news.Correction) (news.Correction, error)
	Undo(ctx context.Context, id int64) (news.Correction, error)
	// Corrections lists those of one group, of all with group 0, newest first.
	Corrections(ctx context.Context, group int64) ([]news.Correction, error)
}

type correctionAnswer struct {
	ID      int64               `json:"id"`
	Kind    news.CorrectionKind `json:"kind"`
	Group   int64               `json:"group"`
	Other   int64               `json:"other,omitempty"`
	Stories []int64             `json:"stories"`
	At      *time.Time          `json:"at,omitempty"`
	Undone  *time.Time          `json:"undone,omitempty"`
}

func correctionJSON(c news.Correction) correctionAnswer {
	return correctionAnswer{ID: c.ID, Kind: c.Kind, Group: c.Group, Other: c.Other, Stories: list(c.Stories), At: stamp(c.At), Undone: stamp(c.Undone)}
}

type correctionPage struct {
	Corrections []correctionAnswer `json:"corrections"`
	Next        string             `json:"next,omitempty"`
}

// apiCorrections lists what was corrected, newest first, those that were undone
// as well.
func (r *Room) apiCorrections(w http.ResponseWriter, req *http.Request) error {
	a := askingOf(req)
	group := int64(a.number("group", 0, 1, 1<<53))
	changed := a.moment("changed_after")
	asked := question(req.URL.Path, a.values)
	before := int64(1) << 62
	a.read("cursor", func(s string) (err error) { _, before, err = r.openCursor(asked, s); return err })
	limit := a.number("limit", apiLimit, 1, maxLimit)
	if err := a.end(); err != nil {
		return err
	}
	if r.corrector == nil {
		return errOff
	}
	return r.answerJSON(w, req, func(ctx context.Context) (any, error) {
		all, err := r.corrector.Corrections(ctx, group)
		if err != nil {
			return nil, fmt.Errorf("read the corrections: %w", err)
		}
		all = slices.Clone(all)
		slices.SortFunc(all, func(a, b news.Correction) int { return int(b.ID - a.ID) })
		page := correctionPage{Corrections: []correctionAnswer{}}
		for _, c := range all {
			if c.ID >= before || !changed.IsZero() && !c.At.After(changed) && !c.Undone.After(changed) {
				continue
			}
			if len(page.Corrections) == limit {
				page.Next = r.sealCursor(asked, 0, page.Corrections[limit-1].ID)
				break
			}
			page.Corrections = append(page.Corrections, correctionJSON(c))
		}
		return page, nil
	})
}

// askedCorrection is a correction as programs ask for it.
type askedCorrection struct {
	Kind    news.CorrectionKind `json:"kind"`
	Group   int64               `json:"group"`
	Other   int64               `json:"other"`
	Stories []int64             `json:"stories"`
}

const maxCorrected = 1000 // stories of one correction

// check says what of a correction does not go together.
func (c *askedCorrection) check() error {
	merge := c.Kind == news.CorrectMerge
	known := merge || c.Kind == news.CorrectSplit || c.Kind == news.CorrectPin || c.Kind == news.CorrectBar
	why := ""
	switch {
	case !known:
		why = "kind must be one of split, merge, pin, bar"
	case c.Group < 1:
		why = "group must be the number of a group"
	case merge && (c.Other < 1 || c.Other == c.Group):
		why = "other must be the number of another group"
	case merge && len(c.Stories) > 0:
		why = "stories do not belong to a merge"
	case !merge && c.Other != 0:
		why = "other belongs to a merge alone"
	case !merge && (len(c.Stories) == 0 || len(c.Stories) > maxCorrected || slices.Min(c.Stories) < 1):
		why = fmt.Sprintf("stories must be the numbers of 1 to %d stories", maxCorrected)
	default:
		return nil
	}
	return &refusal{status: http.StatusUnprocessableEntity, text: why}
}

func (r *Room) apiCorrect(w http.ResponseWriter, req *http.Request) error {
	var asked askedCorrection
	if err := readJSON(req, &asked); err != nil {
		return err
	}
	if r.corrector == nil {
		return errOff
	}
	if err := asked.check(); err != nil {
		return err
	}
	made, err := r.corrector.Correct(req.Context(), news.Correction{Kind: asked.Kind, Group: asked.Group, Other: asked.Other, Stories: asked.Stories})
	if err != nil {
		return found(err)
	}
	r.log.Info("groups corrected", "kind", made.Kind, "group", made.Group, "other", made.Other, "stories", len(made.Stories))
	r.wake()
	return r.done(w, http.StatusCreated, correctionJSON(made))
}

func (r *Room) apiUndo(w http.ResponseWriter, req *http.Request) error {
	id, err := numberOf(req)
	if err != nil {
		return err
	}
	if r.corrector == nil {
		return errOff
	}
	undone, err := r.corrector.Undo(req.Context(), id)
	if err != nil {
		return found(err)
	}
	r.log.Info("a correction was undone", "correction", id, "group", undone.Group)
	r.wake()
	return r.done(w, http.StatusOK, correctionJSON(undone))
}
