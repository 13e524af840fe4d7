package browsertest

import (
	"bytes"
	"encoding/json"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"alsoread/internal/newsworld"
)

var update = flag.Bool("update", false, "write the pictures of README")

// shown are all kinds of pages, by their addresses.
func (b *tab) shown() map[string]string {
	b.t.Helper()
	b.largest()
	group := b.string(`location.pathname.slice(1)`)
	story := b.string(`new URL(document.querySelector(".timeline a.open").href).pathname.slice(1)`)
	return map[string]string{"front": "", "group": group, "story": story, "sources": "sources", "search": "search?q=ferry", "feeds": "feeds", "problem": "group/999999"}
}

// On 360 pixels nothing has to be scrolled sideways.
func narrow(t *testing.T, d *daemon, _ *newsworld.World) {
	b := newTab(t, d.base)
	pages := b.shown()
	b.do(chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile))
	for name, path := range pages {
		b.open(path)
		if n := b.number(`document.scrollingElement.scrollWidth`); n > 360 {
			t.Errorf("%s is %v wide: %s", name, n, b.string(`[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > 361).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join("\n")`))
		}
	}
	b.open("")
	b.is(`document.querySelector("#headlines").offsetTop < document.querySelector("#feed").offsetTop && document.querySelector("#feed").offsetTop < document.querySelector("#trends").offsetTop`)
}

func (b *tab) scheme(value string) {
	b.t.Helper()
	b.do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}}}))
}

func dark(t *testing.T, d *daemon, _ *newsworld.World) {
	b := newTab(t, d.base)
	background := `getComputedStyle(document.body).backgroundColor`
	b.open("")
	light := b.string(background)
	b.scheme("dark")
	b.is(background + ` !== "` + light + `"`)
	if got := b.string(background); got != "rgb(24, 23, 21)" {
		t.Errorf("the dark page is %s", got)
	}
}

// axe-core finds nothing serious on any page, light or dark.
func accessible(t *testing.T, d *daemon, _ *newsworld.World) {
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		if os.Getenv("ALSOREAD_BROWSER") == "must" {
			t.Fatal("axe-core is not installed (npm ci): ", err)
		}
		t.Skip("skipped: axe-core is not installed (npm ci in internal/browsertest): ", err)
	}
	b := newTab(t, d.base)
	for name, path := range b.shown() {
		for _, scheme := range []string{"light", "dark"} {
			b.scheme(scheme)
			b.open(path)
			b.axe(name+", "+scheme, string(axe))
		}
	}
}

func (b *tab) axe(name, source string) {
	b.t.Helper()
	b.script(source + `; window.found = null; axe.run({resultTypes: ["violations"]}).then(r => { window.found = JSON.stringify(r.violations.map(v =>
		({id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + " " + (n.any[0]?.message || ""))}))) }); 0`)
	b.is(`window.found !== null`)
	var found []struct {
		ID, Impact, Help string
		Nodes            []string
	}
	if err := json.Unmarshal([]byte(b.string(`window.found`)), &found); err != nil {
		b.t.Fatal(err)
	}
	for _, v := range found {
		b.t.Errorf("%s: %s (%s): %s %q", name, v.ID, v.Impact, v.Help, v.Nodes)
	}
}

// pictures are made for README with -update.
func pictures(t *testing.T, d *daemon, _ *newsworld.World) {
	if !*update {
		t.Skip("skipped: -update makes the pictures")
	}
	b := newTab(t, d.base)
	b.open("")
	b.is(`document.querySelector("#trends li")`)
	pages := b.shown()
	for name, height := range map[string]int64{"front": 920, "group": 1240, "sources": 860} {
		b.do(chromedp.EmulateViewport(1280, height))
		b.open(pages[name])
		b.is(`[...document.images].every(i => i.complete || i.loading === "lazy")`)
		shot, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join("../../docs/pictures", name+".png"), shot)
	}
}

// write keeps a picture as small as it goes without losing anything.
func write(t *testing.T, path string, shot []byte) {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	best := png.Encoder{CompressionLevel: png.BestCompression}
	if err := best.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 300_000 {
		t.Errorf("%s has %d bytes", path, b.Len())
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
