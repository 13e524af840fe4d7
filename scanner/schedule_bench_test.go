package scanner

import (
	"fmt"
	"testing"
	"time"

	"github.com/robfig/cron/v3"

	"alsoread/news"
)

const scheduled = 10_000

// always is due at once; never is due in an hour.
type always struct{}

func (always) Next(t time.Time) time.Time { return t.Add(time.Nanosecond) }

type never struct{}

func (never) Next(t time.Time) time.Time { return t.Add(time.Hour) }

// handOut takes the next source out of the queue and ends its scan at once.
func handOut(sch *schedule, q *queue) {
	t, _ := q.pop()
	q.done(t)
	now := time.Now()
	scan := news.Scan{Source: *t.source, At: now, Status: news.StatusUnchanged, State: news.State{LastScan: now}}
	sch.conclude(Result{Scan: scan, Kept: true})
}

// BenchmarkSchedule is the cost of one source falling due, being handed out and
// being planned anew among 10,000: with the heap of this package, and with the
// runner of robfig/cron, which sorts all entries at every wake-up.
func BenchmarkSchedule(b *testing.B) {
	b.Run("heap", func(b *testing.B) {
		var plan Plan
		for i := range scheduled {
			plan.Sources = append(plan.Sources, everyMinutes(fmt.Sprint("s", i), 60))
		}
		s, q := New(newPress(), nil, Options{}), newQueue()
		sch := newSchedule(s, plan)
		sch.start(q)
		for range scheduled { // all are scanned once and planned for their next time
			handOut(sch, q)
		}
		for b.Loop() {
			sch.due[0].due = time.Now()
			sch.start(q)
			handOut(sch, q)
		}
	})
	b.Run("cron", func(b *testing.B) {
		c := cron.New()
		for range scheduled - 1 {
			c.Schedule(never{}, cron.FuncJob(func() {}))
		}
		ran := make(chan struct{}, 64)
		c.Schedule(always{}, cron.FuncJob(func() { ran <- struct{}{} }))
		c.Start()
		defer c.Stop()
		for b.Loop() {
			<-ran
		}
	})
}
