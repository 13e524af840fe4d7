package news

import (
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
)

// checkCanonical holds what is true of every address that has a canonical form.
func checkCanonical(t *testing.T, raw string) {
	t.Helper()
	got, err := Canonical(raw)
	if err != nil {
		if got != "" {
			t.Errorf("Canonical(%q) = %q beside the error %v", raw, got, err)
		}
		return
	}
	again, err := Canonical(got)
	if err != nil || again != got {
		t.Errorf("not idempotent: %q\n gives %q\n then %q, %v", raw, got, again, err)
	}
	u, err := url.Parse(got)
	if err != nil {
		t.Errorf("Canonical(%q) = %q does not parse: %v", raw, got, err)
		return
	}
	if u.Scheme != "https" || u.Host == "" || u.User != nil || !strings.HasPrefix(u.Path, "/") || len(got) > maxURL {
		t.Errorf("Canonical(%q) = %q is not of the form", raw, got)
	}
	for i := range len(got) {
		if got[i] <= ' ' || got[i] >= 0x7f {
			t.Errorf("Canonical(%q) = %q holds byte %#x", raw, got, got[i])
		}
	}
	checkSameSite(t, raw)
}

// checkSameSite: only unwrapping may lead to another registrable domain.
func checkSameSite(t *testing.T, raw string) {
	t.Helper()
	f, err := canonicalForm(nil, raw)
	if err != nil {
		t.Errorf("canonicalForm(%q): %v", raw, err)
		return
	}
	if before, after := Publisher(raw), Publisher(string(f.text)); before != after {
		t.Errorf("%q of %q became %q of %q", raw, before, f.text, after)
	}
}

func FuzzCanonical(f *testing.F) {
	for _, seed := range canonicalSeeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) { checkCanonical(t, raw) })
}

// canonicalSeeds are also what the random addresses are cut from.
var canonicalSeeds = []string{
	"https://example.com/a?b=1&c=2#d",
	"HTTP://user:pw@WWW.M.Example.CO.UK:80//a/./b/../%7ec/index.html;jsessionid=1?utm_source=x&z=1&a=%2b+&sid=58428beaa14598c2e02d93ad5c773e4d#!/r/&",
	"https://www.google.com/url?q=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps%253A%252F%252Fexample.com%252Fa&sa=D",
	"https://www-example-com.cdn.ampproject.org/c/s/www.example.com/platform/amp/2024/05/slug.amp.html?amp=1",
	"https://r.search.yahoo.com/_ylt=A/RU=https%3a%2f%2fexample.com%2fa/RK=2",
	"http://us.rd.yahoo.com/x/*http://example.com//a",
	"https://news.google.com/rss/articles/CBMiGmh0dHBzOi8vZXhhbXBsZS5jb20vYTEyMzQ1?oc=5",
	"https://example.com/a?x=1&amp;amp;y=2&#39;&%61mp;z",
	"https://xn--bcher-kva.example/b%C3%BCcher&&#51;8;/..;sid=1/(S(lit3py55t21z5v55vlm25s55))/amp/1",
	`http:\\[::1]:8080\index.php/index.php?=&&=v`,
	"https://bücher。example/…?q=ü#/ü",
	"https://example.com/redirect/index.html?url=https:%2F%2Fyoutu.be/x",
	"https://a.b/index.php;sid=1?%75tm_source=1",
}

// Random addresses out of the pieces that rules look at, so that rules meet in
// ways no table thought of. The seed is fixed: a failure comes back.
func TestCanonicalProperties(t *testing.T) {
	pieces := strings.Split("https:// http:// www. m. amp. example.com google.com youtu.be co.uk ü 。 : 80 443 :8080 @ / // /../ /. /.. /amp /amp/ .amp .html /index.php /index.html /default.asp "+
		"/articles /url /redirect /go a-b-c-d 12345 2024/05/ ;jsessionid=1 ;sid=1 (S(lit3py55t21z5v55vlm25s55)) %2e %2F %3F %23 %25 %zz % %26 & &amp; &#39; &#35; ; ? = a=1 url= q= u= to= utm_x=1 ref=x sid=58428beaa14598c2e02d93ad5c773e4d "+
		"amp=1 page=all + # #! #/ *http /*http:// * \\ https%3A%2F%2F https%253A%252F%252Fexample.org%252F \u00a0 \t \x00 \xff é", " ")
	random := rand.New(rand.NewPCG(1, 2))
	for range 30_000 {
		var b strings.Builder
		b.WriteString(pieces[random.IntN(2)])
		b.WriteString([]string{"example.com", "www.example.com", "google.com", "news.google.com", "a.cdn.ampproject.org", "youtu.be"}[random.IntN(6)])
		for range random.IntN(9) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		if checkCanonical(t, b.String()); t.Failed() {
			return
		}
	}
}

// A step that must not change the key, whatever the address.
func TestCanonicalIgnoresTheWayHere(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	steps := []struct {
		name string
		do   func(string) string
	}{
		{"scheme", func(s string) string { return strings.Replace(s, "https://", "HTTP://", 1) }},
		{"www", func(s string) string { return strings.Replace(s, "://", "://www.", 1) }},
		{"mobile", func(s string) string { return strings.Replace(s, "://", "://m.", 1) }},
		{"port", func(s string) string { return strings.Replace(s, ".example/", ".example:443/", 1) }},
		{"campaign", func(s string) string { return s + "&utm_source=rss&fbclid=1" }},
		{"fragment", func(s string) string { return s + "#comments" }},
		{"redirector", func(s string) string { return "https://www.google.com/url?q=" + url.QueryEscape(s) }},
		{"entities", func(s string) string { return strings.ReplaceAll(s, "&", "&amp;") }},
	}
	for range 2_000 {
		raw := randomAddress(random)
		want, err := Canonical(raw)
		if err != nil {
			t.Fatal(raw, err)
		}
		changed := raw
		for range 1 + random.IntN(4) {
			step := steps[random.IntN(len(steps))]
			if strings.Contains(changed, "#") {
				break // the fragment is last
			}
			changed = step.do(changed)
			if strings.HasPrefix(changed, "https://www.google.com") {
				break
			}
		}
		if got, err := Canonical(changed); err != nil || got != want {
			t.Fatalf("%q\n gives %q, %v\n  want %q of %q", changed, got, err, want, raw)
		}
	}
}

func randomAddress(random *rand.Rand) string {
	word := func() string {
		b := make([]byte, 1+random.IntN(8))
		for i := range b {
			b[i] = "abcdefghijklmnopqrstuvwxyz0123456789-"[random.IntN(37)]
		}
		return "w" + strings.TrimRight(string(b), "-")
	}
	s := "https://" + word() + ".example/"
	for range random.IntN(4) {
		s += word() + "/"
	}
	return s + word() + "?id=" + word() + "&b=" + word()
}
