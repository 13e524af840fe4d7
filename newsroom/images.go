package newsroom

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"time"

	"alsoread/news"
	"alsoread/newsroom/page"
)

// Pictures fetches the image of a story, as the source that listed it would be
// fetched: guarded, and within the limits of one exchange.
type Pictures interface {
	Picture(ctx context.Context, source, address string) ([]byte, error)
}

// Limits of images.
const (
	maxImage        = 4 << 20  // bytes of one
	imageCache      = 64 << 20 // bytes of those in memory
	imagesAtOnce    = 8        // being fetched
	maxImagesComing = 256      // being fetched or waiting for that
	imageTime       = 15 * time.Second
	imageFailed     = 10 * time.Minute // before one that could not be had is asked for again
	imageAge        = 24 * time.Hour   // that a browser keeps one
	maxFailedImage  = 10_000           // remembered
)

// imagePolicy: an image that a browser takes for a document does nothing.
const imagePolicy = "default-src 'none'; sandbox"

var errNoImage = &refusal{status: http.StatusNotFound, text: "there is no image that could be shown"}

// imageRoutes hand on the images of stories, so that a reader's browser asks
// nobody else.
func (r *Room) imageRoutes() []route {
	return []route{{"GET", "/images/{id}", ScopeRead, r.image}, {"GET", "/images/{id}/{name}", ScopeRead, r.imageOfText}}
}

// image serves the image of a story, by the story's number: it fetches what a
// known story names and nothing else.
func (r *Room) image(w http.ResponseWriter, req *http.Request) error {
	return r.showImage(w, req, func(s news.Story) string { return s.Image })
}

// imageOfText serves an image that stands in the text of a story.
func (r *Room) imageOfText(w http.ResponseWriter, req *http.Request) error {
	return r.showImage(w, req, func(s news.Story) string { return page.PictureOf(s, req.PathValue("name")) })
}

func (r *Room) showImage(w http.ResponseWriter, req *http.Request, of func(news.Story) string) error {
	id, err := numberOf(req)
	if err != nil || r.pictures == nil {
		return errNoImage
	}
	s, err := r.story(req.Context(), id)
	address := ""
	if err == nil {
		address = of(s)
	}
	if errors.Is(err, ErrNotFound) || err == nil && address == "" {
		return errNoImage
	}
	if err != nil {
		return err
	}
	source := ""
	if len(s.Sightings) > 0 {
		source = s.Sightings[0].Source
	}
	picture, err := r.images.get(req.Context(), r, source, address)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("ETag", picture.tag)
	h.Set("Cache-Control", "private, max-age="+strconv.Itoa(int(imageAge/time.Second)))
	if asked := conditionOf(req); len(asked.tags) == 1 && asked.tags[0] == picture.tag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", picture.kind)
	h.Set("Content-Length", strconv.Itoa(len(picture.data)))
	h.Set("Content-Security-Policy", imagePolicy)
	_, _ = w.Write(picture.data)
	return nil
}

// picture is an image that may be shown.
type picture struct {
	kind string
	tag  string
	data []byte
}

// newPicture judges bytes by what they are, not by what was said of them. SVG is
// a document that can hold scripts: it is none of these.
func newPicture(data []byte) (*picture, bool) {
	kind := rasterKind(data)
	if kind == "" || len(data) > maxImage {
		return nil, false
	}
	sum := sha256.Sum256(data)
	return &picture{kind: kind, tag: `"` + hex.EncodeToString(sum[:12]) + `"`, data: bytes.Clone(data)}, true
}

// rasterKind is the media type of an image of pixels; "" for everything else.
func rasterKind(data []byte) string {
	switch kind := http.DetectContentType(data); kind {
	case "image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp":
		return kind
	}
	// ISO/IEC 14496-12: a box of file type, whose brand says what follows.
	if len(data) > 12 && string(data[4:8]) == "ftyp" {
		if brand := string(data[8:12]); brand == "avif" || brand == "avis" {
			return "image/avif"
		}
	}
	return ""
}
