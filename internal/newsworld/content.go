package newsworld

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The stories are written in content/KEY.txt, one file a publisher:
//
//	== slug
//	title: The title
//	age: 2h40m            published so long before the world starts; -5m: five minutes after
//	section: city
//	author: Nora Feld
//	tags: ferry, transport
//	event: ferry
//	image: sea
//	media: audio
//	summary: Text, when it is not the first paragraph.
//	change: 6m Another title, six minutes after the world starts
//	copy: wire-nine/slug  the text is that of an agency ...
//	cut: 2                ... without its last two paragraphs
//	credit: Wire Nine     ... and with this as its last paragraph
//
//	A paragraph, on one line or several, ended by an empty line.
//
//	## A heading
//
//	> A quotation
//
//	@also list "Also Read" harbour-post/other-slug wire-nine/slug
//
//go:embed content/*.txt
var content embed.FS

// draft is a story of content/*.txt before its copy is made.
type draft struct {
	*Story
	copyOf string
	cut    int
	credit string
}

// written reads all stories, dated from now.
func written(now time.Time) ([]*Story, error) {
	var drafts []draft
	for _, p := range publishers {
		file := "content/" + p.key + ".txt"
		text, err := content.ReadFile(file)
		if err != nil {
			if p.down {
				continue // what it would print, nobody can read
			}
			return nil, err
		}
		more, err := readDrafts(p.key, string(text), now)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		drafts = append(drafts, more...)
	}
	return finish(drafts)
}

func readDrafts(publisher, text string, now time.Time) ([]draft, error) {
	var drafts []draft
	for part := range strings.SplitSeq("\n"+text, "\n== ") {
		slug, rest, _ := strings.Cut(part, "\n")
		if strings.TrimSpace(slug) == "" || strings.HasPrefix(slug, "#") {
			continue
		}
		d, err := readDraft(rest, now)
		if err != nil {
			return nil, fmt.Errorf("story %s: %w", slug, err)
		}
		d.Publisher, d.Slug = publisher, strings.TrimSpace(slug)
		drafts = append(drafts, d)
	}
	return drafts, nil
}

func readDraft(text string, now time.Time) (draft, error) {
	d := draft{Story: &Story{}}
	head, body, _ := strings.Cut(text, "\n\n")
	for line := range strings.Lines(head) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			return d, fmt.Errorf("%q is not \"key: value\"", line)
		}
		if err := d.set(key, strings.TrimSpace(value), now); err != nil {
			return d, fmt.Errorf("%s: %w", key, err)
		}
	}
	if d.Title == "" || d.Published.IsZero() {
		return d, fmt.Errorf("title or age is missing")
	}
	var err error
	d.Blocks, err = readBlocks(body)
	return d, err
}

func (d *draft) set(key, value string, now time.Time) (err error) {
	switch key {
	case "title":
		d.Title = value
	case "age":
		var age time.Duration
		age, err = time.ParseDuration(value)
		d.Published = now.Add(-age).Truncate(time.Second)
	case "section":
		d.Section = value
	case "author":
		d.Author = value
	case "tags":
		d.Tags = strings.Split(value, ", ")
	case "event":
		d.Event = value
	case "image":
		d.Image = value
	case "media":
		d.Media = value
	case "summary":
		d.Summary = value
	case "change":
		after, title, _ := strings.Cut(value, " ")
		var wait time.Duration
		wait, err = time.ParseDuration(after)
		d.change = &change{at: now.Add(wait).Truncate(time.Second), title: title}
	case "copy":
		d.copyOf = value
	case "cut":
		d.cut, err = strconv.Atoi(value)
	case "credit":
		d.credit = value
	default:
		err = fmt.Errorf("unknown key")
	}
	return err
}

func readBlocks(body string) ([]Block, error) {
	var blocks []Block
	for part := range strings.SplitSeq(body, "\n\n") {
		text := strings.Join(strings.Fields(part), " ")
		switch {
		case text == "":
		case strings.HasPrefix(text, "## "):
			blocks = append(blocks, Block{Kind: Heading, Text: text[3:]})
		case strings.HasPrefix(text, "> "):
			blocks = append(blocks, Block{Kind: Quote, Text: text[2:]})
		case strings.HasPrefix(text, "@also "):
			b, err := readAlso(text)
			if err != nil {
				return nil, err
			}
			blocks = append(blocks, b)
		default:
			blocks = append(blocks, Block{Kind: Paragraph, Text: text})
		}
	}
	return blocks, nil
}

// readAlso reads: @also SHAPE "LABEL" LINK ...
func readAlso(text string) (Block, error) {
	parts := strings.Split(text, `"`)
	if len(parts) != 3 {
		return Block{}, fmt.Errorf("%q is not: @also shape \"label\" links", text)
	}
	b := Block{
		Kind: Also, Text: parts[1],
		Shape: strings.TrimSpace(strings.TrimPrefix(parts[0], "@also ")),
		Links: strings.Fields(parts[2]),
	}
	if alsoShapes[b.Shape] == nil || len(b.Links) == 0 {
		return Block{}, fmt.Errorf("%q: no such shape, or no links", text)
	}
	return b, nil
}

// finish makes the copies of agency texts and checks that every link leads to
// a story.
func finish(drafts []draft) ([]*Story, error) {
	known := make(map[string]*Story)
	for _, d := range drafts {
		known[d.Publisher+"/"+d.Slug] = d.Story
	}
	var stories []*Story
	for _, d := range drafts {
		if d.copyOf != "" {
			original := known[d.copyOf]
			if original == nil {
				return nil, fmt.Errorf("%s/%s: no story %s to copy", d.Publisher, d.Slug, d.copyOf)
			}
			d.copyText(original)
		}
		for _, b := range d.Blocks {
			for _, link := range b.Links {
				if known[link] == nil {
					return nil, fmt.Errorf("%s/%s: also read %s: no such story", d.Publisher, d.Slug, link)
				}
			}
		}
		stories = append(stories, d.Story)
	}
	for _, s := range stories {
		s.prepare()
	}
	return stories, nil
}

// copyText takes over the paragraphs of an agency's story, less some at the
// end, in front of what the draft has of its own.
func (d *draft) copyText(original *Story) {
	paragraphs := slices.DeleteFunc(slices.Clone(original.Blocks), func(b Block) bool { return b.Kind == Also })
	blocks := paragraphs[:max(0, len(paragraphs)-d.cut)]
	if d.credit != "" {
		blocks = append(blocks, Block{Kind: Paragraph, Text: d.credit})
	}
	d.Blocks = append(blocks, d.Blocks...)
	d.Event = original.Event
}
