package newsroom

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"alsoread/export"
)

// opml serves the list of all sources. It is small and changes with
// sources.yaml rather than with the stories, so it is made each time.
func (r *Room) opml(w http.ResponseWriter, req *http.Request) error {
	return r.answer(w, req, document{contentType: "text/x-opml; charset=utf-8", make: func(ctx context.Context, w io.Writer) error {
		sources, err := r.store.Sources(ctx)
		if err != nil {
			return fmt.Errorf("read the sources: %w", err)
		}
		return export.WriteOPML(w, r.title, export.Outlines(sources))
	}})
}

const jsonFeedExtension = `The _alsoread object in the items of these JSON feeds

story       the number of the story in this newsroom's database
publisher   who stands behind the source that listed it first
first_seen  when a scan first found it (RFC 3339, UTC)
copy_of     the number of the story whose text this one repeats
group       the number of the event it tells of
image_credit of whom its image is, as its page says
paywalled   true when its page says that not all of it is free to read
also_read   what its publisher recommends in the story itself:
  url, title  of the link, with the text it stands on
  label       what stands over it: Also Read, Read more, ...
  story       the number of the story it leads to, where that is known here
sources     the sources that listed it, in the order of time:
  name        the source
  publisher   who stands behind it
  feed_url    the address of the source
  seen        when it was first seen to list the story
  url, title  as this source gives them, where they are not the item's own

In the feed of events an item is an event: story is the one that leads it, and
sources are the stories of those who tell it.

The id of an item is made from what makes the story that story, its canonical
address as a rule. It is the same in RSS, Atom and JSON Feed, and in every
database. That of an event is made from its number and this newsroom's secret.
`

// aboutJSONFeed explains the extension, as the format asks of its "about" key.
func (r *Room) aboutJSONFeed(w http.ResponseWriter, req *http.Request) error {
	return r.answer(w, req, document{contentType: "text/plain; charset=utf-8", make: func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, jsonFeedExtension)
		return err
	}})
}
