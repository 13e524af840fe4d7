package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync"
	"time"

	"alsoread/internal/bench/rig"
)

// kind is one of the pages that are asked for, and how often.
type kind struct {
	name   string
	share  int // of a hundred requests; 0: its cost alone is measured
	goal   time.Duration
	target func(*rand.Rand) string
}

func kinds(o options) []kind {
	words := newVocabulary(rand.New(rand.NewPCG(1, 2))) // those of the stories
	return []kind{
		{"/", 40, 50 * time.Millisecond, func(*rand.Rand) string { return "" }},
		{"/?tag=T", 15, 50 * time.Millisecond, func(r *rand.Rand) string { return "?tag=" + tags[r.IntN(len(tags))] }},
		{"/group/ID", 30, 50 * time.Millisecond, func(r *rand.Rand) string { return fmt.Sprintf("group/%d", 1+r.IntN(o.groups*9/10)) }},
		{"/search?q=", 15, 100 * time.Millisecond, func(r *rand.Rand) string {
			return "search?q=" + url.QueryEscape(words.word(r)+" "+words.word(r))
		}},
		{"/?publisher=P", 0, 0, func(r *rand.Rand) string {
			return "?publisher=" + url.QueryEscape(publisherOf(r.IntN(o.sources)))
		}},
		{"/?lang=L", 0, 0, func(r *rand.Rand) string { return "?lang=" + languages[r.IntN(len(languages))] }},
		{"/story/ID", 0, 0, func(r *rand.Rand) string { return fmt.Sprintf("story/%d", 1+r.IntN(o.stories*9/10)) }},
		{"/sources", 0, 0, func(*rand.Rand) string { return "sources" }},
	}
}

// result is how long the requests took, by kind, from the moment when each was
// due: one that waits for another has waited.
type result struct {
	kinds []kind
	mu    sync.Mutex
	took  map[string][]time.Duration
	bytes int64
	fails []error
	costs map[string]time.Duration // of one request; none where it is not known
}

const warmUp = 100 // requests that do not count: caches are filled once

// load asks at the rate, whatever the answers.
func load(ctx context.Context, o options, address string) (*result, error) {
	random := rand.New(rand.NewPCG(3, 4))
	r := &result{kinds: kinds(o), took: map[string][]time.Duration{}}
	client := &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 100}}
	begin, all := time.Now(), sync.WaitGroup{}
	total := o.rate*o.seconds + warmUp
	for n := range total {
		due := begin.Add(time.Duration(n) * time.Second / time.Duration(o.rate))
		select {
		case <-time.After(time.Until(due)):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		k := pick(r.kinds, random.IntN(100))
		target := address + k.target(random)
		all.Go(func() { r.ask(ctx, client, k, target, due, n >= warmUp) })
	}
	all.Wait()
	if len(r.fails) > total/1000 {
		return nil, fmt.Errorf("%d of %d requests failed: %w", len(r.fails), total, errors.Join(r.fails[:min(5, len(r.fails))]...))
	}
	return r, nil
}

func pick(kinds []kind, at int) kind {
	for _, k := range kinds {
		if at -= k.share; at < 0 {
			return k
		}
	}
	return kinds[len(kinds)-1]
}

func (r *result) ask(ctx context.Context, client *http.Client, k kind, target string, due time.Time, counts bool) {
	size, err := rig.Get(ctx, client, target, io.Discard)
	took := time.Since(due)
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case err != nil:
		r.fails = append(r.fails, err)
	case counts:
		r.took[k.name] = append(r.took[k.name], took)
		r.bytes += size
	}
}
