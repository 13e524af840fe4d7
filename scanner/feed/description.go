package feed

import "time"

// Description is how a feed is written: what somebody who looks into a feed
// wants to know and no reader of its stories does. Texts in it are plain, in
// one line, and addresses absolute http(s) ones unless a field says otherwise;
// what a document does not state is zero.
type Description struct {
	Feed  Part   `json:"feed"`
	Items []Part `json:"items,omitempty"` // those that Read keeps, in the order of the document
	Cut   bool   `json:"cut,omitempty"`   // there was more than maxTold allows
}

// Part is what is told of a feed, of an item or of the source of an item.
type Part struct {
	Line       int        `json:"line,omitempty"` // where an item starts, from 1
	Texts      []Text     `json:"texts,omitempty"`
	Links      []Link     `json:"links,omitempty"`      // Atom's
	Categories []Category `json:"categories,omitempty"` // those with a scheme or a label
	ReplyTo    []Reply    `json:"reply_to,omitempty"`   // what an item answers (RFC 4685)
	Valid      *Period    `json:"valid,omitempty"`
	Source     *Part      `json:"source,omitempty"` // the feed that an item was taken from

	// Of a source alone: a listing has those of feeds and items.
	People    []Person   `json:"people,omitempty"`
	Generator *Generator `json:"generator,omitempty"`

	// Of a feed alone (RSS).
	Image     *Image `json:"image,omitempty"`
	TextInput *Input `json:"text_input,omitempty"`
	Cloud     *Cloud `json:"cloud,omitempty"`
	Docs      string `json:"docs,omitempty"` // where the format is described
}

// Text is how one text was written.
type Text struct {
	Element  string `json:"element"`            // "title", "content:encoded"
	Type     string `json:"type"`               // media type: as stated, else what the format lays down
	Base     string `json:"base,omitempty"`     // the xml:base in scope
	Language string `json:"language,omitempty"` // the xml:lang in scope, as it stands
	Text     string `json:"text,omitempty"`     // of a source alone; at most maxField bytes
}

// Link is one of Atom's links, whatever its relation.
type Link struct {
	Href     string `json:"href"`
	Rel      string `json:"rel"` // in lower case; "alternate" where there is none (RFC 4287 section 4.2.7.2)
	Type     string `json:"type,omitempty"`
	Title    string `json:"title,omitempty"`
	Language string `json:"language,omitempty"`
	Length   int64  `json:"length,omitempty"` // bytes
}

// Category is one with more to it than its name.
type Category struct {
	Term   string `json:"term"`
	Scheme string `json:"scheme,omitempty"` // as it stands: not all are addresses
	Label  string `json:"label,omitempty"`
}

// Reply names what an item answers.
type Reply struct {
	Ref    string `json:"ref,omitempty"` // the id of an entry, as it stands
	Href   string `json:"href,omitempty"`
	Type   string `json:"type,omitempty"`
	Source string `json:"source,omitempty"` // the feed of that entry
}

// Period is when a feed or an item is valid, in UTC.
type Period struct {
	From  time.Time `json:"from,omitzero"`
	Until time.Time `json:"until,omitzero"`
}

// Person is an author or a contributor of a source.
type Person struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	URL   string `json:"url,omitempty"`
	Role  string `json:"role"` // "author" or "contributor"
}

// Generator is the program that wrote a source.
type Generator struct {
	Name    string `json:"name,omitempty"`
	Version string `json:"version,omitempty"`
	URL     string `json:"url,omitempty"`
}

// Image is what stands beside the address of a feed's picture.
type Image struct {
	Title       string `json:"title,omitempty"`
	Link        string `json:"link,omitempty"`
	Description string `json:"description,omitempty"`
	Width       int    `json:"width,omitempty"` // pixels
	Height      int    `json:"height,omitempty"`
}

// Input is the search field that an RSS feed may offer.
type Input struct {
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	Name        string `json:"name,omitempty"`
	Link        string `json:"link,omitempty"`
}

// Cloud is where an RSS feed lets programs register for news of it, as it
// stands.
type Cloud struct {
	Domain    string `json:"domain,omitempty"`
	Port      int    `json:"port,omitempty"`
	Path      string `json:"path,omitempty"`
	Procedure string `json:"procedure,omitempty"`
	Protocol  string `json:"protocol,omitempty"`
}
