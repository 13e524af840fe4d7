package newsroom

import (
	"fmt"
	"net/http"
	"net/url"

	"alsoread/news"
)

// apiRemoveSource takes a source out of sources.yaml.
func (r *Room) apiRemoveSource(w http.ResponseWriter, req *http.Request) error {
	s, err := r.sourceToChange(req)
	if err != nil {
		return err
	}
	if err := r.desk.Remove(req.Context(), s.Name); err != nil {
		return found(fmt.Errorf("remove source %s: %w", s.Name, err))
	}
	r.pages.sources.forget()
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// apiChangeSource disables a source, or enables it again.
func (r *Room) apiChangeSource(w http.ResponseWriter, req *http.Request) error {
	var asked struct {
		Disabled *bool `json:"disabled"`
	}
	if err := readJSON(req, &asked); err != nil {
		return err
	}
	if asked.Disabled == nil {
		return &refusal{status: http.StatusUnprocessableEntity, text: "disabled is missing: true or false"}
	}
	s, err := r.sourceToChange(req)
	if err != nil {
		return err
	}
	if err := r.desk.SetDisabled(req.Context(), s.Name, *asked.Disabled); err != nil {
		return found(fmt.Errorf("change source %s: %w", s.Name, err))
	}
	r.pages.sources.forget()
	return r.done(w, http.StatusOK, sourceJSON(s, *asked.Disabled))
}

func (r *Room) sourceToChange(req *http.Request) (*news.SourceState, error) {
	id, err := numberOf(req)
	switch {
	case err != nil:
		return nil, err
	case r.desk == nil:
		return nil, errOff
	}
	s, err := r.sourceOf(req.Context(), id)
	return s, found(err)
}

// changeSource is the page's way to do it: one form, whose buttons say what.
func (r *Room) changeSource(w http.ResponseWriter, req *http.Request) error {
	if err := req.ParseForm(); err != nil {
		return badBody(err)
	}
	if r.desk == nil {
		return errOff
	}
	ctx, form := req.Context(), req.PostForm
	var err error
	word := ""
	switch {
	case form.Has("disable"):
		word, err = "disabled", r.desk.SetDisabled(ctx, form.Get("disable"), true)
	case form.Has("enable"):
		word, err = "enabled", r.desk.SetDisabled(ctx, form.Get("enable"), false)
	case form.Has("remove"):
		word, err = "removed", r.desk.Remove(ctx, form.Get("remove"))
	default:
		return &refusal{status: http.StatusBadRequest, text: "disable, enable or remove is missing: the name of a source"}
	}
	if err != nil {
		return found(fmt.Errorf("change a source: %w", err))
	}
	r.pages.sources.forget()
	return back(w, "../sources", url.Values{"said": {word}})
}
