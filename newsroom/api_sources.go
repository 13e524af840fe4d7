package newsroom

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"alsoread/export"
	"alsoread/news"
)

// Desk changes what is scanned. Its errors may be *Refused.
type Desk interface {
	// Preview looks at an address and tells what could be followed there.
	Preview(ctx context.Context, address string) (Preview, error)
	// Add writes sources into sources.yaml and says what became of each.
	Add(ctx context.Context, sources []NewSource) ([]AddedSource, error)
	// Remove takes a source out of sources.yaml; its stories stay.
	Remove(ctx context.Context, name string) error
	// SetDisabled has a source kept from being scanned, or scanned again.
	SetDisabled(ctx context.Context, name string, disabled bool) error
	// Disabled names the sources of sources.yaml that are kept from being scanned.
	Disabled() map[string]bool
	// ScanNow has sources scanned now, whatever their schedules say, and returns
	// those that must wait because their publishers asked for it, and until when.
	ScanNow(ctx context.Context, names []string) (map[string]time.Time, error)
}

// NewSource is a source to be added. Only URL is needed.
type NewSource struct {
	Name      string    `json:"name"`
	URL       string    `json:"url"`
	Kind      news.Kind `json:"kind"`
	Publisher string    `json:"publisher"`
	Tags      []string  `json:"tags"`
	Schedule  string    `json:"schedule"`
}

// AddedSource is what became of a NewSource.
type AddedSource struct {
	Name      string `json:"name"`                // that it has now
	URL       string `json:"url"`                 // as it was given
	Duplicate string `json:"duplicate,omitempty"` // the source that has this address already
	Error     string `json:"error,omitempty"`     // why it was not added
}

// Preview is what was found at an address.
type Preview struct {
	URL        string      `json:"url"`  // that answered
	Kind       news.Kind   `json:"kind"` // of the document there
	Problem    string      `json:"problem,omitempty"`
	Candidates []Candidate `json:"candidates"` // the best first
}

// Candidate is something that could be followed.
type Candidate struct {
	URL    string     `json:"url"`
	Kind   news.Kind  `json:"kind"`
	Format string     `json:"format,omitempty"`
	Title  string     `json:"title,omitempty"`
	Items  int        `json:"items"` // that it lists now
	Newest *time.Time `json:"newest,omitempty"`
	Error  string     `json:"error,omitempty"` // why it cannot be read
	Known  string     `json:"known,omitempty"` // the source that has this address already
	Titles []string   `json:"titles"`          // of its first items, where they were read
}

// sourceAnswer is a source as programs get it. The address that a source has
// moved to is left out: it may hold what sources.yaml keeps secret.
type sourceAnswer struct {
	ID        int64     `json:"id"`
	Name      string    `json:"name"`
	URL       string    `json:"url"`
	Kind      news.Kind `json:"kind"`
	Publisher string    `json:"publisher"`
	Tags      []string  `json:"tags"`
	Format    string    `json:"format,omitempty"`
	Title     string    `json:"title,omitempty"`
	Link      string    `json:"link,omitempty"`
	Stories   int       `json:"stories"`
	Disabled  bool      `json:"disabled"`
	Health    health    `json:"health"`
}

// Statuses of a source's health.
const (
	healthOK        = "ok"
	healthFailing   = "failing"
	healthRetired   = "retired"
	healthUnscanned = "unscanned"
	healthGone      = "gone"
	healthDisabled  = "disabled"
)

type health struct {
	Status       string     `json:"status"`
	LastScan     *time.Time `json:"last_scan,omitempty"`
	LastSuccess  *time.Time `json:"last_success,omitempty"`
	LastNew      *time.Time `json:"last_new,omitempty"`
	Next         *time.Time `json:"next,omitempty"`
	NotBefore    *time.Time `json:"not_before,omitempty"`
	Rhythm       int64      `json:"rhythm_seconds,omitempty"`
	Failures     int        `json:"failures"`
	FailingSince *time.Time `json:"failing_since,omitempty"`
	Error        string     `json:"error,omitempty"`
	Unread       int        `json:"unread_articles"`
	ArticleError string     `json:"article_error,omitempty"`
	Retired      *time.Time `json:"retired,omitempty"`
}

