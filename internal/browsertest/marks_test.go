package browsertest

import (
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"

	"alsoread/internal/newsworld"
)

// marks reads and saves with keys, over two tabs, with filters and without a
// script, and takes over what the browser kept before.
func marks(t *testing.T, d *daemon, _ *newsworld.World) {
	b, other := newTab(t, d.base), newTab(t, d.base)
	b.open("")
	other.open("")
	nth := func(n, class string) string {
		return `document.querySelectorAll("#feed .entry")[` + n + `].classList.contains("` + class + `")`
	}
	b.press("jjm")
	other.is(nth("1", "read")) // it is told
	b.press("s")
	other.is(nth("1", "saved") + ` && document.querySelectorAll("#feed .entry")[1].querySelector("button[name=unsave]").textContent === "Saved"`)
	other.press("jjs")
	b.is(`!` + nth("1", "saved"))
	b.press("s")
	b.is(nth("1", "saved"))

	id := b.string(`document.querySelectorAll("#feed .entry")[1].id`)
	b.open("?show=saved")
	b.is(`document.querySelectorAll("#feed .entry").length === 1 && document.querySelector("#feed .entry").id === "` + id + `"`)
	b.open("?show=unread")
	b.is(`document.querySelectorAll("#feed .entry").length === 20 && !document.getElementById("` + id + `")`)
	b.press("jjjM")
	b.is(`document.querySelectorAll("#feed .entry.read").length === 3`)
	read := b.string(`[...document.querySelectorAll("#feed .entry.read")].map(e => "#" + e.id).join()`)
	before := b.string(`document.querySelectorAll("#feed .entry")[3].id`)
	b.open("?show=unread")
	b.is(`document.getElementById("` + before + `") && !document.querySelector("` + read + `")`)
	b.handsOver(before)
	b.marksWithoutScript()
	b.open("?show=saved")
	b.press("js")
	b.is(`!document.querySelector("#feed .entry.saved")`)
}

// handsOver has a mark of the browser's own memory taken over, once.
func (b *tab) handsOver(entry string) {
	b.t.Helper()
	b.open("")
	b.script(`localStorage.setItem("alsoread.read", JSON.stringify(["` + entry[1:] + `", "no number"]))`)
	b.open("")
	b.is(`document.getElementById("` + entry + `").classList.contains("read") && localStorage.getItem("alsoread.read") === null`)
}

// marksWithoutScript marks the rest of the page, which then has others to show,
// and an event on its own page.
func (b *tab) marksWithoutScript() {
	b.t.Helper()
	scripts := func(off bool) {
		b.do(command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off}))
	}
	scripts(true)
	b.load("?show=unread", `document.querySelector("#feed .entry")`)
	last := b.string(`[...document.querySelectorAll("#feed .entry")].at(-1).id`)
	b.click("#through")
	b.says(".said", "Marked as read")
	b.is(`location.search.includes("show=unread") && !document.getElementById("` + last + `")`)
	b.load("group/"+last[1:], `document.querySelector(".opening.read")`)
	b.click(".opening button[name=unread]")
	b.is(`location.pathname === "/group/` + last[1:] + `" && document.querySelector(".opening button[name=read]")`)
	b.click(".timeline a.open")
	b.is(`location.pathname.startsWith("/story/") && document.readyState === "complete" && document.querySelector("button[name=read]")`)
	b.click("button[name=read]")
	b.is(`location.pathname.startsWith("/story/") && document.querySelector("button[name=unread]")`)
	scripts(false)
}

// unreadAgain reads an event on its own page, while the feed is open in another
// tab. There it turns unread when another newsroom tells it.
func unreadAgain(t *testing.T, d *daemon, world *newsworld.World) {
	b, feed := newTab(t, d.base), newTab(t, d.base)
	b.open("search?q=Skarn+publisher:%22Wire+Nine%22")
	b.follow(".found a.open")
	b.follow("aside a[href*='group/']")
	id := b.string(`location.pathname.split("/")[2]`)
	if b.number(`document.querySelectorAll(".opening.read").length`) == 1 {
		b.press("m")
		b.is(`!document.querySelector(".opening.read")`)
	}
	feed.open("")
	b.press("m")
	entry := `document.getElementById("g` + id + `")`
	feed.is(entry + `.classList.contains("read")`)
	err := world.Publish(newsworld.Story{Publisher: "tidepool", Title: "Volcano Mount Skarn erupts for the first time since 1911", Section: "news", Blocks: []newsworld.Block{{Kind: newsworld.Paragraph,
		Text: "Magma had been rising under Mount Skarn since March, instruments of the Observatory of Skarn showed, before the volcano erupted on Tuesday. Geologists in Lower Tarn had warned of it; their last bulletin led 4,200 people to leave. Nobody alive has seen this volcano erupt."}}})
	if err != nil {
		t.Fatal(err)
	}
	b.script(`fetch("../api/v1/scans", {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({sources: ["Tidepool Science Weekly"]})}).then(r => { window.asked = r.status }); 0`)
	b.is(`window.asked === 202`)
	feed.within(time.Minute, `!`+entry+`.classList.contains("read") && `+entry+`.querySelector("button[name=read]")`)
	b.open("group/" + id)
	b.is(`!document.querySelector(".opening.read") && document.querySelector(".timeline").innerText.includes("first time since 1911")`)
}
