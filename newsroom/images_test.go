package newsroom

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"alsoread/newsroom/page"
)

func pngOf(t testing.TB, side int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, side, side))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// fakePictures gives what stands under an address.
type fakePictures struct {
	by    map[string][]byte
	takes time.Duration
	asked atomic.Int64
	mu    sync.Mutex
	last  string
}

func (p *fakePictures) Picture(ctx context.Context, source, address string) ([]byte, error) {
	p.asked.Add(1)
	p.mu.Lock()
	p.last = source + " " + address
	p.mu.Unlock()
	select {
	case <-time.After(p.takes):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if data, ok := p.by[address]; ok {
		return data, nil
	}
	return nil, errors.New("fetch: 404 Not Found")
}

// illustrated is a room in which story 100-i has an image of its own.
func illustrated(p *fakePictures) *Room {
	o := wholeOptions()
	f := o.Store.(*fake)
	for i := range f.stories {
		f.stories[i].Image = fmt.Sprintf("https://images.example/%d", i)
	}
	f.stories[29].Image = ""
	o.Pictures = p
	return New(o)
}

func TestImages(t *testing.T) {
	picture := pngOf(t, 4)
	p := &fakePictures{by: map[string][]byte{"https://images.example/0": picture}}
	room := illustrated(p)
	res := get(room, "/images/100")
	if text := body(t, res); res.StatusCode != 200 || text != string(picture) {
		t.Fatalf("%s: %d bytes", res.Status, len(text))
	}
	h := res.Header
	if h.Get("Content-Type") != "image/png" || h.Get("Content-Security-Policy") != "default-src 'none'; sandbox" || h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Cache-Control"), "private, max-age=") {
		t.Errorf("headers %v", h)
	}
	if p.last != "Harbour https://images.example/0" {
		t.Errorf("asked %s", p.last)
	}
	if again := get(room, "/images/100", "If-None-Match", h.Get("ETag")); again.StatusCode != 304 || p.asked.Load() != 1 {
		t.Errorf("again: %s after %d requests", again.Status, p.asked.Load())
	}
}

// Images of a text come by their names, and no address that does not stand in the
// text of that story can be asked for.
func TestImagesOfATextAreHandedOn(t *testing.T) {
	const address = "https://images.example/inside.png"
	picture := pngOf(t, 5)
	p := &fakePictures{by: map[string][]byte{address: picture, "https://images.example/0": pngOf(t, 4)}}
	o := wholeOptions()
	o.Pictures = p
	o.Store.(*fake).stories[0].Content = `<p>A <img src="` + address + `" alt="seal"> and <img src="https://images.example/gone.png" alt="none"></p>`
	room := New(o)
	page1 := body(t, get(room, "/story/100"))
	name := page.PictureName(address)
	if !strings.Contains(page1, `<img src="../images/100/`+name+`" alt="seal" loading="lazy"`) || strings.Contains(page1, address) {
		t.Errorf("the page of the story:\n%s", page1)
	}
	res := get(room, "/images/100/"+name)
	if text := body(t, res); res.StatusCode != 200 || text != string(picture) || res.Header.Get("Content-Security-Policy") != imagePolicy || p.last != "Harbour "+address {
		t.Errorf("%s: %d bytes, asked %s", res.Status, len(text), p.last)
	}
	asked := p.asked.Load()
	for _, path := range []string{"/images/99/" + name, "/images/100/" + page.PictureName("https://images.example/0"), "/images/100/" + name + "0", "/images/4711/" + name, "/images/100/" + strings.ToUpper(name) + "x"} {
		if res := get(room, path); res.StatusCode != 404 {
			t.Errorf("%s: %s", path, res.Status)
		}
	}
	if n := p.asked.Load(); n != asked {
		t.Errorf("%d were fetched that stand in no text", n-asked)
	}
	if res := get(room, "/images/100/"+page.PictureName("https://images.example/gone.png")); res.StatusCode != 404 {
		t.Errorf("one that is gone: %s", res.Status)
	}
	o.Pictures = nil
	room = New(o)
	if text := body(t, get(room, "/story/100")); strings.Contains(text, "<img") || !strings.Contains(text, `<span class="picture">seal</span>`) {
		t.Error("without a proxy it is not described")
	}
	if res := get(room, "/images/100/"+name); res.StatusCode != 404 {
		t.Errorf("without a proxy: %s", res.Status)
	}
}

