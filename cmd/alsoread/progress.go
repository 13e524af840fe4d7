package main

import (
	"fmt"
	"sync/atomic"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"alsoread/scanner"
)

// progress is the bar on standard error; nil where nobody would see it.
type progress struct {
	all          *mpb.Progress
	bar          *mpb.Bar
	news, errors atomic.Int64
}

func (a *app) newProgress(total int, quiet bool) *progress {
	if quiet || total == 0 || !a.terminal(a.stderr) {
		return nil
	}
	p := &progress{all: mpb.New(mpb.WithOutput(a.stderr), mpb.WithWidth(32))}
	p.bar = p.all.AddBar(int64(total), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.CountersNoUnit("%d/%d sources")),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string {
			return fmt.Sprintf(" %d new, %d failed", p.news.Load(), p.errors.Load())
		})))
	return p
}

func (p *progress) add(r scanner.Result) {
	if p == nil {
		return
	}
	p.news.Add(int64(r.Saved.New))
	if r.Scan.Err != nil {
		p.errors.Add(1)
	}
	p.bar.Increment()
}

// end takes the bar away, also when the pass was stopped before its end.
func (p *progress) end() {
	if p == nil {
		return
	}
	p.bar.Abort(true)
	p.all.Wait()
}
