package clean

import (
	"bufio"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// linesOf visits the lines of a file of the data for measuring; where that is
// missing the fuzz targets have their own seeds alone.
func linesOf(f *testing.F, name string, visit func(line string)) {
	f.Helper()
	file, err := os.Open(filepath.Join(dataDir, name))
	if err != nil {
		return
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		visit(lines.Text())
	}
}

func seedDates(f *testing.F) {
	linesOf(f, "feeds/dates.jsonl", func(line string) {
		var date struct{ In string }
		if json.Unmarshal([]byte(line), &date) == nil {
			f.Add(date.In)
		}
	})
}

func seedAddresses(f *testing.F) {
	for _, name := range []string{"adversarial/ssrf-urls/urls.tsv", "adversarial/redirects/openredirects.txt"} {
		linesOf(f, name, func(line string) { f.Add(line, "https://news.example/a/b?c") })
	}
}

func seedBytes(f *testing.F) {
	nth := 0
	_ = filepath.WalkDir(filepath.Join(dataDir, "adversarial/xml-fuzz"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return nil
		}
		if nth++; nth%10 == 0 {
			if body, err := os.ReadFile(path); err == nil && len(body) < 20_000 {
				f.Add(body, "text/xml")
			}
		}
		return nil
	})
}
