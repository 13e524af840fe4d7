package sitemap

import (
	"bytes"
	"errors"
	"fmt"

	"alsoread/scanner/clean"
)

// ErrNotSitemap is the error of Read for a document that is no sitemap at all.
// The errors below wrap it and say what the document is instead.
var ErrNotSitemap = errors.New("not a sitemap")

// What a document was instead of a sitemap.
var (
	ErrEmpty = fmt.Errorf("the document is empty, %w", ErrNotSitemap)
	ErrHTML  = fmt.Errorf("this is an HTML page, %w", ErrNotSitemap)
	ErrFeed  = fmt.Errorf("this is a feed, %w", ErrNotSitemap)
	ErrXML   = fmt.Errorf("this is XML, but %w", ErrNotSitemap)
	ErrText  = fmt.Errorf("this is plain text, %w", ErrNotSitemap)
)

// window is how far into a document its root is looked for, in bytes: PHP
// warnings and comments may stand before it.
const window = 8 << 10

// Is reports whether a document is a sitemap or an index by its root. A gzip-ed
// one must have been decompressed; a list of addresses is not recognised, since
// any text could be one.
func Is(body []byte, contentType string) bool {
	text, _, _ := clean.UTF8(body[:min(len(body), window)], contentType)
	root, _ := rootOf(text)
	return isRoot(root)
}

// rootOf returns the name of the first element that tells what a document is,
// in lower case; "" when there is none. markup says that there was any element.
func rootOf(text []byte) (root string, markup bool) {
	s := scanner{text: text[:min(len(text), window)]}
	for range 40 {
		t, ok := s.next()
		if !ok {
			break
		}
		markup = true
		switch name := lowered(t.name); name {
		case "urlset", "sitemapindex", "rss", "rdf", "feed", "channel", "html", "head", "body", "title", "meta", "script":
			return name, true
		}
	}
	return "", markup
}

// sniff says what text is when it holds no sitemap.
func sniff(text []byte) error {
	text = bytes.TrimSpace(text)
	if len(text) == 0 {
		return ErrEmpty
	}
	head := bytes.ToLower(text[:min(len(text), 64)])
	if bytes.HasPrefix(head, []byte("<!doctype html")) {
		return ErrHTML
	}
	switch root, markup := rootOf(text); root {
	case "rss", "rdf", "feed", "channel":
		return ErrFeed
	case "html", "head", "body", "title", "meta", "script":
		return ErrHTML
	default:
		if markup {
			return ErrXML
		}
	}
	if text[0] == '{' && bytes.Contains(text[:min(len(text), window)], []byte("jsonfeed.org/version")) {
		return ErrFeed
	}
	return ErrText
}