func healthStatus(s *news.SourceState, disabled bool) string {
	switch {
	case s.Gone:
		return healthGone
	case disabled:
		return healthDisabled
	case !s.State.Retired.IsZero():
		return healthRetired
	case s.State.Failures > 0:
		return healthFailing
	case s.State.LastScan.IsZero():
		return healthUnscanned
	}
	return healthOK
}

// disabled names the sources that are kept from being scanned.
func (r *Room) disabled() map[string]bool {
	if r.desk == nil {
		return nil
	}
	return r.desk.Disabled()
}

func sourceJSON(s *news.SourceState, disabled bool) sourceAnswer {
	st := &s.State
	return sourceAnswer{ID: s.ID, Name: s.Name, URL: s.URL, Kind: s.Kind, Publisher: s.Publisher, Tags: list(s.Tags), Format: s.Format,
		Title: s.Title, Link: s.Link, Stories: s.Stories, Disabled: disabled && !s.Gone, Health: health{Status: healthStatus(s, disabled), LastScan: stamp(st.LastScan),
			LastSuccess: stamp(st.LastSuccess), LastNew: stamp(st.LastNew), Next: stamp(st.Next), NotBefore: stamp(st.NotBefore),
			Rhythm: int64(st.Rhythm / time.Second), Failures: st.Failures, FailingSince: stamp(st.FailingSince), Error: st.Error,
			Unread: s.Unread, ArticleError: s.ArticleError, Retired: stamp(st.Retired)}}
}

type sourcePage struct {
	Sources []sourceAnswer `json:"sources"`
	Next    string         `json:"next,omitempty"`
}

// apiSources lists sources by number. Changed is one whose last scan is later.
func (r *Room) apiSources(w http.ResponseWriter, req *http.Request) error {
	a := askingOf(req)
	tag, publisher, changed := a.text("tag", maxSearch), a.text("publisher", maxSearch), a.moment("changed_after")
	status := a.oneOf("status", healthOK, healthFailing, healthRetired, healthUnscanned, healthGone, healthDisabled)
	asked := question(req.URL.Path, a.values)
	var after int64
	a.read("cursor", func(s string) (err error) { _, after, err = r.openCursor(asked, s); return err })
	limit := a.number("limit", apiLimit, 1, maxLimit)
	if err := a.end(); err != nil {
		return err
	}
	disabled := r.disabled()
	wanted := func(s *news.SourceState) bool {
		return s.ID > after && (tag == "" || slices.ContainsFunc(s.Tags, func(t string) bool { return strings.EqualFold(t, tag) })) &&
			(publisher == "" || strings.EqualFold(s.Publisher, publisher)) && (status == "" || healthStatus(s, disabled[s.Name]) == status) &&
			(changed.IsZero() || s.State.LastScan.After(changed))
	}
	return r.answerJSON(w, req, func(ctx context.Context) (any, error) { return r.sourcePage(ctx, asked, limit, disabled, wanted) })
}

func (r *Room) sourcePage(ctx context.Context, asked string, limit int, disabled map[string]bool, wanted func(*news.SourceState) bool) (sourcePage, error) {
	page := sourcePage{Sources: []sourceAnswer{}}
	all, err := r.store.Sources(ctx)
	if err != nil {
		return page, fmt.Errorf("read the sources: %w", err)
	}
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b news.SourceState) int { return int(a.ID - b.ID) })
	for i := range all {
		if !wanted(&all[i]) {
			continue
		}
		if len(page.Sources) == limit {
			page.Next = r.sealCursor(asked, 0, page.Sources[limit-1].ID)
			break
		}
		page.Sources = append(page.Sources, sourceJSON(&all[i], disabled[all[i].Name]))
	}
	return page, nil
}

