package page

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestFoldSpace(t *testing.T) {
	for _, text := range []string{"", " ", "a", "a b", " a b ", "a  b", "a \nb", "a\u00a0b", "a \u00a0 b", "é è", "“a” – b", "a\tb c", "\u2009a\u3000b\u3000", "a\x80 b\xff  c", "a\x00b \x1f c", "a  ", "日本 語"} {
		if got, want := foldSpace(text), strings.Join(strings.Fields(text), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestFoldName(t *testing.T) {
	for text, want := range map[string]string{"The Valley-News 24!": "thevalleynews24", "ÉCOLE du Monde": "écoledumonde", "谷新聞 ２４": "谷新聞２４", "हिन्दी": "हिन्दी", " @[`{^": "", "": ""} {
		if got := foldName(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// What spares texts a regular expression must not spare one that it matches.
func FuzzDatesInText(f *testing.F) {
	isoDay := regexp.MustCompile(`\b((?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\b`)
	for _, text := range []string{"on 28.02.2026 at", "28.02.26", "am 8.5.12.", "2026-02-28T10", "x2026-02-28", "2026-02-28-2026-03-01", "-2026-02-28-", "2026-13-01 2026-00-10 2026-10-32", "1 March 1999", "March 1st, 2001", "2026年2月28日", "12026-02-28", "é2026-02-28é", "20266-02-28 202-02-2026-02-28"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if m := dateInText.FindString(text); m != "" && !mayDate(text) {
			t.Errorf("%q: spared, but has %q", text, m)
		}
		if m := shortDay.FindStringSubmatch(text); m != nil && len(text) <= 120 && nearPart(text) == "" {
			t.Errorf("%q: spared, but has %q", text, m)
		}
		if m := creditPattern.FindString(text); m != "" && len(text) <= 2000 && !strings.ContainsAny(text, ":：/©") && !strings.Contains(strings.ToLower(text), "(c)") {
			t.Errorf("%q: spared, but has %q", text, m)
		}
		if got, want := isoDays(text, 20), isoDay.FindAllString(text, 20); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	})
}
