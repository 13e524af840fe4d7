package main

import (
	"bytes"
	"context"
	"slices"
	"time"

	"alsoread/news"
	"alsoread/scanner"
	"alsoread/sources"
)

// pictures fetches images of stories through the one fetcher.
type pictures struct {
	inForce func() *sources.File
	fetcher *scanner.Fetcher
}

// Limits of one image. A page shows many of one host: they are not spaced out as
// scans are, and no more of them are asked for at once than browsers do.
const (
	pictureBody    = 4 << 20
	pictureTime    = 10 * time.Second
	picturePerHost = 4
)

const acceptPictures = "image/avif,image/webp,image/png,image/jpeg,image/gif;q=0.8"

// Picture asks as the source would be asked, without what identifies us to it:
// images mostly lie with somebody else.
func (p *pictures) Picture(ctx context.Context, source, address string) ([]byte, error) {
	file := p.inForce()
	src := file.Defaults
	if i := slices.IndexFunc(file.Sources, func(s news.Source) bool { return s.Name == source }); i >= 0 {
		src = file.Sources[i]
	}
	src.Name, src.URL, src.Display = source, address, address
	src.Headers, src.Cookies, src.User, src.Password = nil, nil, "", ""
	src.MaxBody, src.Timeout, src.PerHost, src.HostDelay = pictureBody, pictureTime, picturePerHost, 0
	res, err := p.fetcher.Get(ctx, scanner.Request{Source: src, Accept: acceptPictures})
	if err != nil {
		return nil, err
	}
	defer res.Release()
	return bytes.Clone(res.Body), nil
}
