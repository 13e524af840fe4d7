package scanner

import (
	"fmt"
	"testing"
	"time"

	"alsoread/news"
)

func plainSource(name, url string) news.Source {
	return news.Source{Name: name, URL: url, Display: url, PerHost: 1, Timeout: time.Second,
		Location: time.UTC, MaxBody: 1 << 20, MaxItems: 100}
}

func taskOf(source news.Source, state news.State) task { return scanTask(&source, state) }

// A host with many sources, none of which ends, must not keep the workers from
// the sources of other hosts.
func TestQueueIsFairOverHosts(t *testing.T) {
	q := newQueue()
	for i := range 50 {
		q.push(taskOf(plainSource(fmt.Sprint("stuck ", i), "http://stuck.example/feed"), news.State{}))
	}
	q.push(taskOf(plainSource("good", "http://good.example/feed"), news.State{}))
	first, _ := q.pop()
	second, _ := q.pop()
	if first.source.Name != "stuck 0" || second.source.Name != "good" {
		t.Fatalf("handed out %q, then %q; want the first of each host", first.source.Name, second.source.Name)
	}
	if len(q.ready) != 0 {
		t.Fatal("a second source of a host that allows one connection is ready")
	}
	q.done(first)
	if next, _ := q.pop(); next.source.Name != "stuck 1" {
		t.Fatalf("after the first ended came %q", next.source.Name)
	}
}

func TestQueueKeepsToPerHost(t *testing.T) {
	q := newQueue()
	for i := range 5 {
		src := plainSource(fmt.Sprint(i), "http://one.example/"+fmt.Sprint(i))
		src.PerHost = 3
		q.push(taskOf(src, news.State{}))
	}
	for range 3 {
		q.pop()
	}
	if len(q.ready) != 0 {
		t.Fatal("a fourth source of the host is ready while three are being scanned")
	}
}

func TestQueueGoesByWhereTheSourceIsNow(t *testing.T) {
	q := newQueue()
	q.push(taskOf(plainSource("a", "http://one.example/a"), news.State{}))
	q.push(taskOf(plainSource("b", "http://two.example/b"), news.State{URL: "http://one.example/b"}))
	q.pop()
	if len(q.ready) != 0 {
		t.Fatal("a source that has moved to a busy host is ready")
	}
}

func TestQueueForgetsIdleHosts(t *testing.T) {
	q := newQueue()
	for i := range 1000 {
		q.push(taskOf(plainSource(fmt.Sprint(i), fmt.Sprintf("http://h%d.example/", i)), news.State{}))
	}
	for range 1000 {
		tk, _ := q.pop()
		q.done(tk)
	}
	if len(q.lines) != 0 {
		t.Fatalf("%d hosts are remembered after all their sources were scanned", len(q.lines))
	}
}

func TestClosedQueueHandsNothingOut(t *testing.T) {
	q := newQueue()
	q.push(taskOf(plainSource("a", "http://one.example/a"), news.State{}))
	q.close()
	if _, ok := q.pop(); ok {
		t.Fatal("a closed queue handed out a task")
	}
}
