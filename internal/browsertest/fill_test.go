package browsertest

import (
	"strings"
	"testing"
	"time"

	"alsoread/internal/newsworld"
)

// TestNewsroom is one newsroom from its first scan on. The parts share it, in
// their order.
func TestNewsroom(t *testing.T) {
	world := startWorld(t)
	yaml := world.SourcesYAML()
	d := startDaemon(t, nothingYet(string(yaml)))
	for _, part := range []struct {
		name string
		test func(*testing.T, *daemon, *newsworld.World)
	}{
		{"the page fills by itself", func(t *testing.T, d *daemon, _ *newsworld.World) { fills(t, d, yaml) }},
		{"pictures", pictures},
		{"a new event announces itself", announces},
		{"a trend rises", rises},
		{"the masthead", masthead},
		{"without a script", withoutScript},
		{"a group is corrected", corrects},
		{"search", searches},
		{"keys", keys},
		{"read and saved", marks},
		{"unread again", unreadAgain},
		{"no end, no place lost", endless},
		{"sources", sources},
		{"narrow", narrow},
		{"dark", dark},
		{"accessible", accessible},
	} {
		if !t.Run(part.name, func(t *testing.T) { part.test(t, d, world) }) && part.name == "the page fills by itself" {
			t.FailNow()
		}
	}
}

// nothingYet is a sources.yaml whose sources are all kept from being scanned.
func nothingYet(yaml string) []byte {
	return []byte(strings.ReplaceAll(yaml, "\n    url:", "\n    disabled: true\n    url:"))
}

// A page that was opened before there was anything fills while the scan runs,
// untouched.
func fills(t *testing.T, d *daemon, yaml []byte) {
	b := newTab(t, d.base)
	b.open("")
	if n := b.number(`document.querySelectorAll("#feed .entry").length`); n != 0 {
		t.Fatalf("%v events before the first scan", n)
	}
	d.write(yaml)
	d.reload()
	b.is(`document.querySelectorAll("#feed .entry").length >= 10`)
	b.is(`document.querySelectorAll("#scanned li").length >= 5`)
	b.is(`document.querySelectorAll("#headlines li").length >= 3`)
	b.is(`!document.querySelector("#scan").hasAttribute("data-running")`)
	b.is(`document.querySelector("#scan-text").textContent === "watching"`)
	b.says(".health", "21 sources")
}

// What is new says so above what is read, which does not move by a pixel.
func announces(t *testing.T, d *daemon, world *newsworld.World) {
	b := newTab(t, d.base)
	b.open("")
	b.script(`scrollTo(0, 300)`)
	b.is(`scrollY === 300`)
	place := `JSON.stringify([...document.querySelectorAll("#feed .entry")].slice(0, 5).map(e => [e.id, e.getBoundingClientRect().top]))`
	before := b.string(place)
	if err := world.Publish(newsworld.Story{Publisher: "evening-lantern", Title: "Zeppelin quartet breaks the yodelling record", Section: "city",
		Blocks: []newsworld.Block{{Kind: newsworld.Paragraph, Text: "Umbrellas flew as four yodellers held one note for eleven minutes."}}}); err != nil {
		t.Fatal(err)
	}
	other := newTab(t, d.base)
	other.open("sources")
	other.follow(`button[name=source][value="Evening Lantern"]`)
	other.says(".said", "scanned now")
	b.is(`/^\d+ new events?$/.test(document.querySelector("#arrivals:not([hidden])")?.textContent)`)
	if after := b.string(place); after != before {
		t.Errorf("the feed moved from %s to %s", before, after)
	}
	b.click("#arrivals")
	b.says("#feed", "yodelling record")
	b.is(`document.querySelector("#arrivals").hidden && scrollY === 0`)
}

func masthead(t *testing.T, d *daemon, _ *newsworld.World) {
	b := newTab(t, d.base)
	b.open("")
	now := time.Now().UTC()
	clock := b.string(`document.querySelector(".clock").innerText`)
	if want := now.Format("Mon 2 Jan, 15:04"); !strings.HasPrefix(clock, want) && !strings.HasPrefix(clock, now.Add(-time.Minute).Format("Mon 2 Jan, 15:04")) || !strings.HasSuffix(clock, "UTC") {
		t.Errorf("the clock says %q, want %s UTC", clock, want)
	}
	b.is(`[...document.querySelectorAll("#feed time[data-time]")].every(t => t.title.endsWith("UTC") && !isNaN(Date.parse(t.dateTime)))`)
	b.script(`document.querySelector("#feed .age time").dateTime = new Date(Date.now() - 5 * 3600e3).toISOString()`)
	b.script(`dispatchEvent(new Event("pageshow"))`)
	b.is(`document.querySelector("#feed .age time").textContent === "5 h ago"`)
}
