package export

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWebURL(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"https://a.example/", "https://a.example/"},
		{"http://a.example", "http://a.example"},
		{"HTTPS://A.example/X", "HTTPS://A.example/X"},
		{"https://a.example:8443/x?y=[1]&z=%20#top", "https://a.example:8443/x?y=[1]&z=%20#top"},
		{"https://user@a.example/", "https://user@a.example/"},
		{"http://[::1]:80/x", "http://[::1]:80/x"},
		{" https://a.example/ ", "https://a.example/"},
		// What a URI cannot hold is percent-encoded.
		{"https://a.example/a b", "https://a.example/a%20b"},
		{`https://a.example/"><script>`, "https://a.example/%22%3E%3Cscript%3E"},
		{"https://a.example/ü?q=日", "https://a.example/%C3%BC?q=%E6%97%A5"},
		{"https://a.example/100%", "https://a.example/100%25"},
		{"https://a.example/#a#b", "https://a.example/#a%23b"},
		{"https://a.example/\xff", "https://a.example/%EF%BF%BD"},
		{"https://bücher.example/", "https://xn--bcher-kva.example/"},
		{"https://bücher.example:8080/x", "https://xn--bcher-kva.example:8080/x"},
		// Everything else is dropped.
		{"", ""},
		{"javascript:alert(1)", ""},
		{"java\nscript:alert(1)", ""},
		{"JaVaScRiPt://a.example/%0aalert(1)", ""},
		{"data:text/html,<script>", ""},
		{"vbscript:x", ""},
		{"file:///etc/passwd", ""},
		{"ftp://a.example/", ""},
		{"//a.example/", ""},
		{"/relative", ""},
		{"a.example", ""},
		{"https:", ""},
		{"https://", ""},
		{"https:///x", ""},
		{"https:a.example", ""},
		{"https://:80/", ""},
		{"https://user@/", ""},
		{"https://a.example:port/", ""},
		{"https://a example/", ""},
		{`https://a.example\@b.example/`, ""},
		{"https://[::1/", ""},
		{"https://a[b]/", ""},
		{"https://a.example/\x00", ""},
		{"https://a.example/a\nb", ""},
		{"\x01javascript:alert(1)", ""},
		{"https://a%zz.example/", ""},
	}
	for _, tt := range tests {
		if got := webURL(tt.raw); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.raw, got, tt.want)
		}
	}
}

// No address of the published lists of attacks comes out as anything but http
// or https, or with a character that could end an attribute.
func TestWebURLOfAttacks(t *testing.T) {
	files, _ := filepath.Glob("../../shared/data/adversarial/*/*.txt")
	if len(files) == 0 {
		t.Skip("the published lists of attacks are not here")
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(body), "\n") {
			checkWebURL(t, line)
			checkWebURL(t, "https://a.example/"+line)
		}
	}
}

func checkWebURL(t *testing.T, raw string) {
	t.Helper()
	got := webURL(raw)
	if got == "" {
		return
	}
	lower := strings.ToLower(got)
	if !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") {
		t.Errorf("%q became %q", raw, got)
	}
	for i := range len(got) {
		if got[i] <= ' ' || got[i] >= 0x7f || strings.IndexByte("<>\"`\\", got[i]) >= 0 {
			t.Errorf("%q became %q", raw, got)
			return
		}
	}
	if again := webURL(got); again != got {
		t.Errorf("%q became %q, and that %q", raw, got, again)
	}
}

func FuzzWebURL(f *testing.F) {
	for _, s := range []string{"https://a.example/?q#f", "http://[::1]/", "https://ü.example:1/%zz#a#b", "javascript://x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) { checkWebURL(t, raw) })
}

// Links that are not http or https are left out of every format, and the story
// stays.
func TestBadLinksAreDroppedAndTheStoryStays(t *testing.T) {
	for _, bad := range []string{"javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "java\tscript:alert(1)", `" onclick="x`} {
		s := sampleStories()[0]
		s.URL, s.Image, s.CommentsURL = bad, bad, bad
		s.Enclosures[0].URL, s.Sightings[0].SourceURL, s.Sightings[0].URL = bad, bad, bad
		feed := sampleFeed()
		feed.Link, feed.Self, feed.About = bad, bad, bad
		for _, f := range formats {
			body := string(f.document(t, feed, s))
			scheme, _, _ := strings.Cut(strings.ReplaceAll(bad, "\t", ""), ":")
			if strings.Contains(body, scheme+":") || strings.Contains(body, "onclick") {
				t.Errorf("%s: %q came out:\n%s", f.name, bad, body)
			}
			if !strings.Contains(body, "returns") {
				t.Errorf("%s: the story is gone", f.name)
			}
			if err := f.check([]byte(body)); err != nil {
				t.Errorf("%s: %v", f.name, err)
			}
		}
	}
}

func TestMediaType(t *testing.T) {
	tests := []struct{ declared, url, want string }{
		{"audio/mpeg", "https://a.example/x", "audio/mpeg"},
		{"audio/mpeg; codecs=x", "https://a.example/x", "audio/mpeg"},
		{"", "https://a.example/x.MP3?y=1#z", "audio/mpeg"},
		{"mp3", "https://a.example/x.jpeg", "image/jpeg"},
		{`a/b"><x`, "https://a.example/x", "application/octet-stream"},
		{"", "https://a.example/x.php", "application/octet-stream"},
		{"/", "https://a.example/", "application/octet-stream"},
	}
	for _, tt := range tests {
		if got := mediaType(tt.declared, tt.url); got != tt.want {
			t.Errorf("%q, %q: got %q, want %q", tt.declared, tt.url, got, tt.want)
		}
	}
}

func TestPlainText(t *testing.T) {
	tests := []struct{ html, want string }{
		{"", ""},
		{"plain", "plain"},
		{"<p>One</p><p>two</p>", "One two"},
		{"a<b>b</b>c", "abc"},
		{"H<sub>2</sub>O &amp; more &lt;b&gt;", "H2O & more <b>"},
		{"line<br>break\n and\tspace", "line break and space"},
		{`<a title="x > y" href='z'>link</a>`, "link"},
		{"<ul><li>a</li><li>b</li></ul>", "a b"},
		{"cut <img src=x", "cut"},
		{"x < y <", "x < y <"},
	}
	for _, tt := range tests {
		if got := plainText(tt.html); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.html, got, tt.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for tag, want := range map[string]string{"en": "en", "en-GB": "en-GB", "zh-Hant-TW": "zh-Hant-TW", "": "", "e": "", "1x": "", `en"`: "", "en us": "", "-en": ""} {
		if got := language(tag); got != want {
			t.Errorf("%q: got %q", tag, got)
		}
	}
}
