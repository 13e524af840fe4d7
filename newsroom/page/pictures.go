package page

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"alsoread/news"
)

// maxPictures is how many pictures of one text are shown; the others stand there
// by their descriptions.
const maxPictures = 60

// show writes a picture that the newsroom hands on, under a name that tells
// nothing of its address.
func (m *markup) show(n *html.Node, address string) {
	m.WriteString("<img")
	m.attribute("src", m.frame.Root+"images/"+strconv.FormatInt(m.story.ID, 10)+"/"+PictureName(address))
	m.attribute("alt", strings.TrimSpace(attribute(n, "alt")))
	for _, key := range []string{"width", "height"} { // so that nothing moves when it comes
		if v := attribute(n, key); v != "" && v[0] != '0' && len(v) <= 4 && strings.Trim(v, "0123456789") == "" {
			m.attribute(key, v)
		}
	}
	m.WriteString(` loading="lazy" decoding="async">`)
}

// PictureName is what a picture is asked for by.
func PictureName(address string) string {
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:12])
}

// PictureOf is the address of a picture of a story's text, by its name; empty:
// the page of the story shows none of that name.
func PictureOf(s news.Story, name string) string {
	m := markup{frame: Frame{Pictures: true}, story: s}
	m.text(textOfStory(&s))
	for _, address := range m.pictures {
		if PictureName(address) == name {
			return address
		}
	}
	return ""
}
