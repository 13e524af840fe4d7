package browsertest

import (
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"alsoread/internal/newsworld"
)

// gazette is a publisher that nobody follows yet: a page that names its feed.
func gazette(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<!doctype html><title>The Skerry Gazette</title><link rel="alternate" type="application/rss+xml" title="The Skerry Gazette" href="/feed.xml"><h1>The Skerry Gazette</h1>`)
	})
	mux.HandleFunc("/feed.xml", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprint(w, `<rss version="2.0"><channel><title>The Skerry Gazette</title><link>/</link><item><title>Seal pup found in the post office</title><link>/pup</link><guid>pup</guid><description>&lt;p&gt;It lay among the parcels. &lt;img src="/seal.png" alt="A seal pup" width="40" height="30"&gt; &lt;img src="/nose.png" alt="Its nose" width="40" height="30"&gt; &lt;img src="/gone.png" alt="Its mother"&gt;&lt;/p&gt;</description></item></channel></rss>`)
	})
	for _, picture := range []string{"/seal.png", "/nose.png"} {
		mux.HandleFunc(picture, func(w http.ResponseWriter, _ *http.Request) {
			_ = png.Encode(w, image.NewGray(image.Rect(0, 0, 40, 30)))
		})
	}
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// sources shows health, adds a source by its address, and takes a list in.
func sources(t *testing.T, d *daemon, world *newsworld.World) {
	d.write(append([]byte("# kept by hand\n"), world.SourcesYAML()...))
	d.reload()
	b := newTab(t, d.base)
	b.open("sources")
	b.is(`document.querySelectorAll("table.sources tbody tr").length === 21`)
	b.is(`document.querySelectorAll("tr.failing .state").length === 1 && document.querySelector("tr.failing .cause").innerText.includes("refused")`)
	b.is(`document.querySelectorAll("tr.well svg.spark path").length > 2`)

	site := gazette(t)
	b.write("#url", site.URL+"/")
	b.follow(`form[action$="discover"] button`)
	b.says(".candidate", "Seal pup found in the post office")
	b.write("input[name=tags]", "islands, post")
	b.follow(`form[action$="add"] button`)
	b.says(".said", "Added to sources.yaml")
	file, err := os.ReadFile(d.sources)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# kept by hand", "The Skerry Gazette", site.URL + "/feed.xml", "islands"} {
		if !strings.Contains(string(file), want) {
			t.Errorf("sources.yaml lacks %q", want)
		}
	}
	b.open("search?q=seal")
	for range 50 {
		if b.number(`document.querySelectorAll(".found .entry").length`) > 0 {
			break
		}
		b.open("search?q=seal")
	}
	b.says(".found", "Seal pup")
	b.follow(".found a.open")
	b.is(`document.querySelector(".text img[alt='Its nose']")?.naturalWidth === 40 && new URL(document.querySelector(".text img").src).pathname.startsWith("/images/")`)
	b.is(`document.querySelector(".text .picture")?.textContent === "Its mother"`)                                                        // it could not be had
	b.is(`document.querySelector("figure img").naturalWidth === 40 && !document.querySelector(".text").innerHTML.includes("A seal pup")`) // it stands at the head
	b.imports(site.URL)
	b.disables(d)
}

// disables keeps a source from being scanned, ends that, and removes it, with the
// menus of its row.
func (b *tab) disables(d *daemon) {
	b.t.Helper()
	row := `[...document.querySelectorAll("table.sources tbody tr")].find(r => r.innerText.includes("The Skerry Gazette"))`
	change := func(button string) {
		b.t.Helper()
		b.script(row + `.querySelector(".change").open = true; ` + row + `.querySelector("button[name=` + button + `]").id = "chosen"`)
		b.follow("#chosen")
	}
	b.open("sources")
	rows := b.number(`document.querySelectorAll("table.sources tbody tr").length`)
	change("disable")
	b.says(".said", "Disabled in sources.yaml")
	b.is(row + `.querySelector(".state").innerText === "disabled" && !` + row + `.querySelector("button[name=source]")`)
	change("enable")
	b.is(row + `.querySelector(".state").innerText !== "disabled"`)
	change("remove")
	b.says(".said", "Its stories stay")
	b.is(`document.querySelectorAll("table.sources tbody tr").length === ` + itoa(rows-1) + ` && !` + row)
	file, err := os.ReadFile(d.sources)
	if err != nil || strings.Contains(string(file), "Skerry") || !strings.HasPrefix(string(file), "# kept by hand\n") {
		b.t.Errorf("%v, sources.yaml:\n%s", err, file)
	}
}

// imports takes an OPML file with one source that is known and one that is not.
func (b *tab) imports(site string) {
	b.t.Helper()
	list := filepath.Join(b.t.TempDir(), "list.opml")
	opml := `<opml version="2.0"><body><outline text="Again" type="rss" xmlUrl="` + site + `/feed.xml"/><outline text="Other" type="rss" xmlUrl="` + site + `/other.xml"/></body></opml>`
	if err := os.WriteFile(list, []byte(opml), 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.open("sources")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#opml"), []string{list}))
	b.follow(`form[action$="opml"] button`)
	b.is(`document.querySelector("h1").innerText === "1 source added" && document.querySelector("main").innerText.includes("it is The Skerry Gazette already")`)
}
