package page

import (
	"strings"
	"testing"
)

func shownDiff(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		switch p.Change {
		case Added:
			b.WriteString("{+" + p.Text + "+}")
		case Removed:
			b.WriteString("[-" + p.Text + "-]")
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestDiff(t *testing.T) {
	for name, tt := range map[string]struct{ from, to, want string }{
		"same":            {"a b c", "a b c", "a b c"},
		"nothing":         {"", "", ""},
		"all new":         {"", "a b", "{+a b+}"},
		"all gone":        {"a b", "", "[-a b-]"},
		"one word":        {"two are dead", "three are dead", "[-two-]{+three+} are dead"},
		"in the middle":   {"the ferry ran aground", "the old ferry ran aground", "the {+old +}ferry ran aground"},
		"beside a sign":   {"after 31 days", "after 31 days, ferries resume", "after 31 days{+, ferries resume+}"},
		"words in a row":  {"he may end it", "he has ended it", "he [-may end-]{+has ended+} it"},
		"without spaces":  {"港でストライキ", "港でスト終結", "港でスト[-ライキ-]{+終結+}"},
		"markup is text":  {"a <b> c", "a <i> c", "a <[-b-]{+i+}> c"},
		"vowel signs":     {"हड़ताल जारी", "हड़ताल समाप्त", "हड़ताल [-जारी-]{+समाप्त+}"},
		"moved":           {"a b c d", "b c d a", "[-a -]b c d{+ a+}"},
		"several changes": {"one two three four five", "one 2 three 4 five", "one [-two-]{+2+} three [-four-]{+4+} five"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shownDiff(Diff(tt.from, tt.to)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// What is kept and removed is the old text, what is kept and added the new one.
func FuzzDiff(f *testing.F) {
	f.Add("the ferry ran aground", "a ferry has run aground")
	f.Add("港でストライキ", "スト終結\xff")
	f.Fuzz(func(t *testing.T, from, to string) {
		var old, new strings.Builder
		for _, p := range Diff(from, to) {
			if p.Change != Added {
				old.WriteString(p.Text)
			}
			if p.Change != Removed {
				new.WriteString(p.Text)
			}
		}
		if old.String() != from || new.String() != to {
			t.Errorf("%q, %q became %q, %q", from, to, old.String(), new.String())
		}
	})
}

// Two texts without a word in common cost no more than the bound allows.
func TestDiffOfStrangers(t *testing.T) {
	a, b := strings.Repeat("alpha beta ", 9000), strings.Repeat("gamma delta ", 9000)
	if got := Diff(a, b); len(got) > 3 || got[0].Change != Removed || got[1].Change != Added {
		t.Errorf("%d pieces", len(got))
	}
}

func TestShortenKeepsWhatChanged(t *testing.T) {
	long := strings.Repeat("word ", 300)
	got := shownDiff(shorten(Diff(long+"old "+long, long+"new "+long)))
	if !strings.Contains(got, "[-old-]{+new+}") || len(got) > 700 || strings.Count(got, "…") != 2 {
		t.Errorf("%d bytes: %s", len(got), got)
	}
}
