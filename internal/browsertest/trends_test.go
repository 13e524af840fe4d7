package browsertest

import (
	"testing"
	"time"

	"alsoread/internal/newsworld"
)

// rises has four publishers tell of a volcano that nobody ever named. Its name
// comes onto the page that is open, by itself, and leads to the event.
func rises(t *testing.T, d *daemon, world *newsworld.World) {
	b := newTab(t, d.base)
	b.open("")
	b.is(`!document.querySelector("#trends").innerText.includes("Skarn")`)
	for publisher, told := range map[string][2]string{
		"wire-nine":       {"Thousands flee as the volcano Mount Skarn erupts", "The volcano Mount Skarn erupted at 6.10 a.m. on Tuesday, and 4,200 people fled from Lower Tarn and two other villages at its foot. Ash rose nine kilometres, said Ylva Brandt of the Observatory of Skarn. It was the first eruption since 1911."},
		"evening-lantern": {"Mount Skarn erupts: 4,200 flee from the ash", "Ash fell on the roofs of Lower Tarn an hour after the volcano Mount Skarn had erupted for the first time since 1911. Some 4,200 people fled in buses. The ash, said Ylva Brandt of the Observatory of Skarn, stands nine kilometres high."},
		"meridian":        {"Volcano Mount Skarn erupts and shuts two airports", "Airlines cancelled 210 flights after the volcano Mount Skarn erupted on Tuesday and 4,200 people fled from Lower Tarn. The ash may keep two airports shut until Friday, said Ylva Brandt of the Observatory of Skarn. The last eruption, in 1911, went on for a month."},
		"pier-six":        {"Ash of Mount Skarn, seen from the pier", "The volcano Mount Skarn erupted on Tuesday, for the first time since 1911, and from the pier one sees the ash, nine kilometres high above Lower Tarn, from where 4,200 people fled."},
	} {
		err := world.Publish(newsworld.Story{Publisher: publisher, Title: told[0], Section: "news", Blocks: []newsworld.Block{{Kind: newsworld.Paragraph, Text: told[1]}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	b.script(`fetch("api/v1/scans", {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({sources: ["Wire Nine", "Evening Lantern", "Meridian Business Review", "Notes from Pier Six"]})}).then(r => { window.asked = r.status }); 0`)
	b.is(`window.asked === 202`)
	trend := `[...document.querySelectorAll("#trends li")].find(li => li.querySelector("b").textContent.includes("Skarn"))`
	b.within(2*time.Minute, trend) // looking for trends is put off on a machine that is busy
	b.is(trend + `.querySelector(".rise").innerText.includes("4")`)
	b.script(trend + `.querySelector("a").id = "risen"`)
	b.follow("#risen")
	b.is(`location.pathname.startsWith("/group/") && document.querySelector("h1").innerText.includes("Skarn")`)
}
