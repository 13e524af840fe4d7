package store

import (
	"context"
	"testing"

	"alsoread/news"
)

// What another version of the program remembers of stories takes the place of what
// was there, and only of stories that are still there.
func TestKeepProfiles(t *testing.T) {
	s := openTest(t)
	published(t, s, "a", "b")
	placed(t, s, alone, original)
	if err := s.KeepProfiles(context.Background(), []news.Remembered{{Story: 1, Data: []byte("new")}, {Story: 99, Data: []byte("purged")}}); err != nil {
		t.Fatal(err)
	}
	got := map[int64]string{}
	for p, err := range s.Window(context.Background(), noon.AddDate(-1, 0, 0), false) {
		if err != nil {
			t.Fatal(err)
		}
		got[p.Story] = string(p.Profile)
	}
	if len(got) != 2 || got[1] != "new" || got[2] == "new" || got[2] == "" {
		t.Errorf("remembered: %v", got)
	}
}
