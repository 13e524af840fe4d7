package browsertest

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"

	"alsoread/internal/newsworld"
)

// largest opens the group of the front page that most newsrooms told.
func (b *tab) largest() {
	b.t.Helper()
	b.open("")
	b.script(`[...document.querySelectorAll("#feed .entry")].sort((a, b) => parseInt(b.querySelector(".count").innerText) - parseInt(a.querySelector(".count").innerText))[0].id = "largest"`)
	b.follow("#largest a.open")
	b.is(`location.pathname.startsWith("/group/")`)
}

const rows = `document.querySelectorAll(".timeline .entry").length`

// A group opens with all its stories; one is split out, merged back, and both
// are undone. A pin is set and taken off.
func corrects(t *testing.T, d *daemon, _ *newsworld.World) {
	b := newTab(t, d.base)
	b.largest()
	group, stories := b.string(`location.pathname.split("/")[2]`), b.number(rows)
	if stories < 3 {
		t.Fatalf("the largest group has %v stories", stories)
	}
	b.is(`document.querySelector(".timeline .flag").innerText.toLowerCase() === "broke it"`)
	b.is(`document.querySelector("svg.growth .line") !== null`)
	b.is(`document.querySelectorAll(".timeline .why").length > 0 || document.querySelectorAll(".copies li").length > 0`)

	b.follow(`button[value=split]`)
	b.says(".said", "Choose stories")

	b.click(`.timeline > li:last-child > .entry .pick input`)
	b.follow(`button[value=split]`)
	b.is(`location.pathname !== "/group/` + group + `" && document.querySelector(".said")?.innerText.includes("Split out")`)
	if n := b.number(rows); n < 1 || n >= stories {
		t.Errorf("%v of %v stories were split out", n, stories)
	}
	b.write(`input[name=other]`, group)
	b.follow(`button[value=merge]`)
	b.is(`document.querySelector(".said")?.innerText.includes("Merged") && ` + rows + ` === ` + itoa(stories))
	b.is(`document.querySelectorAll(".corrections li").length === 2`)
	for range 2 {
		b.follow(`.corrections button`)
		b.says(".said", "Undone")
	}
	b.open("group/" + group)
	b.is(rows + ` === ` + itoa(stories) + ` && document.querySelectorAll(".corrections li").length === 0`)

	b.click(`.timeline .entry .pick input`)
	b.follow(`button[value=pin]`)
	b.is(`document.querySelector(".timeline").innerText.toLowerCase().includes("pinned")`)
	b.follow(`.corrections button`)
	b.is(`!document.querySelector(".timeline").innerText.toLowerCase().includes("pinned")`)
}

// withoutScript reads, splits and undoes where no script runs.
func withoutScript(t *testing.T, d *daemon, _ *newsworld.World) {
	b := newTab(t, d.base)
	b.largest()
	group := b.string(`location.pathname.slice(1)`)
	scripts := func(off bool) {
		b.do(command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off}))
	}
	scripts(true)
	b.load("", `document.querySelector("#feed .entry")`)
	b.click("#older")
	b.is(`document.querySelector(".newest") && document.querySelector("#feed .entry")`)
	b.load(group, `document.querySelector(".timeline")`)
	b.click(`.timeline > li:last-child > .entry .pick input`)
	b.click(`button[value=split]`)
	b.says(".said", "Split out")
	b.click(".corrections button")
	b.says(".said", "Undone")
	b.is(`!document.querySelector(".corrections")`)
	scripts(false)
}
