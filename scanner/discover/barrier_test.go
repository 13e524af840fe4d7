package discover

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestBarrierOf(t *testing.T) {
	article := "<title>Login scandal</title><p>" + strings.Repeat("The harbour board met again on Tuesday. ", 80) + "</p>"
	for _, c := range []struct {
		name, body, url string
		want            Barrier
	}{
		{"an article", article, page, NoBarrier},
		{"an article with a login form", article + `<form><input type="password"></form>`, page, NoBarrier},
		{"an article whose comments have a captcha", article + `<div class="g-recaptcha"></div>`, page, NoBarrier},
		{"a short page", "<title>About us</title><p>We print the news.</p>", page, NoBarrier},
		{"a picture", `<title>x</title><img src="a.png">`, page, NoBarrier},
		{"a frameset", `<frameset><frame src="a"></frameset><script></script>`, page, NoBarrier},
		{"many links", "<title>Login</title><input type=password>" + strings.Repeat("<a href=/x>a</a>", 50), page, NoBarrier},

		{"password", `<title>Harbour</title><form><input name=u><input type="password"></form>`, page, Login},
		{"e-mail first", `<title>Sign in – Harbour Post</title><form><input type="email"></form>`, page, Login},
		{"by its path", `<title>Harbour</title><input type=text>`, "https://harbour.example/auth/start", Login},
		{"German", `<title>Anmelden</title><input>`, page, Login},
		{"search in a short page", `<title>Harbour</title><input type=text>`, page, NoBarrier},

		{"Cloudflare", `<title>Just a moment...</title><script>window._cf_chl_opt={}</script>`, page, Captcha},
		{"denied", `<TITLE>Access Denied</TITLE><h1>Access Denied</h1>You don't have permission`, page, Captcha},
		{"by its marks", `<title>harbour.example</title><script src="https://geo.captcha-delivery.com/captcha/"></script>`, page, Captcha},
		{"a checkbox", `<title>Harbour</title><form><div class="h-captcha"></div></form>`, page, Captcha},

		{"nothing", "", page, Empty},
		{"nothing in it", "<!DOCTYPE html><html><head><title>x</title></head><body>\n</body></html>", page, Empty},
		{"only scripts", `<title>App</title><div id="root"></div><script src=a.js></script><noscript>Enable JavaScript</noscript>`, page, NeedsScript},
		{"scripts, and a word", `<div id="app">Loading…</div><script>x</script>`, page, NeedsScript},
	} {
		if got := BarrierOf([]byte(c.body), c.url, "text/html"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// No real article or front page is taken for a barrier, but for two that are one.
func TestBarriersAmongRealPages(t *testing.T) {
	count, wrong := 0, 0
	err := filepath.WalkDir(filepath.Join(pages, "html"), func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".gz") {
			return err
		}
		if count++; count%sample != 0 {
			return nil
		}
		body := unzip(t, file)
		if b := BarrierOf(body, "", ""); b != NoBarrier {
			wrong++
			t.Logf("%s (%d bytes): %s, title %q", filepath.Base(file), len(body), b, look(body).title)
		}
		return nil
	})
	if err != nil {
		t.Skip("skipped: the pages for measuring are not there: ", err)
	}
	t.Logf("%d of %d pages are barriers", wrong, count)
	if wrong > 2 {
		t.Errorf("more than the two whose text comes by script")
	}
}

func TestBarriersAreBounded(t *testing.T) {
	const size = 1 << 20
	for _, piece := range []string{"<script>", "<title>", "<input ", "<a>", "<!--", "&amp;", "<noscript>", "<iframe>", "é"} {
		start := time.Now()
		BarrierOf([]byte(strings.Repeat(piece, size/len(piece))), page, "")
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%q took %s", piece, took)
		}
	}
}
