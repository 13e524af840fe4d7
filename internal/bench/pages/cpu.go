package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"alsoread/internal/bench/rig"
)

// cost is the processor time of one request of each kind, in a daemon that does
// nothing else. Unlike the time a reader waits, it does not depend on what the
// machine does besides. It is known on Linux alone.
func cost(ctx context.Context, o options, d *daemon) (map[string]time.Duration, error) {
	if _, err := d.processorTime(); err != nil {
		return nil, nil
	}
	if err := d.rest(ctx); err != nil {
		return nil, err
	}
	random := rand.New(rand.NewPCG(5, 6))
	client := &http.Client{Timeout: time.Minute}
	out := map[string]time.Duration{}
	for _, k := range kinds(o) {
		ask := func() error {
			_, err := rig.Get(ctx, client, d.Address+k.target(random), io.Discard)
			return err
		}
		if err := ask(); err != nil {
			return nil, err
		}
		before, err := d.processorTime()
		if err != nil {
			return nil, err
		}
		for range o.requests {
			if err := ask(); err != nil {
				return nil, err
			}
		}
		after, err := d.processorTime()
		if err != nil {
			return nil, err
		}
		out[k.name] = (after - before) / time.Duration(o.requests)
		if err := profileKind(ctx, o, d, k.name, ask); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// rest waits until the daemon does nothing: it may be grouping what an earlier run
// has left.
func (d *daemon) rest(ctx context.Context) error {
	last := time.Duration(-1)
	return until(ctx, "what the daemon has begun", 2*time.Second, 10*time.Minute, func() (bool, error) {
		used, err := d.processorTime()
		rests := last >= 0 && used-last <= 2*tick
		last = used
		return rests, err
	})
}

// tick is how Linux counts processor time for programs: hundredths of a second.
const tick = time.Second / 100

// processorTime is what the daemon has used so far (proc_pid_stat(5), utime and
// stime).
func (d *daemon) processorTime() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", d.Command.Process.Pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	if len(fields) < 13 {
		return 0, fmt.Errorf("/proc says %q", text)
	}
	user, err1 := strconv.Atoi(fields[11])
	system, err2 := strconv.Atoi(fields[12])
	if err1 != nil || err2 != nil {
		return 0, fmt.Errorf("/proc says %q", text)
	}
	return time.Duration(user+system) * tick, nil
}
