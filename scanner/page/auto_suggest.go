package page

import (
	"context"

	"alsoread/news"
)

func suggest(ctx context.Context, d Document) (*news.Select, *news.Listing, error) {
	return nil, nil, ErrNoStories
}
