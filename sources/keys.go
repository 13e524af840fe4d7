package sources

import (
	"cmp"
	"maps"
	"net/netip"
	"regexp"
	"time"

	"alsoread/news"
)

// What a source gets that says nothing, in a file whose defaults say nothing.
const (
	DefaultSchedule  = "@every 15m"
	DefaultTimezone  = "UTC"
	DefaultTimeout   = 20 * time.Second       // for the whole exchange
	DefaultMaxBody   = 15 << 20               // bytes, decompressed
	DefaultMaxItems  = 2000                   // newest first
	DefaultArticles  = 20                     // article pages in one scan (max_articles)
	DefaultPerHost   = 2                      // connections to one host at once
	DefaultHostDelay = 250 * time.Millisecond // between two requests to one host
	DefaultPages     = 2                      // of a listing, where select has next (max_pages)
)

// builtIn is the source that the defaults of a file begin with.
func builtIn() news.Source {
	return news.Source{
		Kind:        news.KindAuto,
		Schedule:    DefaultSchedule,
		Timetable:   news.Period(15 * time.Minute),
		Location:    time.UTC,
		Timeout:     DefaultTimeout,
		MaxBody:     DefaultMaxBody,
		MaxItems:    DefaultMaxItems,
		MaxArticles: DefaultArticles,
		PerHost:     DefaultPerHost,
		HostDelay:   DefaultHostDelay,
	}
}

// defaultKeys are the keys of defaults. Each of them may stand in a source too.
var defaultKeys = setters[news.Source]{
	"schedule":       setTo((*reader).schedule, func(s *news.Source) *string { return &s.Schedule }),
	"timezone":       setTo((*reader).zone, func(s *news.Source) **time.Location { return &s.Location }),
	"timeout":        setTo(spanOf(10*time.Millisecond, 10*time.Minute), func(s *news.Source) *time.Duration { return &s.Timeout }),
	"max_body":       setTo(size(1<<10, 1<<30), func(s *news.Source) *int64 { return &s.MaxBody }),
	"max_items":      setTo(number(1, 100_000), func(s *news.Source) *int { return &s.MaxItems }),
	"max_articles":   setTo(number(0, 1000), func(s *news.Source) *int { return &s.MaxArticles }),
	"per_host":       setTo(number(1, 64), func(s *news.Source) *int { return &s.PerHost }),
	"host_delay":     setTo(spanOf(0, time.Hour), func(s *news.Source) *time.Duration { return &s.HostDelay }),
	"user_agent":     setTo((*reader).userAgent, func(s *news.Source) *string { return &s.UserAgent }),
	"allow_networks": setTo((*reader).networks, func(s *news.Source) *[]netip.Prefix { return &s.AllowNetworks }),
	"articles":       setTo((*reader).truth, func(s *news.Source) *bool { return &s.Articles }),
	"follow":         setTo((*reader).follow, func(s *news.Source) *string { return &s.Follow }),
	"proxy":          secret(readProxy),
}

// sourceKeys are the keys of a source.
var sourceKeys = withDefaults(setters[news.Source]{
	"name":        setTo((*reader).name, func(s *news.Source) *string { return &s.Name }),
	"url":         readURL,
	"kind":        setTo((*reader).kind, func(s *news.Source) *news.Kind { return &s.Kind }),
	"publisher":   setTo((*reader).name, func(s *news.Source) *string { return &s.Publisher }),
	"tags":        setTo((*reader).tags, func(s *news.Source) *[]string { return &s.Tags }),
	"disabled":    setTo((*reader).truth, func(s *news.Source) *bool { return &s.Disabled }),
	"headers":     secret(readHeaders),
	"cookies":     secret(readCookies),
	"user":        secret(readUser),
	"password":    secret(readPassword),
	"select":      readSelect,
	"url_pattern": setTo((*reader).pattern, func(s *news.Source) **regexp.Regexp { return &s.URLPattern }),
	"article":     readArticle,
})

func withDefaults(keys setters[news.Source]) setters[news.Source] {
	maps.Copy(keys, defaultKeys)
	return keys
}

// secret makes a setter whose value is hidden in excerpts and never quoted.
func secret[T any](set func(*reader, *T, place)) func(*reader, *T, place) {
	return func(r *reader, dst *T, at place) {
		at.secret = true
		set(r, dst, at)
	}
}

// schedule reads a schedule; it is compiled once the time zone is known.
func (r *reader) schedule(at place) (string, bool) {
	return r.plain(at, maxSpec)
}

// readDefaults reads the defaults of the file into base.
func readDefaults(r *reader, base *news.Source, n *node) {
	at := place{"defaults", n, false}
	if n.kind == nullNode {
		return
	}
	readMap(r, base, at, defaultKeys)
	if n.kind == mapNode {
		// A schedule that is wrong here would be wrong in every source again.
		if !r.compile(base, at) {
			base.Schedule, base.Timetable = DefaultSchedule, builtIn().Timetable
		}
	}
}

// compile makes the timetable of a source or of the defaults and reports a bad
// schedule where it stands.
func (r *reader) compile(s *news.Source, at place) bool {
	table, err := r.timetable(s.Schedule, s.Location)
	if err != nil {
		if n := at.node.get("schedule"); n != nil {
			r.fault(at.under("schedule", n), "%v", err)
		}
		return false
	}
	s.Timetable = table
	return true
}

// readSource reads one entry. The base is what it takes from the defaults.
func readSource(r *reader, base news.Source, n *node) news.Source {
	s, at := base, place{node: n}
	readMap(r, &s, at, sourceKeys)
	if n.kind != mapNode {
		return s
	}
	for _, key := range []string{"name", "url"} {
		if n.get(key) == nil {
			r.fault(at, "has no %s", key)
		}
	}
	r.compile(&s, at)
	r.agree(&s, at)
	if s.Publisher == "" {
		// Of the address as it is shown: the environment's part may be secret.
		s.Publisher = cmp.Or(news.Publisher(s.Display), s.Name)
	}
	return s
}

// agree checks the keys of one source against each other and fills in what
// follows from them.
func (r *reader) agree(s *news.Source, at place) {
	get := func(key string) place { return at.under(key, at.node.get(key)) }
	has := func(key string) bool { return at.node.get(key) != nil }
	switch {
	case has("select") && s.Kind == news.KindAuto:
		s.Kind = news.KindPage
	case has("select") && s.Kind != news.KindPage:
		r.fault(get("select"), "has no effect on a source of kind %s", s.Kind)
	}
	if has("url_pattern") && s.Kind == news.KindFeed {
		r.fault(get("url_pattern"), "has no effect on a source of kind feed")
	}
	if has("password") && !has("user") {
		r.fault(place{"password", at.node.get("password"), true}, "wants a user too")
	}
	if _, set := s.Headers["Authorization"]; set && has("user") {
		r.fault(place{"user", at.node.get("user"), true}, "does not go together with the header Authorization")
	}
	r.agreeOnArticles(s, at)
}

// agreeOnArticles: selectors of article pages and following their links both
// mean that these pages are to be read, unless the source says otherwise.
func (r *reader) agreeOnArticles(s *news.Source, at place) {
	switch refused := at.node.get("articles") != nil && !s.Articles; {
	case !refused:
		s.Articles = s.Articles || s.Article != nil || s.Follow != ""
	case at.node.get("follow") != nil && s.Follow != "":
		r.fault(at.under("follow", at.node.get("follow")), "has no effect with articles: false")
	default:
		s.Follow = ""
	}
}
