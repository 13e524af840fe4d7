package page

import (
	"fmt"
	"strings"
	"testing"

	"alsoread/news"
)

// Pictures of a text are asked for by names of the newsroom's own; what cannot be
// asked for is described, and what stands at the head of the page is not repeated.
func TestPicturesOfAText(t *testing.T) {
	const address = "https://pictures.example/1.jpg?w=640"
	way := `<img src="../images/7/` + PictureName(address) + `" `
	for name, tt := range map[string]struct{ in, want string }{
		"picture":         {`<img src="` + address + `" alt=" A &lt;ferry> " width="640" height="360" onerror="x" srcset="https://evil.example/ 2x">`, way + `alt="A &lt;ferry&gt;" width="640" height="360" loading="lazy" decoding="async">`},
		"no description":  {`<img src="` + address + `">`, way + `alt="" loading="lazy" decoding="async">`},
		"strange sizes":   {`<img src="` + address + `" width="0" height="100%">`, way + `alt="" loading="lazy" decoding="async">`},
		"choice":          {`<picture><source srcset="https://pictures.example/2.webp"><img src="` + address + `" alt="a"></picture>`, way + `alt="a" loading="lazy" decoding="async">`},
		"of the head":     {`<p>a<img src="https://pictures.example/head.jpg" alt="b">c</p>`, `<p>ac</p>`},
		"another scheme":  {`<img src="data:image/png;base64,AAAA" alt="a">`, `<span class="picture">a</span>`},
		"script":          {`<img src="javascript:x" alt="a">`, `<span class="picture">a</span>`},
		"relative":        {`<img src="/1.jpg" alt="a">`, `<span class="picture">a</span>`},
		"inside an svg":   {`<svg><img src="` + address + `" alt="a"></svg>`, way + `alt="a" loading="lazy" decoding="async">`}, // the parser takes it out
		"inside a script": {`<template><img src="` + address + `" alt="a"></template>`, ``},
	} {
		t.Run(name, func(t *testing.T) {
			s := news.Story{ID: 7, Image: "https://pictures.example/head.jpg", Content: tt.in}
			if got := string(frame("../", "").Markup(s, tt.in)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			shown := strings.Contains(tt.want, "<img")
			if got := PictureOf(s, PictureName(address)); shown != (got == address) || !shown && got != "" {
				t.Errorf("its name leads to %q", got)
			}
			off := frame("../", "")
			off.Pictures = false
			if got := string(off.Markup(s, tt.in)); strings.Contains(got, "<img") {
				t.Errorf("with pictures off: %s", got)
			}
		})
	}
}

func TestManyPicturesOfAText(t *testing.T) {
	var b strings.Builder
	for i := range 2 * maxPictures {
		fmt.Fprintf(&b, `<img src="https://pictures.example/%d" alt="No. %d">`, i, i)
	}
	s := news.Story{ID: 7, Summary: b.String()}
	got := string(frame("../", "").Markup(s, b.String()))
	if n := strings.Count(got, "<img"); n != maxPictures || strings.Count(got, `class="picture"`) != maxPictures {
		t.Errorf("%d pictures", n)
	}
	if PictureOf(s, PictureName("https://pictures.example/59")) == "" || PictureOf(s, PictureName("https://pictures.example/60")) != "" {
		t.Error("names lead to others than are shown")
	}
}
