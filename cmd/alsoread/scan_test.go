package main

import (
	"slices"
	"strings"
	"testing"

	"alsoread/news"
)

func (r scanReport) source(t *testing.T, name string) sourceReport {
	t.Helper()
	i := slices.IndexFunc(r.Sources, func(s sourceReport) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("no source %q in the report", name)
	}
	return r.Sources[i]
}

func TestDemoShowsTheMainJob(t *testing.T) {
	d := newDesk(t, nil)
	out := d.must(exitOK, "demo", "--once")
	has(t, out, "new stories", "Also Read links", "TITLE", "SOURCES", "Wire Nine", "FAILING SINCE", "refused", "disallows this page")
}

// What is scanned twice is there once.
func TestScanTwice(t *testing.T) {
	d, _ := newWorldDesk(t)
	first := d.scan()
	if first.New < 60 || first.Failed == 0 {
		t.Fatalf("the first scan found %d stories and %d failures", first.New, first.Failed)
	}
	stories := d.stories()
	if len(stories) != first.New {
		t.Fatalf("%d stories are kept of %d new ones", len(stories), first.New)
	}
	second := d.scan()
	if second.New != 0 || second.Updated != 0 {
		t.Errorf("the second scan of the same world: %d new, %d updated", second.New, second.Updated)
	}
	for _, s := range second.Sources {
		if s.Status == news.StatusOK {
			t.Errorf("%s was read again though nothing has changed", s.Name)
		}
	}
	if again := d.stories(); len(again) != len(stories) {
		t.Errorf("%d stories after the second scan, %d before", len(again), len(stories))
	}
}

func TestStoryListedByManySourcesIsOneStory(t *testing.T) {
	d, _ := newWorldDesk(t)
	d.scan()
	most := 0
	for _, s := range d.stories() {
		most = max(most, len(s.Sources))
	}
	if most < 2 {
		t.Error("no story of the world has more than one source")
	}
}

func TestDryRunKeepsNothing(t *testing.T) {
	d, _ := newWorldDesk(t)
	if r := d.scan("--dry-run"); r.New < 60 {
		t.Errorf("a dry run found %d stories", r.New)
	}
	if _, errs, code := d.run("stories"); code != exitFailed {
		t.Errorf("after a dry run there is a database: exit code %d\n%s", code, errs)
	}
}

func TestScanByName(t *testing.T) {
	d, _ := newWorldDesk(t)
	r := d.scan("wire nine")
	if len(r.Sources) != 1 || r.Sources[0].Name != "Wire Nine" || r.New == 0 {
		t.Errorf("scanned %+v", r)
	}
	_, errs, code := d.run("scan", "No Such Paper")
	if code != exitUsage {
		t.Errorf("an unknown name: exit code %d", code)
	}
	has(t, errs, `no source is named "No Such Paper"`)
}

func TestScanOnlyWhatIsDue(t *testing.T) {
	d, _ := newWorldDesk(t)
	d.scan()
	for _, s := range d.scan("--due").Sources {
		if s.Status == news.StatusOK {
			t.Errorf("%s was scanned again at once", s.Name)
		}
	}
}

func TestBadSourcesAreToldAllAtOnce(t *testing.T) {
	d := newDesk(t, []byte(strings.Join([]string{
		"defaults:", "  schedule: '@every 0s'", "sources:", "  - name: A", "    url: ftp://a.example/", "    colour: red", ""}, "\n")))
	_, errs, code := d.run("scan")
	if code != exitUsage {
		t.Errorf("exit code %d, want %d", code, exitUsage)
	}
	has(t, errs, ":2:", ":5:", ":6:", "colour")
}

func TestMissingSourcesFile(t *testing.T) {
	_, errs, code := newDesk(t, nil).run("scan")
	if code != exitUsage {
		t.Errorf("exit code %d", code)
	}
	has(t, errs, "sources.yaml")
}

func TestAllSourcesFailing(t *testing.T) {
	d := newDesk(t, []byte("defaults: {allow_networks: [127.0.0.0/8]}\nsources:\n  - {name: Down, url: \"http://127.0.0.1:59999/feed\"}\n"))
	out, _, code := d.run("scan")
	if code != exitFailed {
		t.Errorf("exit code %d, want %d", code, exitFailed)
	}
	has(t, out, "Down", "failed", "refused")
}

// A private address that no allow_networks permits is refused, by name.
func TestPrivateAddressIsRefused(t *testing.T) {
	d := newDesk(t, []byte("sources:\n  - {name: Inside, url: \"http://127.0.0.1:59999/feed\"}\n"))
	out, _, _ := d.run("scan")
	has(t, out, "Inside", "127.0.0.1", "allow_networks")
}

func TestFlagsFromTheEnvironment(t *testing.T) {
	d, _ := newWorldDesk(t)
	t.Setenv("ALSOREAD_LOG_LEVEL", "noisy")
	_, errs, code := d.run("scan")
	if code != exitUsage {
		t.Errorf("exit code %d", code)
	}
	has(t, errs, "noisy")
}
