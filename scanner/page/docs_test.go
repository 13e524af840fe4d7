package page

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/pages.md")

const docsPath = "../../docs/pages.md"

const docsHead = `# How well pages are read

Written by ` + "`go test ./scanner/page -update`" + ` over labelled pages of other projects. The tests fail when less is read than stands here.
`

// docsSection compares a section of docs/pages.md, and with -update writes it.
// A section goes from its heading ("## Listing pages") to the next of its kind.
func docsSection(t *testing.T, heading, text string) {
	t.Helper()
	old, err := os.ReadFile(docsPath)
	if err != nil {
		old = []byte(docsHead)
	}
	doc := string(old)
	section := "## " + heading + "\n\n" + strings.TrimSpace(text) + "\n"
	start := strings.Index(doc, "## "+heading+"\n")
	if start < 0 {
		doc += "\n" + section
	} else {
		end := len(doc)
		if next := strings.Index(doc[start+3:], "\n## "); next >= 0 {
			end = start + 3 + next
			section += "\n"
		}
		doc = doc[:start] + section + strings.TrimPrefix(doc[end:], "\n")
	}
	if doc == string(old) {
		return
	}
	if !*update {
		t.Errorf("docs/pages.md, %s: not what was measured; run go test ./scanner/page -update", heading)
		return
	}
	if err := os.WriteFile(docsPath, []byte(doc), 0o644); err != nil {
		t.Fatal(err)
	}
}
