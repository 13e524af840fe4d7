package page

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
)

// drawnFront is the front page, with parts that are kept or without.
func drawnFront(t *testing.T, p *Pages, v *Front) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.Front(&b, v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func keptFront() *Front {
	v := madeUpFront()
	v.Filter.Drawn = &Part{}
	for i := range v.Entries {
		v.Entries[i].Drawn = &Part{}
	}
	return v
}

// A page of parts that were kept is the page that is drawn anew, whatever else
// stands in the frame and in the views.
func TestKeptPartsAreWhatIsDrawn(t *testing.T) {
	p := New()
	kept := keptFront()
	drawnFront(t, p, kept)
	var changes []func(*Front)
	anew := func(change func(*Front)) {
		t.Helper()
		change(kept)
		changes = append(changes, change)
		fresh := madeUpFront()
		for _, c := range changes {
			c(fresh)
		}
		if got, want := drawnFront(t, p, kept), drawnFront(t, p, fresh); got != want {
			t.Errorf("kept parts are out of date: a page of %d bytes, drawn anew %d", len(got), len(want))
		}
	}
	anew(func(*Front) {})
	for i := range reflect.TypeFor[Frame]().NumField() {
		anew(func(v *Front) {
			switch f := reflect.ValueOf(&v.Frame).Elem().Field(i); {
			case !f.CanSet():
			case f.Kind() == reflect.Bool:
				f.SetBool(!f.Bool())
			case f.Kind() == reflect.String:
				f.SetString(f.String() + "x/")
			}
		})
	}
	anew(func(v *Front) { v.Zone = time.FixedZone("", 3600) })
	anew(func(v *Front) { v.Filter.Tag = "ports" })
	anew(func(v *Front) { v.Filter.Languages = []Language{{"hi", "हिन्दी"}} })
	anew(func(v *Front) { v.Later = true })
	anew(func(v *Front) { v.Entries[1].Group.Publishers++ })
	anew(func(v *Front) { v.Entries[1].Group.Title = "Another lead" })
	for _, later := range []time.Duration{time.Second, 40 * time.Second, time.Minute, time.Hour, 24 * time.Hour, 400 * 24 * time.Hour} {
		anew(func(v *Front) { v.Now = v.Now.Add(later) })
	}
}

func TestPartsAreKept(t *testing.T) {
	p, v := New(), keptFront()
	drawnFront(t, p, v)
	v.Entries[0].Lead.Summary = "Something else" // such an entry would come with a Part of its own
	if page := drawnFront(t, p, v); strings.Contains(page, "Something else") {
		t.Error("it was drawn again")
	}
	for n := range maxVariants + 5 {
		v.Filter.Tag = strings.Repeat("x", n)
		drawnFront(t, p, v)
	}
	if n := len(v.Filter.Drawn.drawn); n > maxVariants {
		t.Errorf("%d drawings of one part are kept", n)
	}
}

// Until the moment that the frame was told, nothing of what is shown changes.
func TestWhenTimesChange(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	f := frame("./", "")
	for range 20000 {
		length := []time.Duration{time.Minute, 3 * time.Hour, 3 * 24 * time.Hour, 10 * 24 * time.Hour, 600 * 24 * time.Hour}[random.IntN(5)]
		at := f.Now.Add(time.Duration(random.Int64N(int64(length))) - length/3)
		for name, show := range map[string]func(Frame) string{
			"ago":   func(f Frame) string { return string(f.Ago(at)) },
			"since": func(f Frame) string { return string(f.Since(at)) },
			"clock": func(f Frame) string { return string(f.Clock(at)) },
		} {
			until := f.Now.AddDate(10, 0, 0)
			f.until = &until
			now := show(f)
			then := f
			then.Now, then.until = until.Add(-1), nil
			if !until.After(f.Now) || show(then) != now {
				t.Fatalf("%s of %s: %q, and %q a moment before %s", name, at, now, show(then), until)
			}
		}
	}
}
