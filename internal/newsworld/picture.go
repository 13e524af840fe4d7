package newsworld

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"math"
	"net/http"
	"strings"
)

// motif is what a lead image shows: a sky, a ground and a wave between them.
type motif struct {
	sky, ground color.RGBA
	wave        float64 // its height, as a part of the picture's
}

// motifs by the word that stories use.
var motifs = map[string]motif{
	"sea":   {color.RGBA{198, 216, 226, 255}, color.RGBA{37, 86, 117, 255}, 0.03},
	"river": {color.RGBA{221, 226, 206, 255}, color.RGBA{84, 120, 92, 255}, 0.08},
	"city":  {color.RGBA{236, 214, 190, 255}, color.RGBA{92, 78, 96, 255}, 0.01},
	"field": {color.RGBA{214, 232, 240, 255}, color.RGBA{150, 150, 70, 255}, 0.05},
	"lab":   {color.RGBA{228, 224, 240, 255}, color.RGBA{70, 66, 130, 255}, 0.12},
	"pitch": {color.RGBA{210, 226, 236, 255}, color.RGBA{48, 122, 62, 255}, 0},
}

// vector motifs are sent as SVG, the others as PNG.
func vector(name string) bool { return name == "city" || name == "pitch" }

func picturePath(s Story) string {
	extension := ".png"
	if vector(s.Image) {
		extension = ".svg"
	}
	return "/pictures/" + s.Image + "-" + s.Slug + extension
}

func (w *World) pictureURL(s Story) string { return w.URL(s.Publisher) + picturePath(s) }

func pictureType(s Story) string {
	if vector(s.Image) {
		return "image/svg+xml"
	}
	return "image/png"
}

const pictureWidth, pictureHeight = 640, 360

func servePicture(rw http.ResponseWriter, r *http.Request) {
	name, _, _ := strings.Cut(r.PathValue("file"), "-")
	m, ok := motifs[name]
	if !ok {
		http.NotFound(rw, r)
		return
	}
	h := fnv.New32a()
	h.Write([]byte(r.PathValue("file")))
	seed := float64(h.Sum32()%628) / 100
	if vector(name) {
		rw.Header().Set("Content-Type", "image/svg+xml")
		rw.Write(m.svg(seed))
		return
	}
	rw.Header().Set("Content-Type", "image/png")
	rw.Write(m.png(seed))
}

// horizon is where the ground begins in column x, in pixels from the top.
func (m motif) horizon(x int, seed float64) float64 {
	t := float64(x) / pictureWidth * 2 * math.Pi
	return pictureHeight * (0.55 + m.wave*math.Sin(1.5*t+seed) + m.wave/2*math.Sin(4*t+2*seed))
}

func (m motif) png(seed float64) []byte {
	img := image.NewPaletted(image.Rect(0, 0, pictureWidth, pictureHeight), color.Palette{m.sky, m.ground})
	for x := range pictureWidth {
		for y := int(m.horizon(x, seed)); y < pictureHeight; y++ {
			img.SetColorIndex(x, y, 1)
		}
	}
	var buf bytes.Buffer
	png.Encode(&buf, img) // a bytes.Buffer takes everything
	return buf.Bytes()
}

func (m motif) svg(seed float64) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d">`, pictureWidth, pictureHeight)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="%s"/>`, hex(m.sky))
	fmt.Fprintf(&b, `<path fill="%s" d="M0 %d`, hex(m.ground), pictureHeight)
	for x := 0; x <= pictureWidth; x += 20 {
		fmt.Fprintf(&b, " L%d %.1f", x, m.horizon(x, seed))
	}
	fmt.Fprintf(&b, ` L%d %dZ"/></svg>`, pictureWidth, pictureHeight)
	return b.Bytes()
}

func hex(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
