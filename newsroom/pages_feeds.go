package newsroom

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"alsoread/news"
	"alsoread/newsroom/page"
)

// maxListed bounds the sources on the page; the others are in the OPML file.
const maxListed = 500

// feedsPage serves the page that lists the feeds.
func (r *Room) feedsPage(w http.ResponseWriter, req *http.Request) error {
	return r.send(w, req, func(ctx context.Context, w io.Writer) error {
		v := &page.Feeds{Frame: r.frame(req, "feeds"), Events: ways("Events", "groups"), Stories: ways("Stories", "all")}
		v.Title, v.Feeds = "Feeds", v.Stories.Feeds
		if err := r.fillFeeds(ctx, v); err != nil {
			return err
		}
		return r.pages.draw.Feeds(w, v)
	})
}

func (r *Room) fillFeeds(ctx context.Context, v *page.Feeds) error {
	list, err := r.sourceList(ctx)
	if err != nil {
		return err
	}
	v.Tags = tagWays(list.all)
	for i := range list.all {
		s := &list.all[i]
		switch {
		case s.Gone:
		case len(v.BySource) < maxListed:
			v.BySource = append(v.BySource, ways(s.Name, "source/"+url.PathEscape(s.Name)))
		default:
			v.Hidden++
		}
	}
	if r.version != nil {
		if _, v.Changed, err = r.version(ctx); err != nil {
			return fmt.Errorf("read the version of the data: %w", err)
		}
	}
	return nil
}

func ways(name, path string) page.Ways { return page.Ways{Name: name, Feeds: feedsOf(name, path, "")} }

// tagWays lists the tags of all sources by name.
func tagWays(sources []news.SourceState) []page.Ways {
	var tags []string
	for i := range sources {
		if !sources[i].Gone {
			tags = append(tags, sources[i].Tags...)
		}
	}
	slices.Sort(tags)
	var out []page.Ways
	for _, tag := range slices.Compact(tags) {
		out = append(out, ways(tag, "tag/"+url.PathEscape(tag)))
	}
	return out
}

func (r *Room) show(t time.Time) string { return t.In(r.zone).Format("2 January 2006, 15:04 MST") }
