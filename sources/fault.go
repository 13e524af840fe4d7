package sources

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// Fault is one thing that is wrong with a file. Nothing in it comes from the
// environment: a value that ${ENV_NAME} filled in is never quoted, and an
// excerpt shows the file's own text with passwords, cookies and the like
// masked.
type Fault struct {
	Path    string // of the file, as given to Load or Parse
	Line    int    // from 1; 0 when the fault belongs to the whole file
	Column  int    // in characters, from 1
	Source  string // name of the source, "#3" for the third one while it has none; empty outside of sources
	Key     string // "schedule", "select.item", "tags[2]", "defaults.timeout"; may be empty
	What    string // one line
	Excerpt string // the line and a caret below it; empty when Line is 0 or the line is longer than 4 KiB
}

// Error tells the fault in one line, without the excerpt.
func (f Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.Path)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", f.Line, f.Column)
	}
	b.WriteString(": ")
	switch {
	case strings.HasPrefix(f.Source, "#"):
		fmt.Fprintf(&b, "source %s: ", f.Source)
	case f.Source != "":
		fmt.Fprintf(&b, "source %q: ", f.Source)
	}
	if f.Key != "" {
		b.WriteString(f.Key + ": ")
	}
	b.WriteString(f.What)
	return b.String()
}

// Faults is everything that is wrong with a file, in the order of its lines.
// There are at most 1,000, and a last one without a line that says when there
// were more.
type Faults []Fault

// Error tells each fault in a line of its own, followed by its excerpt.
func (f Faults) Error() string {
	var b strings.Builder
	for i, fault := range f {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(fault.Error())
		if fault.Excerpt != "" {
			b.WriteString("\n" + fault.Excerpt)
		}
	}
	return b.String()
}

// maxFaults bounds what a file of nothing but faults costs in memory and in
// lines on a terminal.
const maxFaults = 1000

// sortFaults puts faults in the order of the file; what belongs to no line
// comes first.
func sortFaults(faults []Fault) {
	slices.SortStableFunc(faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

const (
	excerptWidth = 100  // characters of a line that an excerpt shows
	longestShown = 4096 // bytes; a longer line is no line that a person wrote
)

// excerpt shows a line and points at a column of it, counted from 1. Masked
// hides everything from that column on.
func excerpt(number int, line string, column int, masked bool) string {
	if len(line) > longestShown {
		return ""
	}
	runes := []rune(maskSecrets(line))
	if masked {
		maskFrom(runes, column-1)
	}
	from, to := window(len(runes), column-1)
	shown := make([]rune, 0, to-from)
	for _, r := range runes[from:to] {
		shown = append(shown, visible(r))
	}
	before := string(shown[:min(max(column-1-from, 0), len(shown))])
	label := fmt.Sprintf("%6d | ", number)
	return label + string(shown) + "\n" +
		strings.Repeat(" ", len(label)-2) + "| " + strings.Repeat(" ", runewidth.StringWidth(before)) + "^"
}

// window returns the part of a line of n characters that is shown when the
// character at is to be seen.
func window(n, at int) (from, to int) {
	if n <= excerptWidth {
		return 0, n
	}
	from = min(max(at-excerptWidth/2, 0), n-excerptWidth)
	return from, from + excerptWidth
}

// visible replaces what would move the cursor, turn the writing direction or
// start an escape sequence on a terminal.
func visible(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case r == utf8.RuneError, !unicode.IsPrint(r):
		return '·'
	}
	return r
}

func maskFrom(runes []rune, from int) {
	for i := max(from, 0); i < len(runes); i++ {
		if !unicode.IsSpace(runes[i]) {
			runes[i] = '*'
		}
	}
}

// What may hold a secret written straight into the file. The names are those
// that headers, query parameters and this file's own keys use for secrets;
// masking too much costs a reader little.
var (
	secretKey = regexp.MustCompile(`(?i)(?:["']?(?:\b(?:password|cookies?|headers)|authorization|[\w-]*(?:token|secret|api[-_]?key|passw(?:or)?d))["']?\s*:\s+)(\S.*)$`)
	// The password of an address: scheme://user:password@host.
	secretUser  = regexp.MustCompile(`//([^/\s@]+)@`)
	secretQuery = regexp.MustCompile(`(?i)[?&;](?:[\w-]*(?:token|secret|key|sig|signature|auth|passw(?:or)?d|pwd))=([^&;\s"']+)`)
)

// maskSecrets puts a star in the place of each character of a secret, so that
// columns stay where they are.
func maskSecrets(line string) string {
	for _, pattern := range []*regexp.Regexp{secretKey, secretUser, secretQuery} {
		var b strings.Builder
		done := 0
		for _, at := range pattern.FindAllStringSubmatchIndex(line, -1) {
			if secret := line[at[2]:at[3]]; !isReference(secret) {
				b.WriteString(line[done:at[2]] + stars(secret))
				done = at[3]
			}
		}
		line = b.String() + line[done:]
	}
	return line
}

// isReference tells whether nothing but ${ENV_NAME}, stars and blanks is
// there: nothing to hide.
func isReference(s string) bool {
	s = reference.ReplaceAllString(s, "")
	return strings.Trim(s, `*"' `) == ""
}

func stars(s string) string {
	runes := []rune(s)
	maskFrom(runes, 0)
	return string(runes)
}

// bounded keeps a text that may repeat parts of the file on one line of at most
// 400 characters.
func bounded(s string) string {
	s = strings.Map(visible, s)
	if runes := []rune(s); len(runes) > 400 {
		return string(runes[:400]) + "..."
	}
	return s
}

// quote shows a value of the file within a message: on one line, bounded, with
// nothing in it that a terminal would obey.
func quote(s string) string {
	const longest = 60
	if utf8.RuneCountInString(s) > longest {
		return fmt.Sprintf("%q...", string([]rune(s)[:longest]))
	}
	return fmt.Sprintf("%q", s)
}
