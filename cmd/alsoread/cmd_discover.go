package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"alsoread/news"
	"alsoread/scanner"
	"alsoread/scanner/discover"
	"alsoread/sources"
)

const discoverLong = `Say what can be followed at an address: the feed or sitemap that it is, or the
feeds and sitemaps that the page there names, the best first, comments last. Each
is read to see whether it works. When the page names none, robots.txt and a few
usual places are asked, eight requests at most, one at a time.

The best is printed as an entry for sources.yaml, ready to paste. Where no feed
can be read and the page lists stories itself, that is an entry of kind page, with
the selectors that describe them and the stories that they give.`

func (a *app) sourcesDiscoverCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "discover URL", Short: "Find the feeds and sitemaps of a site", Long: discoverLong, Args: cobra.ExactArgs(1),
		Example: "  alsoread sources discover https://www.theguardian.com/world\n  alsoread sources discover example.org --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.discover(cmd.Context(), args[0], asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line for each feed or sitemap")
	return cmd
}

func (a *app) discover(ctx context.Context, address string, asJSON bool) error {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	if u, err := url.Parse(address); err != nil || u.Host == "" {
		return usage(fmt.Errorf("discover %q: not a web address", plain(address)))
	}
	fetcher := a.newFetcher()
	defer fetcher.Close()
	d, err := scanner.NewFinder(fetcher).Discover(ctx, a.passing(address))
	if err != nil {
		return failed(fmt.Errorf("discover %s: %w", plain(address), err))
	}
	if asJSON {
		err = a.discoverJSON(d)
	} else {
		err = a.discoverTable(d)
	}
	if err == nil && !d.Readable() && d.Listing == nil {
		err = errors.New(nothingFound(d))
	}
	return failed(err)
}

// nothingFound says why there is nothing to follow.
func nothingFound(d *scanner.Discovery) string {
	text := "nothing to follow at " + plain(d.URL)
	if d.Barrier != discover.NoBarrier {
		text += ": this is " + string(d.Barrier)
	} else if len(d.Candidates) == 0 {
		text += ": the page names no feed"
	} else {
		text += ": nothing that the page names can be read"
	}
	if n := len(d.Guessed); n > 0 {
		text += fmt.Sprintf("; tried %s: %s", count(n, "usual place", "usual places"), paths(d.Guessed))
	}
	if d.Stopped != nil {
		text += fmt.Sprintf("; gave up then (%v)", d.Stopped)
	}
	return text
}

// paths are the paths of addresses, for a line of text.
func paths(addresses []string) string {
	var list []string
	for _, address := range addresses {
		if u, err := url.Parse(address); err == nil {
			list = append(list, plain(u.RequestURI()))
		}
	}
	return strings.Join(list, ", ")
}

// discoverTable prints what was found for people.
func (a *app) discoverTable(d *scanner.Discovery) error {
	if !d.Readable() && d.Listing != nil {
		return a.discoverListing(d)
	}
	if len(d.Candidates) == 0 {
		return nil
	}
	fmt.Fprintf(a.stdout, "%s\n\n", plain(headline(d)))
	zone := a.zone()
	rows := [][]string{{"RANK", "KIND", "ITEMS", "NEWEST", "TITLE", "URL", ""}}
	for _, c := range d.Candidates {
		rows = append(rows, candidateRow(&c, zone))
	}
	if err := table(a.stdout, rows); err != nil || !d.Readable() {
		return err
	}
	if entry := entryOf(&d.Candidates[0]); entry != "" {
		fmt.Fprintf(a.stdout, "\nFor sources.yaml:\n\n%s", entry)
	}
	return nil
}

// headline says in a sentence what is at the address.
func headline(d *scanner.Discovery) string {
	first := &d.Candidates[0]
	if first.How == discover.Given {
		return fmt.Sprintf("%s is a %s itself (%s).", d.URL, first.Kind, first.Format)
	}
	text := d.URL + " is a page"
	if d.Barrier != discover.NoBarrier {
		text = d.URL + " is " + string(d.Barrier)
	}
	named, working := 0, 0
	for _, c := range d.Candidates {
		if c.How == discover.ByLink || c.How == discover.ByAnchor {
			named++
		}
		if c.Works() {
			working++
		}
	}
	switch {
	case named == 0:
		return text + " that names no feed; found elsewhere on the site:"
	case named < len(d.Candidates):
		text += fmt.Sprintf(" that names %s; more was found elsewhere on the site", count(named, "feed or sitemap", "feeds and sitemaps"))
	default:
		text += fmt.Sprintf(" that names %s", count(named, "feed or sitemap", "feeds and sitemaps"))
	}
	return text + fmt.Sprintf(", %d can be read:", working)
}

