package newsroom

import (
	"bytes"
	"net/http"
	"strconv"
	"time"

	"alsoread/newsroom/page"
)

// doorRoutes are for people who have the password.
func (r *Room) doorRoutes() []route {
	return []route{
		{"GET", "/login", ScopeNone, r.loginForm},
		{"POST", "/login", ScopeNone, r.login},
		{"POST", "/logout", ScopeNone, r.logout},
	}
}

func (r *Room) loginForm(w http.ResponseWriter, req *http.Request) error {
	if _, who := r.whoIs(req); who != stranger {
		http.Redirect(w, req, r.safeNext(req.URL.Query().Get("next")), http.StatusSeeOther)
		return nil
	}
	if !r.secure(req) && !r.plainAllowed(req) {
		return r.showLogin(w, http.StatusForbidden, page.Login{Fault: errPlain.text, Closed: true})
	}
	return r.showLogin(w, http.StatusOK, page.Login{Next: req.URL.Query().Get("next")})
}

// showLogin shows nothing but the door: strangers are told nothing of the room.
func (r *Room) showLogin(w http.ResponseWriter, status int, v page.Login) error {
	v.Frame = page.Frame{Root: "./", Name: r.title, Title: "Sign in", Bare: true, Now: time.Now(), Zone: r.zone}
	var b bytes.Buffer
	if err := r.pages.draw.Login(&b, &v); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", page.Policy)
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
	return nil
}

// login checks a password. Each check is counted before it is made, so that many
// at once are no way around the limit, and a right one is given back.
func (r *Room) login(w http.ResponseWriter, req *http.Request) error {
	if r.keys == nil {
		return errNotFound
	}
	if !r.secure(req) && !r.plainAllowed(req) {
		return errPlain
	}
	if err := req.ParseForm(); err != nil {
		return badBody(err)
	}
	next := req.PostForm.Get("next")
	client := clientOf(req)
	if wait := r.tries.take(client); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
		return r.showLogin(w, http.StatusTooManyRequests, page.Login{Next: next, Fault: "Too many tries; please wait a little."})
	}
	password, locked := r.keys.Locked()
	if !locked || !r.keys.Password(req.PostForm.Get("password")) {
		r.log.Warn("a wrong password was given", "from", client.String())
		return r.showLogin(w, http.StatusUnauthorized, page.Login{Next: next, Fault: "That is not the password."})
	}
	r.tries.giveBack(client)
	http.SetCookie(w, r.sessionCookie(req, r.sessions.begin(password), sessionTime))
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, req, r.safeNext(next), http.StatusSeeOther)
	return nil
}

func (r *Room) logout(w http.ResponseWriter, req *http.Request) error {
	if r.keys != nil {
		password, _ := r.keys.Locked()
		r.sessions.end(sessionOf(req), password)
	}
	gone := r.sessionCookie(req, "", 0)
	gone.MaxAge = -1
	http.SetCookie(w, gone)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, req, r.root()+"login", http.StatusSeeOther)
	return nil
}
