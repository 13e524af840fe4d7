package newsroom

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"alsoread/news"
)

// scanAnswer is how one scan ended, as programs get it.
type scanAnswer struct {
	Source   string      `json:"source"`
	Status   news.Status `json:"status"`
	At       *time.Time  `json:"at,omitempty"`
	Took     int64       `json:"took_ms"`
	Bytes    int64       `json:"bytes"`
	Items    int         `json:"items"`
	New      int         `json:"new"`
	Updated  int         `json:"updated"`
	Articles int         `json:"articles"`
	Error    string      `json:"error,omitempty"`
	Cause    string      `json:"cause,omitempty"`
}

func scanJSON(s ScanReport) scanAnswer {
	return scanAnswer{Source: s.Source, Status: s.Status, At: stamp(s.At), Took: s.Took.Milliseconds(), Bytes: s.Bytes, Items: s.Items,
		New: s.New, Updated: s.Updated, Articles: s.Articles, Error: s.Error, Cause: s.Cause}
}

// apiScans tells the round of scans under way, or the last, and how scans ended.
func (r *Room) apiScans(w http.ResponseWriter, req *http.Request) error {
	a := askingOf(req)
	limit := a.number("limit", apiLimit, 1, recentScans)
	if err := a.end(); err != nil {
		return err
	}
	return r.answerJSON(w, req, func(context.Context) (any, error) {
		answer := struct {
			Round  round        `json:"round"`
			Recent []scanAnswer `json:"recent"`
		}{r.progress.current(), []scanAnswer{}}
		for _, s := range r.progress.latest() {
			if len(answer.Recent) < limit {
				answer.Recent = append(answer.Recent, scanJSON(s))
			}
		}
		return answer, nil
	})
}

// acceptedScan is a source that is going to be scanned.
type acceptedScan struct {
	Source string     `json:"source"`
	Waits  *time.Time `json:"waits,omitempty"` // until when, because its publisher asked for that
}

func (r *Room) apiScanNow(w http.ResponseWriter, req *http.Request) error {
	var asked struct {
		Sources []string `json:"sources"`
	}
	if err := readJSON(req, &asked); err != nil {
		return err
	}
	switch {
	case r.desk == nil:
		return errOff
	case len(asked.Sources) == 0 || len(asked.Sources) > maxScansNow:
		return &refusal{status: http.StatusUnprocessableEntity, text: fmt.Sprintf("sources must name 1 to %d sources", maxScansNow)}
	}
	slices.Sort(asked.Sources)
	asked.Sources = slices.Compact(asked.Sources)
	waiting, err := r.desk.ScanNow(req.Context(), asked.Sources)
	if err != nil {
		return found(err)
	}
	accepted := []acceptedScan{}
	for _, name := range asked.Sources {
		accepted = append(accepted, acceptedScan{Source: name, Waits: stamp(waiting[name])})
	}
	return r.done(w, http.StatusAccepted, map[string]any{"accepted": accepted})
}

const maxScansNow = 1000 // sources in one request
