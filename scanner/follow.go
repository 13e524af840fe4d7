package scanner

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"alsoread/news"
	"alsoread/scanner/page"
)

// Where Also Read links are followed: their targets are read after the pages of
// the source's own stories, in the same visit and within the same bounds. Links
// of stories that were found so are kept but not followed: what one newspaper
// recommends leads, link by link, through all of its archive.

var (
	errElsewhere  = errors.New("at another publisher, where follow: all would ask")
	errNoArticle  = errors.New("read: this is not an article")
	errNoIdentity = errors.New("no address of a story")
)

// targets adds to a visit, once its pages are done, what Also Read links of the
// source's stories lead to.
func (s *Scanner) targets(ctx context.Context, v *visit) {
	src := &v.result.Scan.Source
	if len(v.wanted) > 0 || v.ended || v.room <= 0 || src.Follow == "" {
		return
	}
	targets, err := s.library.Targets(ctx, src.Name, time.Now(), v.room)
	if err != nil {
		v.result.Articles.FollowErr = err
	}
	v.wanted, v.room, v.ended, v.failing = targets, 0, true, 0
}

// noteTarget takes what came of a followed link into the result. A host that
// refuses or fails is left alone; others may still be asked.
func (v *visit) noteTarget(a *news.Article) {
	p := &v.result.Articles
	if a.Err == nil {
		p.Followed++
		v.failing = 0
		return
	}
	p.Unfollowed++
	if p.FollowErr == nil {
		p.FollowErr = a.Err
	}
	if vain(a.Err) || errors.Is(a.Err, ErrDisallowed) {
		return // says nothing of the others
	}
	if v.failing++; v.failing == visitFailures {
		v.wanted = nil
		return
	}
	if refusal(a.Err) != nil {
		v.wanted = slices.DeleteFunc(v.wanted, func(w news.Wanted) bool { return sameHost(w.URL, a.Link) })
	}
}

func sameHost(a, b string) bool {
	first, err := url.Parse(a)
	if err != nil {
		return false
	}
	second, err := url.Parse(b)
	return err == nil && first.Host == second.Host
}

// vain says that asking again would bring the same: the address leads to nothing,
// or to what is no article.
func vain(err error) bool {
	for _, final := range []error{ErrGone, ErrForbiddenAddress, ErrTooLarge, errNoPage, errAstray, errElsewhere, errNoArticle, errNoIdentity} {
		if errors.Is(err, final) {
			return true
		}
	}
	var status *HTTPError
	return errors.As(err, &status) && status.Status >= 400 && status.Status < 500 && status.Status != http.StatusTooManyRequests &&
		status.Status != http.StatusRequestTimeout && status.Status != http.StatusTooEarly
}

// followAgain is when the target of a link is asked for once more; zero when it
// is left: a dead link is dead, but a site that is down comes back.
func followAgain(tries int, at time.Time, err error) time.Time {
	if vain(err) {
		return time.Time{}
	}
	return tryAgain(tries, at, err)
}

// mayFollow says whether a page may lead to an address. A story's own page may
// lead anywhere.
func mayFollow(src *news.Source, w news.Wanted, address string) error {
	if w.From == 0 || src.Follows(w.Page, address) {
		return nil
	}
	what := errElsewhere.Error()
	if address != w.URL {
		what = "leads to " + oneLine(address, 200) + ", " + what
	}
	return &fault{what: what, err: errElsewhere}
}

// articleSelect returns the selectors for a page: the source's own are for its
// publisher's pages.
func articleSelect(src *news.Source, w news.Wanted, address string) *news.ArticleSelect {
	if w.From != 0 && news.Publisher(address) != news.Publisher(w.Page) {
		return nil
	}
	return src.Article
}

// markTargets says of each link of a story's page whether it is to be followed.
func markTargets(src *news.Source, address string, a *news.Article) {
	if src.Follow == "" {
		return
	}
	for i := range a.AlsoRead {
		l := &a.AlsoRead[i]
		if l.Follow = src.Follows(address, l.URL); !l.Follow {
			l.Problem = errElsewhere.Error()
		}
	}
}

// nameTarget sees to it that a page is an article and can be known again. Its
// own address counts where it is of the same publisher and that of a story.
func nameTarget(ctx context.Context, src *news.Source, w news.Wanted, doc page.Document, found *page.Article, a *news.Article) error {
	if !page.IsArticle(ctx, doc, found) {
		return errNoArticle
	}
	a.Answered = doc.URL
	if !isStory(a.URL) || news.Publisher(a.URL) != news.Publisher(doc.URL) {
		a.URL = doc.URL
	}
	if !isStory(a.URL) {
		return &fault{what: oneLine(a.URL, 200) + " is " + errNoIdentity.Error(), err: errNoIdentity}
	}
	if publisher := news.Publisher(doc.URL); publisher != news.Publisher(w.Page) {
		a.Publisher = strings.ToLower(publisher)
	}
	return nil
}

// isStory says whether a story can be known by an address.
func isStory(address string) bool {
	ids := news.Identify("", &news.Listing{Items: []news.Item{{URL: address}}})
	return !ids[0].URL.IsZero()
}
