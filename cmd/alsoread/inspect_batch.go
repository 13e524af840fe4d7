package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// Limits of a batch.
const (
	maxBatchLine = 1 << 20          // bytes of a line that names a document
	inspectWait  = 60 * time.Second // for one answer; the reader itself gives up earlier
)

// inspectLines answers each line of standard input with one line, in order.
func (a *app) inspectLines(ctx context.Context) error {
	return eachLine(a.stdin, func(line []byte) error {
		return jsonLine(a.stdout, a.inspectLine(ctx, line))
	})
}

func (a *app) inspectLine(ctx context.Context, line []byte) inspection {
	var in inspected
	if err := json.Unmarshal(line, &in); err != nil {
		return inspection{Kind: "none", Error: "this line is no JSON object that names a document: " + plain(err.Error())}
	}
	return a.inspectOne(ctx, in)
}

func eachLine(r io.Reader, do func([]byte) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxBatchLine)
	for lines.Scan() {
		if err := do(lines.Bytes()); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read the batch: %w", err)
	}
	return nil
}

// inspectBatch has the lines answered by a second process, so that a document
// which brings the reader down (a stack that overflows cannot be recovered
// from) costs its own line and no other. There is one such process at a time,
// and a new one only after the one before has died.
func (a *app) inspectBatch(ctx context.Context) error {
	var w *inspector
	defer func() { w.stop() }()
	return eachLine(a.stdin, func(line []byte) error {
		if w == nil {
			var err error
			if w, err = a.newInspector(ctx); err != nil {
				return err
			}
		}
		answer, err := w.ask(line)
		if err != nil {
			w.stop()
			w = nil
			answer = fallen(line, err)
		}
		_, err = a.stdout.Write(answer)
		return err
	})
}

// fallen is the answer for a document that the reader did not survive.
func fallen(line []byte, err error) []byte {
	var in inspected
	json.Unmarshal(line, &in)
	answer, _ := json.Marshal(inspection{File: in.File, Kind: "none", Error: "the reader did not survive this document: " + err.Error()})
	return append(answer, '\n')
}

// inspector is a process that answers lines.
type inspector struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	answers chan []byte // closed when the process has died
}

func (a *app) newInspector(ctx context.Context) (*inspector, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	w := &inspector{cmd: exec.CommandContext(ctx, self, "inspect", "--json", "--batch", "--worker",
		"--sources", a.sourcesPath, "--log-level", a.logLevel), answers: make(chan []byte)}
	if w.in, err = w.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := w.cmd.Start(); err != nil {
		return nil, err
	}
	go w.listen(out)
	return w, nil
}

func (w *inspector) listen(out io.Reader) {
	defer close(w.answers)
	r := bufio.NewReaderSize(out, 1<<20)
	for {
		line, err := r.ReadBytes('\n')
		if err != nil {
			return
		}
		w.answers <- line
	}
}

// ask sends a line and waits for its answer.
func (w *inspector) ask(line []byte) ([]byte, error) {
	if _, err := w.in.Write(append(line[:len(line):len(line)], '\n')); err != nil {
		return nil, fmt.Errorf("it died: %w", err)
	}
	timer := time.NewTimer(inspectWait)
	defer timer.Stop()
	select {
	case answer, ok := <-w.answers:
		if ok {
			return answer, nil
		}
		return nil, fmt.Errorf("it died")
	case <-timer.C:
		return nil, fmt.Errorf("no answer within %s", inspectWait)
	}
}

// stop ends the process; what it might still have said is of no interest.
func (w *inspector) stop() {
	if w == nil {
		return
	}
	w.in.Close()
	w.cmd.Process.Kill()
	go func() {
		for range w.answers {
		}
	}()
	w.cmd.Wait()
}