func (r *Room) apiSource(w http.ResponseWriter, req *http.Request) error {
	id, err := numberOf(req)
	if err != nil {
		return err
	}
	if err := askingOf(req).end(); err != nil {
		return err
	}
	return r.answerJSON(w, req, func(ctx context.Context) (any, error) {
		s, err := r.sourceOf(ctx, id)
		if err != nil {
			return nil, err
		}
		return sourceJSON(s, r.disabled()[s.Name]), nil
	})
}

// sourceOf finds a source by its number.
func (r *Room) sourceOf(ctx context.Context, id int64) (*news.SourceState, error) {
	all, err := r.store.Sources(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the sources: %w", err)
	}
	i := slices.IndexFunc(all, func(s news.SourceState) bool { return s.ID == id })
	if i < 0 {
		return nil, ErrNotFound
	}
	return &all[i], nil
}

func (r *Room) apiPreview(w http.ResponseWriter, req *http.Request) error {
	var asked struct {
		URL string `json:"url"`
	}
	if err := readJSON(req, &asked); err != nil {
		return err
	}
	if r.desk == nil {
		return errOff
	}
	if !plainText(asked.URL, maxAddress) {
		return &refusal{status: http.StatusUnprocessableEntity, text: "url is missing: the address to look at"}
	}
	preview, err := r.desk.Preview(req.Context(), asked.URL)
	if err != nil {
		return found(err)
	}
	preview.Candidates = list(preview.Candidates)
	for i := range preview.Candidates {
		preview.Candidates[i].Titles = list(preview.Candidates[i].Titles)
	}
	return r.done(w, http.StatusOK, preview)
}

const maxAddress = 2000 // characters

func (r *Room) apiAddSource(w http.ResponseWriter, req *http.Request) error {
	var asked NewSource
	if err := readJSON(req, &asked); err != nil {
		return err
	}
	if r.desk == nil {
		return errOff
	}
	if !plainText(asked.URL, maxAddress) {
		return &refusal{status: http.StatusUnprocessableEntity, text: "url is missing: the address of the source"}
	}
	added, err := r.desk.Add(req.Context(), []NewSource{asked})
	switch {
	case err != nil:
		return found(err)
	case added[0].Duplicate != "":
		return &refusal{status: http.StatusConflict, text: fmt.Sprintf("%q has this address already", added[0].Duplicate)}
	case added[0].Error != "":
		return &refusal{status: http.StatusUnprocessableEntity, text: added[0].Error}
	}
	return r.done(w, http.StatusCreated, added[0])
}

// opmlAnswer is what became of a subscription list.
type opmlAnswer struct {
	Added    int             `json:"added"`
	Sources  []AddedSource   `json:"sources"`
	Problems []problemAnswer `json:"problems"`
}

type problemAnswer struct {
	Line int    `json:"line"`
	What string `json:"what"`
}

// apiImportOPML takes the list as it is, as the body of the request.
func (r *Room) apiImportOPML(w http.ResponseWriter, req *http.Request) error {
	if r.desk == nil {
		return errOff
	}
	read, err := export.ReadOPML(req.Body)
	if err != nil {
		return badBody(err)
	}
	answer := opmlAnswer{Sources: []AddedSource{}, Problems: []problemAnswer{}}
	for _, p := range read.Problems {
		answer.Problems = append(answer.Problems, problemAnswer(p))
	}
	var wanted []NewSource
	for _, o := range read.Outlines {
		wanted = append(wanted, NewSource{Name: o.Title, URL: o.FeedURL, Kind: o.Kind, Tags: o.Tags})
	}
	if len(wanted) > 0 {
		if answer.Sources, err = r.desk.Add(req.Context(), wanted); err != nil {
			return found(err)
		}
	}
	for _, s := range answer.Sources {
		if s.Duplicate == "" && s.Error == "" {
			answer.Added++
		}
	}
	return r.done(w, http.StatusOK, answer)
}
