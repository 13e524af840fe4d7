package export

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

var uuidURN = regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// node is an element with what stands in it.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Nodes   []*node    `xml:",any"`
}

const (
	nsAtom = "http://www.w3.org/2005/Atom"
	nsDC   = "http://purl.org/dc/elements/1.1/"
)

func (n *node) all(space, local string) (found []*node) {
	for _, c := range n.Nodes {
		if c.XMLName.Space == space && c.XMLName.Local == local {
			found = append(found, c)
		}
	}
	return found
}

func (n *node) attr(local string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// rules collects what a document breaks.
type rules struct{ broken []error }

func (r *rules) require(ok bool, format string, args ...any) {
	if !ok {
		r.broken = append(r.broken, fmt.Errorf(format, args...))
	}
}

// times requires between low and high elements of that name.
func (r *rules) times(n *node, space, local string, low, high int) []*node {
	found := n.all(space, local)
	r.require(len(found) >= low && len(found) <= high, "<%s> has %d <%s>, not %d to %d", n.XMLName.Local, len(found), local, low, high)
	return found
}

func (r *rules) link(what, address string) {
	u, err := url.Parse(address)
	r.require(err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "", "%s: %q is no http or https address", what, address)
	r.require(!strings.ContainsAny(address, "<>\"{}|\\^` \t\n"), "%s: %q is no URI", what, address)
}

func (r *rules) date(layout, text string) {
	_, err := time.Parse(layout, text)
	r.require(err == nil, "date %q", text)
}

func parse(body []byte) (*node, error) {
	if err := wellFormed(body); err != nil {
		return nil, err
	}
	root := &node{}
	return root, xml.NewDecoder(bytes.NewReader(body)).Decode(root)
}

// checkRSS checks the RSS 2.0 specification and the RSS Profile.
func checkRSS(body []byte) error {
	root, err := parse(body)
	if err != nil {
		return err
	}
	r := &rules{}
	r.require(root.XMLName.Local == "rss" && root.attr("version") == "2.0", "root is %v", root.XMLName)
	for _, channel := range r.times(root, "", "channel", 1, 1) {
		r.times(channel, "", "title", 1, 1)
		r.times(channel, "", "description", 1, 1)
		r.link("channel link", r.times(channel, "", "link", 1, 1)[0].Text)
		for _, d := range r.times(channel, "", "lastBuildDate", 0, 1) {
			r.date(time.RFC1123Z, d.Text)
		}
		for _, l := range r.times(channel, nsAtom, "link", 0, 1) {
			r.link("self link", l.attr("href"))
			r.require(l.attr("rel") == "self", "atom:link rel=%q", l.attr("rel"))
		}
		ids := map[string]bool{}
		for _, item := range channel.all("", "item") {
			r.rssItem(item, ids)
		}
	}
	return errors.Join(r.broken...)
}

func (r *rules) rssItem(item *node, ids map[string]bool) {
	r.require(len(item.all("", "title"))+len(item.all("", "description")) > 0, "item with neither title nor description")
	for _, name := range []string{"title", "link", "description", "guid", "pubDate", "comments", "source", "enclosure"} {
		for _, n := range r.times(item, "", name, 0, 1) {
			switch name {
			case "link", "comments":
				r.link(name, n.Text)
			case "pubDate":
				r.date(time.RFC1123Z, n.Text)
			case "source":
				r.link("source", n.attr("url"))
			case "enclosure":
				r.link("enclosure", n.attr("url"))
				r.require(n.attr("length") != "" && isMediaType(n.attr("type")), "enclosure %v", n.Attrs)
			case "guid":
				r.require(!ids[n.Text], "guid %s twice", n.Text)
				ids[n.Text] = true
				r.require(n.attr("isPermaLink") == "false" && uuidURN.MatchString(n.Text), "guid %q isPermaLink=%q", n.Text, n.attr("isPermaLink"))
			}
		}
	}
	// The profile: content:encoded after description.
	content := slices.IndexFunc(item.Nodes, func(n *node) bool { return n.XMLName.Local == "encoded" })
	description := slices.IndexFunc(item.Nodes, func(n *node) bool { return n.XMLName.Local == "description" })
	r.require(content < 0 || description < content, "content:encoded before description")
}

// checkAtom checks the rules of RFC 4287 section 4 that a reader relies on.
func checkAtom(body []byte) error {
	root, err := parse(body)
	if err != nil {
		return err
	}
	r := &rules{}
	r.require(root.XMLName.Local == "feed" && root.XMLName.Space == nsAtom, "root is %v", root.XMLName)
	r.atomMeta(root, 1)
	r.require(len(root.all(nsAtom, "author")) > 0, "4.1.1: feed without author")
	ids := map[string]bool{}
	for _, entry := range root.all(nsAtom, "entry") {
		r.atomMeta(entry, 0)
		id := entry.all(nsAtom, "id")[0].Text
		r.require(!ids[id], "id %s twice", id)
		ids[id] = true
		r.times(entry, nsAtom, "published", 0, 1)
		r.times(entry, nsAtom, "summary", 0, 1)
		content := r.times(entry, nsAtom, "content", 0, 1)
		r.require(len(content) > 0 || hasLink(entry, "alternate"), "4.1.2: entry with neither content nor alternate link")
		for _, source := range r.times(entry, nsAtom, "source", 0, 1) {
			r.atomMeta(source, 0)
		}
		for _, c := range entry.all(nsAtom, "category") {
			r.require(c.attr("term") != "", "4.2.2: category without term")
		}
	}
	return errors.Join(r.broken...)
}

// atomMeta checks what feed, entry and source have in common.
func (r *rules) atomMeta(n *node, self int) {
	for _, id := range r.times(n, nsAtom, "id", 1, 1) {
		u, err := url.Parse(id.Text)
		r.require(err == nil && u.Scheme != "", "4.2.6: id %q is no IRI", id.Text)
	}
	r.times(n, nsAtom, "title", 1, 1)
	for _, updated := range r.times(n, nsAtom, "updated", 1, 1) {
		r.date(time.RFC3339, updated.Text)
	}
	for _, author := range n.all(nsAtom, "author") {
		name := r.times(author, nsAtom, "name", 1, 1)
		r.require(name[0].Text != "", "3.2.1: author without a name")
	}
	seen := map[string]bool{}
	for _, l := range n.all(nsAtom, "link") {
		r.link("link "+l.attr("rel"), l.attr("href"))
		key := l.attr("type") + " " + l.attr("hreflang")
		if l.attr("rel") == "alternate" {
			r.require(!seen[key], "4.1.1: two alternate links of one type")
			seen[key] = true
		}
	}
}

func hasLink(n *node, rel string) bool {
	return slices.ContainsFunc(n.all(nsAtom, "link"), func(l *node) bool { return l.attr("rel") == rel })
}

// checkJSONFeed checks JSON Feed 1.1.
func checkJSONFeed(body []byte) error {
	r := &rules{}
	r.require(json.Valid(body), "not valid JSON")
	var doc struct {
		Version, Title string
		HomePageURL    *string          `json:"home_page_url"`
		FeedURL        *string          `json:"feed_url"`
		Items          []map[string]any `json:"items"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		return err
	}
	r.require(doc.Version == "https://jsonfeed.org/version/1.1", "version %q", doc.Version)
	r.require(doc.Items != nil, "no items")
	for _, address := range []*string{doc.HomePageURL, doc.FeedURL} {
		if address != nil {
			r.link("feed", *address)
		}
	}
	ids := map[any]bool{}
	for _, item := range doc.Items {
		r.jsonItem(item)
		r.require(!ids[item["id"]], "id %v twice", item["id"])
		ids[item["id"]] = true
	}
	return errors.Join(r.broken...)
}

func (r *rules) jsonItem(item map[string]any) {
	id, _ := item["id"].(string)
	r.require(uuidURN.MatchString(id), "id %q", id)
	_, html := item["content_html"]
	_, text := item["content_text"]
	r.require(html || text, "item with neither content_html nor content_text")
	for _, name := range []string{"url", "image"} {
		if address, ok := item[name]; ok {
			r.link(name, address.(string))
		}
	}
	for _, name := range []string{"date_published", "date_modified"} {
		if date, ok := item[name]; ok {
			r.date(time.RFC3339, date.(string))
		}
	}
	attachments, _ := item["attachments"].([]any)
	for _, a := range attachments {
		file := a.(map[string]any)
		r.link("attachment", file["url"].(string))
		kind, _ := file["mime_type"].(string)
		r.require(isMediaType(kind), "attachment of type %q", kind)
	}
}
