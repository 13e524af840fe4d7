package browsertest

import (
	"strconv"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"alsoread/internal/newsworld"
)

func itoa(n float64) string { return strconv.Itoa(int(n)) }

func searches(t *testing.T, d *daemon, _ *newsworld.World) {
	b := newTab(t, d.base)
	b.open("")
	b.press("/")
	b.is(`document.activeElement.id === "q"`)
	b.script(`document.activeElement.value = ""`) // the protocol types the key that the page has taken
	b.write("#q", `ferry lang:en`)
	b.follow(".search button")
	b.is(`document.querySelectorAll(".found .entry").length >= 2`)
	b.says(".field", "language: en")
	b.is(`[...document.querySelectorAll(".found mark")].some(m => m.textContent.toLowerCase() === "ferry")`)
	feed := b.string(`document.querySelector("link[rel=alternate][type='application/atom+xml']").href`)
	found := b.string(`document.querySelector(".found h2").innerText`)
	answer := `fetch(` + strconv.Quote(feed) + `).then(r => r.text()).then(t => { window.feed = t })`
	b.script(answer)
	b.is(`window.feed?.includes("<entry") && new DOMParser().parseFromString(window.feed, "application/xml").documentElement.textContent.includes(` + strconv.Quote(found) + `)`)
	b.open("search?q=ferry+after:yesterday")
	b.says("[role=alert]", "after:yesterday")
	b.open("search?q=%D8%B9%D8%A8%D8%A7%D8%B1%D8%A9") // a word of the Arabic stories, without its vowel signs
	b.is(`getComputedStyle(document.querySelector(".found h2[lang=ar]")).direction === "rtl"`)
}

func keys(t *testing.T, d *daemon, _ *newsworld.World) {
	b := newTab(t, d.base)
	b.open("")
	current := `document.querySelector(".entry.current")`
	nth := func(n string) string {
		return current + ` === document.querySelectorAll(".entry")[` + n + `] && document.activeElement === ` + current
	}
	b.press("jj")
	b.is(nth("1"))
	b.press("k")
	b.is(nth("0"))
	b.press("m")
	b.is(current + `.classList.contains("read")`)
	b.open("")
	b.is(`document.querySelectorAll(".entry.read").length === 1`)
	b.press("jm")
	b.is(`document.querySelectorAll(".entry.read").length === 0`)
	b.press("?")
	b.is(`document.querySelector("#help").open`)
	b.press(kb.Escape)
	b.is(`!document.querySelector("#help").open`)
	b.script(`document.querySelector(".entry.current a.source").addEventListener("click", e => { e.preventDefault(); window.went = e.target.href })`)
	b.press("v")
	b.is(`window.went?.startsWith("http://127.")`)
	b.press("o")
	b.is(`location.pathname.startsWith("/group/") && document.documentElement.dataset.ready === ""`)
	b.press("j")
	b.is(nth("0"))
	b.press("u")
	b.is(`location.pathname === "/" && document.documentElement.dataset.ready === ""`)
}

// Older events are added below; who comes back from one of them finds the feed
// as long and as far as it was.
func endless(t *testing.T, d *daemon, _ *newsworld.World) {
	b := newTab(t, d.base)
	b.open("")
	first := b.number(`document.querySelectorAll("#feed .entry").length`)
	if first != 20 {
		t.Fatalf("%v events on the first part", first)
	}
	b.script(`dispatchEvent(new Event("wheel")); document.querySelector("#older").scrollIntoView()`)
	b.is(`document.querySelectorAll("#feed .entry").length >= 30`)
	b.is(`new Set([...document.querySelectorAll("#feed .entry")].map(e => e.id)).size === document.querySelectorAll("#feed .entry").length`)
	b.script(`window.chosen = document.querySelectorAll("#feed .entry")[25]; chosen.scrollIntoView()`)
	id := b.string(`chosen.id`)
	b.follow("#" + id + " a.open")
	b.script(`history.back()`)
	b.is(`location.pathname === "/" && Math.abs(document.getElementById("` + id + `")?.getBoundingClientRect().top) < 40`)
}
