// Package walls checks what the rooms of the house may import: docs/design.md.
package walls

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "alsoread/"

// allowed says which of our own packages a room may import outside tests.
// Rooms that are not named may import nothing of ours.
var allowed = map[string][]string{
	"news":               {},
	"sources":            {"news"},
	"scanner/clean":      {"news"},
	"scanner/feed":       {"news", "scanner/clean"},
	"scanner/page":       {"news", "scanner/clean"},
	"scanner/sitemap":    {"news", "scanner/clean"},
	"scanner/discover":   {"news", "scanner/clean"},
	"coverage":           {"news"},
	"store":              {"news"},
	"export":             {"news"},
	"scanner":            {"news", "scanner/feed", "scanner/page", "scanner/sitemap", "scanner/discover", "scanner/clean"},
	"newsroom":           {"news", "export", "newsroom/page"},
	"newsroom/page":      {"news"},
	"access":             {},
	"internal/newsworld": {},
	"cmd/alsoread": {"news", "sources", "scanner", "scanner/feed", "scanner/page", "scanner/sitemap", "scanner/discover", "scanner/clean",
		"coverage", "store", "export", "newsroom", "access", "internal/newsworld", "internal/labelled"},
	"internal/labelled":    {"coverage", "news"},
	"coverage/learn":       {"coverage", "internal/labelled"},
	"internal/bench":       {"internal/bench/rig", "internal/newsworld/bulk"},
	"internal/bench/pages": {"internal/bench/rig", "internal/newsworld/bulk", "news", "store"},
	"internal/bench/rig":   {},
	"internal/bench/start": {"internal/bench/rig", "internal/newsworld/bulk", "news", "store", "coverage", "scanner"},
}

// inAndOut are packages that do input or output: the pure rooms may not have them.
var inAndOut = map[string]bool{"os": true, "net": true, "net/http": true, "database/sql": true, "os/exec": true, "io/ioutil": true, "syscall": true}

var pure = []string{"news", "scanner/clean", "scanner/feed", "scanner/page", "scanner/sitemap", "scanner/discover", "coverage", "newsroom/page"}

// nobody may be the name of a room: it tells no duty.
var nobody = []string{"util", "utils", "common", "types", "models", "helpers", "misc", "shared"}

func TestWalls(t *testing.T) {
	for file, imports := range importsOf(t, "../..") {
		room := filepath.ToSlash(filepath.Dir(file))
		for _, path := range imports {
			if ours, ok := strings.CutPrefix(path, module); ok && ours != room && !slices.Contains(allowed[room], ours) {
				t.Errorf("%s imports %s: the wall between %s and %s", file, path, room, ours)
			}
			if slices.Contains(pure, room) && inAndOut[path] {
				t.Errorf("%s imports %s: %s does no input or output", file, path, room)
			}
		}
		if slices.Contains(nobody, filepath.Base(room)) {
			t.Errorf("%s: a room is named for its duty", room)
		}
	}
}

// importsOf maps every Go file that is no test, relative to root, to what it imports.
func importsOf(t *testing.T, root string) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && d.IsDir() && (d.Name() == ".git" || d.Name() == "testdata") {
				return filepath.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		for _, spec := range file.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			found[rel] = append(found[rel], name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 20 {
		t.Fatalf("only %d files found below %s", len(found), root)
	}
	return found
}