func candidateRow(c *scanner.Candidate, zone *time.Location) []string {
	kind, items, note := string(c.Kind), "-", ""
	switch {
	case c.Works():
		kind, items = c.Format, fmt.Sprint(c.Items)
		if c.How == discover.ByPath {
			note = "a guess"
		}
	case c.Err != nil:
		note = fit(c.Err.Error(), 100)
	default:
		note = "not tried"
	}
	if c.Comments {
		note = strings.TrimPrefix(note+", comments", ", ")
	}
	return []string{fmt.Sprint(c.Rank), plain(kind), items, clock(c.Newest, zone), fit(titleOf(c), 40), plain(c.URL), plain(note)}
}

// titleOf is what the document calls itself, or else what the page calls it.
func titleOf(c *scanner.Candidate) string {
	if c.Name != "" {
		return c.Name
	}
	return c.Title
}

// entryOf is an entry of sources.yaml; "" when the file could not hold it.
func entryOf(c *scanner.Candidate) string {
	entry := sources.Entry{Name: titleOf(c), URL: c.URL}
	if c.Kind == news.KindSitemap {
		entry.Kind = news.KindSitemap
	}
	data, added, err := sources.New("").Add(entry)
	if err != nil || !added[0].OK() {
		return ""
	}
	return strings.TrimPrefix(string(data), "sources:\n")
}

// candidateLine is one line of "sources discover --json".
type candidateLine struct {
	Rank     int          `json:"rank"`
	URL      string       `json:"url"`
	Kind     news.Kind    `json:"kind"`
	How      discover.How `json:"how"`
	Format   string       `json:"format,omitempty"`
	Title    string       `json:"title,omitempty"`
	Type     string       `json:"type,omitempty"` // media type, as the page says
	Comments bool         `json:"comments,omitempty"`
	Status   string       `json:"status"` // "ok", "failed" or "untried"
	Items    int          `json:"items"`
	Newest   *time.Time   `json:"newest,omitempty"`
	Error    string       `json:"error,omitempty"`
	Entry    string       `json:"entry,omitempty"` // for sources.yaml
}

func (a *app) discoverJSON(d *scanner.Discovery) error {
	if !d.Readable() && d.Listing != nil {
		line := candidateLine{Rank: 1, URL: d.URL, Kind: news.KindPage, How: discover.Given, Format: "page", Status: "ok",
			Items: len(d.Listing.Items), Newest: stamp(newest(d.Listing.Items)), Entry: listingEntry(d)}
		if err := jsonLine(a.stdout, line); err != nil {
			return err
		}
	}
	for _, c := range d.Candidates {
		line := candidateLine{Rank: c.Rank, URL: c.URL, Kind: c.Kind, How: c.How, Format: c.Format, Title: titleOf(&c), Type: c.Type,
			Comments: c.Comments, Status: "untried", Items: c.Items, Newest: stamp(c.Newest)}
		switch {
		case c.Works():
			line.Status, line.Entry = "ok", entryOf(&c)
		case c.Err != nil:
			line.Status, line.Error = "failed", c.Err.Error()
		}
		if err := jsonLine(a.stdout, line); err != nil {
			return err
		}
	}
	return nil
}

// shownItems is how many stories of a listing page are shown for a judgement.
const shownItems = 12

// discoverListing prints what a page without a feed lists.
func (a *app) discoverListing(d *scanner.Discovery) error {
	fmt.Fprintf(a.stdout, "%s names no feed that can be read. It lists %s itself:\n\n", plain(d.URL), count(len(d.Listing.Items), "story", "stories"))
	rows := [][]string{{"PUBLISHED", "TITLE", "URL"}}
	wide, zone := columns(a.stdout), a.zone()
	for _, it := range d.Listing.Items[:min(len(d.Listing.Items), shownItems)] {
		rows = append(rows, []string{clock(it.Published, zone), fit(it.Title, wide/2-12), fit(it.URL, wide/2-10)})
	}
	if err := table(a.stdout, rows); err != nil {
		return err
	}
	if more := len(d.Listing.Items) - shownItems; more > 0 {
		fmt.Fprintf(a.stdout, "and %d more\n", more)
	}
	_, err := fmt.Fprintf(a.stdout, "\nFor sources.yaml:\n\n%s", listingEntry(d))
	return err
}

// listingEntry is the entry of sources.yaml for a listing page.
func listingEntry(d *scanner.Discovery) string {
	entry := sources.Entry{URL: d.URL, Kind: news.KindPage, Select: d.Listing.Select}
	data, added, err := sources.New("").Add(entry)
	if err != nil || !added[0].OK() {
		return ""
	}
	return strings.TrimPrefix(string(data), "sources:\n")
}

func newest(items []news.Item) (at time.Time) {
	for _, it := range items {
		if it.Published.After(at) {
			at = it.Published
		}
	}
	return at
}
