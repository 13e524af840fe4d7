package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"alsoread/news"
)

// writer invents stories of about 4 KB: two words in five are common ones, the
// others are met as words are (Zipf's law, a vocabulary of 200,000), and each event
// has eight of its own.
type writer struct {
	random *rand.Rand
	words  *rand.Zipf
}

const (
	vocabulary     = 200_000
	textBytes      = 4 << 10
	storiesAnEvent = 5
	eventWords     = 8
)

func newWriter() *writer {
	r := rand.New(rand.NewPCG(1, 1))
	return &writer{random: r, words: rand.NewZipf(r, 1.1, 20, vocabulary-1)}
}

var syllables = strings.Fields("ba be bo ca ce co da de di do fa fe fi ga go ha he ka ke la le li lo ma me mi mo na ne ni no pa pe po ra re ri ro sa se si so ta te ti to va ve vi za zo")

// word is the n-th word; frequent ones are short.
func word(n uint64) string {
	var b strings.Builder
	for n += uint64(len(syllables)); n > 0; n /= uint64(len(syllables)) {
		b.WriteString(syllables[n%uint64(len(syllables))])
	}
	return b.String()
}

func (w *writer) any() string { return word(w.words.Uint64()) }

// of is a word of an event.
func (w *writer) of(event int) string {
	return word(vocabulary + uint64(event*eventWords+w.random.IntN(eventWords)))
}

// item is story number n. What tells of one event comes within some thousands of
// stories.
func (w *writer) item(n int) news.Item {
	event := max(n/storiesAnEvent-int(w.random.ExpFloat64()*500), 0)
	var text strings.Builder
	for text.Len() < textBytes {
		fmt.Fprintf(&text, "<p>The %s of the %s and %s is the %s.</p>\n", w.any(), w.of(event), w.any(), w.any())
	}
	url := fmt.Sprintf("https://publisher%d.example/story/%d", n%sources, n)
	title := fmt.Sprintf("%s %s %s for %s in %s", w.of(event), w.of(event), w.any(), w.any(), w.of(event))
	return news.Item{GUID: url, URL: url, Title: title, Language: "en", Content: text.String()}
}