// What is no image of pixels is not handed on, whatever it is said to be, and an
// address that no story has cannot be asked for.
func TestWhatIsNoImageIsRefused(t *testing.T) {
	p := &fakePictures{by: map[string][]byte{
		"https://images.example/0": []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`),
		"https://images.example/1": []byte(`<?xml version="1.0"?><svg/>`),
		"https://images.example/2": []byte("<!doctype html><script>alert(1)</script>"),
		"https://images.example/3": bytes.Repeat([]byte("x"), 100), "https://images.example/4": {},
		"https://images.example/5": append([]byte("GIF89a"), make([]byte, maxImage)...),
		"https://images.example/6": []byte("%PDF-1.7"),
	}}
	room := illustrated(p)
	for id := 100; id >= 92; id-- {
		res := get(room, fmt.Sprint("/images/", id))
		if res.StatusCode != 404 || strings.Contains(body(t, res), "svg") || res.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Errorf("story %d: %s", id, res.Status)
		}
	}
	asked := p.asked.Load()
	for _, path := range []string{"/images/71", "/images/4711", "/images/0", "/images/-1", "/images/x", "/images/100.png", "/images/https:%2F%2Fimages.example%2F0", "/images/?url=https://images.example/0", "/images/100/x"} {
		if res := get(room, path); res.StatusCode != 404 && res.StatusCode/100 != 3 {
			t.Errorf("%s: %s", path, res.Status)
		}
	}
	if p.asked.Load() != asked {
		t.Error("something was fetched for an address that no story has")
	}
	if res := get(New(wholeOptions()), "/images/100"); res.StatusCode != 404 {
		t.Errorf("without a proxy: %s", res.Status)
	}
}

// One that could not be had is not asked for again at once, and one on its way
// is asked for once, however many wait for it.
func TestImagesAreAskedForOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &fakePictures{by: map[string][]byte{"https://images.example/0": pngOf(t, 4)}, takes: time.Second}
		room := illustrated(p)
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if res := get(room, "/images/100"); res.StatusCode != 200 {
					t.Error(res.Status)
				}
			})
		}
		wg.Wait()
		for range 3 {
			if res := get(room, "/images/99"); res.StatusCode != 404 {
				t.Error(res.Status)
			}
		}
		if n := p.asked.Load(); n != 2 {
			t.Errorf("asked %d times", n)
		}
		time.Sleep(imageFailed + time.Second)
		get(room, "/images/99")
		if n := p.asked.Load(); n != 3 {
			t.Errorf("later asked %d times", n)
		}
		p.takes = time.Hour
		begun := time.Now()
		if res := get(room, "/images/98"); res.StatusCode != 404 || time.Since(begun) > imageTime+time.Second {
			t.Errorf("%s after %v", res.Status, time.Since(begun))
		}
	})
}

func TestImageCacheIsBounded(t *testing.T) {
	c := newImages()
	for i := range 40 {
		c.keep(fmt.Sprint(i), &picture{data: make([]byte, 2<<20)})
	}
	if c.held > imageCache || c.order.Len() != len(c.by) || c.by["0"] != nil || c.by["39"] == nil {
		t.Errorf("%d bytes in %d images", c.held, len(c.by))
	}
}

func TestRasterKind(t *testing.T) {
	for want, data := range map[string]string{
		"image/jpeg": "\xff\xd8\xff\xe0\x00\x10JFIF", "image/gif": "GIF89a....", "image/webp": "RIFF\x00\x00\x00\x00WEBPVP8 ", "image/avif": "\x00\x00\x00\x1cftypavif\x00\x00\x00\x00",
		"": "\x00\x00\x00\x1cftypisom\x00\x00\x00\x00",
	} {
		if got := rasterKind([]byte(data)); got != want {
			t.Errorf("%q: %s, want %s", data, got, want)
		}
	}
	if got := rasterKind(pngOf(t, 1)); got != "image/png" {
		t.Error(got)
	}
	if got := http.DetectContentType([]byte("<svg xmlns")); strings.HasPrefix(got, "image/") {
		t.Error("SVG is taken for an image by its bytes")
	}
}

// A fault while an image is fetched is that of the image.
func TestImageThatPanics(t *testing.T) {
	o := wholeOptions()
	o.Store.(*fake).stories[0].Image = "https://images.example/0"
	o.Pictures = badPictures{}
	if res := get(New(o), "/images/100"); res.StatusCode != 404 {
		t.Error(res.Status)
	}
}

type badPictures struct{}

func (badPictures) Picture(context.Context, string, string) ([]byte, error) { panic("fetched badly") }
