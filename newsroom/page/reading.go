package page

import (
	"net/url"
	"strconv"

	"alsoread/news"
)

// Seen names a group as it is shown, for marking it as read: what joins it later
// is not meant.
func (f Frame) Seen(g news.Group) string {
	return strconv.FormatInt(g.ID, 10) + "." + strconv.FormatInt(g.Changed.UnixMilli(), 10)
}

// Place is where a group stands in the feed.
func (f Frame) Place(g news.Group) string {
	return strconv.FormatInt(g.Latest.UnixMilli(), 10) + "." + strconv.FormatInt(g.ID, 10)
}

// Here is the query of this part of the feed.
func (v *Front) Here() string {
	q, _ := url.ParseQuery(v.Filter.Asked()) // it was made a moment ago
	if v.Before != "" {
		q.Set("before", v.Before)
	}
	return q.Encode()
}

// Through is the last place of this part of the feed, and when it was shown.
func (v *Front) Through() string {
	if len(v.Entries) == 0 {
		return ""
	}
	return v.Place(v.Entries[len(v.Entries)-1].Group) + "." + strconv.FormatInt(v.Now.UnixMilli(), 10)
}
