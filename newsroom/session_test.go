package newsroom

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
)

// fakeKeeper keeps sessions as a file would.
type fakeKeeper struct {
	all  []Session
	fail error
}

func (k *fakeKeeper) Load() ([]Session, error) { return k.all, k.fail }
func (k *fakeKeeper) Save(all []Session) error {
	if k.fail == nil {
		k.all = all
	}
	return k.fail
}

// restarted is a room as it is after a start, over what was kept.
func restarted(keys Keys, keeper SessionKeeper, log *slog.Logger) http.Handler {
	o := wholeOptions()
	o.Keys, o.Sessions, o.Log = keys, keeper, log
	return New(o)
}

func cookieOf(t *testing.T, room http.Handler, password string) []string {
	t.Helper()
	cookies := signIn(room, password).Result().Cookies()
	if len(cookies) != 1 {
		t.Fatal("not signed in")
	}
	return []string{"Cookie", cookies[0].Name + "=" + cookies[0].Value}
}

func entered(room http.Handler, cookie []string) bool {
	return send(room, "GET", "/api/v1/sources", "", "", cookie...).Code == 200
}

// Who has signed in stays so over a restart, until signing out or another
// password; a password that was in force before brings nobody back.
func TestSessionsSurviveARestart(t *testing.T) {
	keys, keeper := newKeys(), &fakeKeeper{}
	room := restarted(keys, keeper, nil)
	stays, leaves := cookieOf(t, room, "correct horse"), cookieOf(t, room, "correct horse")
	if room = restarted(keys, keeper, nil); !entered(room, stays) || !entered(room, leaves) {
		t.Error("a restart ends sessions")
	}
	for _, one := range keeper.all {
		if strings.Contains(stays[1], string(one.Hash[:])) {
			t.Error("a secret is kept")
		}
	}
	send(room, "POST", "/logout", "", "", leaves...)
	if room = restarted(keys, keeper, nil); entered(room, leaves) || !entered(room, stays) {
		t.Error("signing out does not outlast a restart, or ends others")
	}
	keys.password = "another one"
	if room = restarted(keys, keeper, nil); entered(room, stays) {
		t.Error("another password, set while nothing ran, ends no session")
	}
	keys.password = "correct horse"
	if room = restarted(keys, keeper, nil); entered(room, stays) || len(keeper.all) > 0 {
		t.Error("the former password brings a session back")
	}
	fresh := cookieOf(t, room, "correct horse")
	keys.password = "another one"
	entered(room, fresh)
	keys.password = "correct horse"
	if entered(room, fresh) || entered(restarted(keys, keeper, nil), fresh) {
		t.Error("a session outlives two changes of the password")
	}
}

// A file that cannot be read or written is said, and lets people sign in.
func TestSessionsThatCannotBeKept(t *testing.T) {
	var log bytes.Buffer
	keeper := &fakeKeeper{fail: errors.New("disk full")}
	room := restarted(newKeys(), keeper, slog.New(slog.NewTextHandler(&log, nil)))
	if !entered(room, cookieOf(t, room, "correct horse")) {
		t.Error("nobody can sign in")
	}
	if strings.Count(log.String(), "disk full") != 2 {
		t.Errorf("the log says\n%s", log.String())
	}
}
