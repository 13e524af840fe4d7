package hostile_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"alsoread/internal/newsworld/hostile"
	"alsoread/news"
	"alsoread/scanner"
	"alsoread/sources"
	"alsoread/store"
)

// TestMain lets the test binary be the process whose memory is measured.
func TestMain(m *testing.M) {
	if folder := os.Getenv("HOSTILE_SCAN"); folder != "" {
		if err := scanHere(folder); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// newsroom is what a scan needs: sources, a store, a scanner.
type newsroom struct {
	sources []news.Source
	store   *store.Store
	fetcher *scanner.Fetcher
}

func openNewsroom(ctx context.Context, folder string) (*newsroom, error) {
	file, err := sources.Load(filepath.Join(folder, "sources.yaml"), os.LookupEnv)
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, filepath.Join(folder, "news.db"), store.Options{})
	if err != nil {
		return nil, err
	}
	return &newsroom{file.Sources, db, scanner.NewFetcher(scanner.FetcherOptions{})}, db.Sync(ctx, file.Sources)
}

func (n *newsroom) close() error {
	n.fetcher.Close()
	return n.store.Close()
}

// scan scans every source once and returns the errors by name of the source.
func (n *newsroom) scan(ctx context.Context) (map[string]string, error) {
	states, err := n.store.States(ctx)
	if err != nil {
		return nil, err
	}
	failures := make(map[string]string)
	s := scanner.New(n.fetcher, n.store, scanner.Options{Parsing: runtime.GOMAXPROCS(0)})
	err = s.Pass(ctx, n.sources, states, func(r scanner.Result) {
		if r.Scan.Err != nil {
			failures[r.Scan.Source.Name] = r.Scan.Err.Error()
		}
	})
	return failures, err
}

// only leaves the sources of the given cases to be scanned.
func (n *newsroom) only(cases []hostile.Case) {
	n.sources = slices.DeleteFunc(n.sources, func(s news.Source) bool {
		return !slices.ContainsFunc(cases, func(c hostile.Case) bool { return c.Name == s.Name })
	})
}

// kept counts the stories of every source.
func (n *newsroom) kept(ctx context.Context) (map[string]int, error) {
	counts := make(map[string]int)
	for story, err := range n.store.Stories(ctx, news.Query{}) {
		if err != nil {
			return nil, err
		}
		listed := make(map[string]bool) // under two addresses it is sighted twice
		for _, s := range story.Sightings {
			if !listed[s.Source] {
				listed[s.Source] = true
				counts[s.Source]++
			}
		}
	}
	return counts, nil
}

func writeSources(t *testing.T, site *hostile.Site, settings ...string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "sources.yaml"), site.SourcesYAML(settings...), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

// Every case, scan after scan, comes to what it says of itself. Those that hang
// are scanned apart from the others, which must not be short of time on a busy
// machine.
func TestScanOfEveryCase(t *testing.T) {
	hang := func(c hostile.Case) bool { return c.Row == 8 }
	for name, group := range map[string]struct {
		cases   []hostile.Case
		timeout string
	}{
		"that hang":  {slices.DeleteFunc(hostile.Cases(), func(c hostile.Case) bool { return !hang(c) }), "600ms"},
		"all others": {slices.DeleteFunc(hostile.Cases(), hang), "60s"},
	} {
		t.Run(name, func(t *testing.T) { scanCases(t, group.cases, group.timeout) })
	}
}

func scanCases(t *testing.T, cases []hostile.Case, timeout string) {
	site, err := hostile.Start(t.Context(), cases)
	if err != nil {
		t.Fatal(err)
	}
	defer site.Close()
	room, err := openNewsroom(t.Context(), writeSources(t, site, "timeout: "+timeout))
	if err != nil {
		t.Fatal(err)
	}
	defer room.close()
	for turn := 0; ; turn++ {
		due := slices.DeleteFunc(slices.Clone(cases), func(c hostile.Case) bool { return turn >= len(c.Want) })
		if len(due) == 0 {
			break
		}
		room.only(due)
		failures, err := room.scan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range due {
			judge(t, fmt.Sprintf("%s (fault %d), scan %d", c.Name, c.Row, turn+1), c.Want[turn], failures[c.Name])
		}
	}
	kept, err := room.kept(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if c.Items >= 0 && kept[c.Name] != c.Items {
			t.Errorf("%s (fault %d): %d stories kept, want %d", c.Name, c.Row, kept[c.Name], c.Items)
		}
	}
	for _, h := range site.Strays() {
		if h.Get("Cookie")+h.Get("Authorization") != "" || strings.HasPrefix(h.Get("X-Asked-Path"), "/feed/") {
			t.Errorf("a request reached the host elsewhere: %v", h)
		}
	}
}

func judge(t *testing.T, what, want, got string) {
	t.Helper()
	want, either := strings.CutPrefix(want, "?")
	switch {
	case either && got == "":
	case want == "" && got != "":
		t.Errorf("%s: %s", what, got)
	case want != "" && got == "":
		t.Errorf("%s: succeeded, want an error that matches %q", what, want)
	case want != "" && !regexp.MustCompile("(?i)"+want).MatchString(got):
		t.Errorf("%s: %q does not match %q", what, got, want)
	}
	if strings.ContainsAny(got, "\n\x1b") || len(got) > 400 {
		t.Errorf("%s: %.500q is not one clear line", what, got)
	}
}

// outcome is what a process that scanned the mixed set reports.
type outcome struct {
	Failures map[string]string
	Kept     map[string]int
	Seconds  float64
	Peak     int64 // resident bytes; 0: not known
}

// Twenty good and twenty hostile sources: the scan ends within two seconds of
// its deadline and in 256 MB, the good ones are complete, the others are named.
func TestScanOfMixedSources(t *testing.T) {
	site, err := hostile.Start(t.Context(), hostile.Mixed())
	if err != nil {
		t.Fatal(err)
	}
	defer site.Close()
	folder := writeSources(t, site, fmt.Sprintf("timeout: %s", mixedTimeout))
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "HOSTILE_SCAN="+folder)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var o outcome
	if err := json.Unmarshal(out, &o); err != nil {
		t.Fatal(err)
	}
	for _, c := range hostile.Mixed() {
		judge(t, c.Name, c.Want[0], o.Failures[c.Name])
		if o.Kept[c.Name] != c.Items {
			t.Errorf("%s: %d stories kept, want %d", c.Name, o.Kept[c.Name], c.Items)
		}
	}
	if len(o.Failures) != 20 {
		t.Errorf("%d sources failed, want 20", len(o.Failures))
	}
	if limit := (mixedTimeout + 2*time.Second).Seconds(); o.Seconds > limit {
		t.Errorf("the scan took %.1f s, want at most %.1f s", o.Seconds, limit)
	}
	if o.Peak > mixedMemory {
		t.Errorf("the scan took %d MB, want at most %d MB", o.Peak>>20, mixedMemory>>20)
	}
	t.Logf("%.1f s, %d MB", o.Seconds, o.Peak>>20)
}

// scanHere scans the sources of a folder and prints the outcome.
func scanHere(folder string) error {
	ctx := context.Background()
	room, err := openNewsroom(ctx, folder)
	if err != nil {
		return err
	}
	defer room.close()
	start := time.Now()
	var o outcome
	if o.Failures, err = room.scan(ctx); err != nil {
		return err
	}
	o.Seconds = time.Since(start).Seconds()
	if o.Kept, err = room.kept(ctx); err != nil {
		return err
	}
	o.Peak = peak()
	return json.NewEncoder(os.Stdout).Encode(o)
}

// peak is the most memory that this process had resident, where /proc tells.
func peak() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		var kilobytes int64
		if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kilobytes); n == 1 {
			return kilobytes << 10
		}
	}
	return 0
}
