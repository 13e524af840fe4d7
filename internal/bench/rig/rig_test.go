package rig

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

func TestListen(t *testing.T) {
	p := newProgram()
	p.listen(strings.NewReader(`time=x level=INFO msg="profiles are served" at=http://127.0.0.1:2/debug/pprof/
time=x level=INFO msg="alsoread is running" version="v0 (x)" sources=3 serving="http://127.0.0.1:1/a=b/"
time=x level=DEBUG msg="window filled" stories=500060 took=7.9s
time=x level=DEBUG msg="window filled" stories=7 took=1s
time=x level=ERROR msg=broken
time=x level=INFO msg="no level=ERROR"
` + strings.Repeat("long", 1<<15) + "\nlast\n"))
	if serving, profiles := <-p.serving, <-p.Profiles; serving != "http://127.0.0.1:1/a=b/" || profiles != "http://127.0.0.1:2/debug/pprof/" {
		t.Error(serving, profiles)
	}
	if w := <-p.Filled; w.Stories != 500060 || w.After <= 0 {
		t.Errorf("%+v", w)
	}
	if _, again := <-p.Filled; again {
		t.Error("filled twice")
	}
	if err := <-p.failed; err == nil || strings.Count(err.Error(), "level=ERROR") != 1 || !strings.Contains(err.Error(), "too long") {
		t.Error(err)
	}
}

// script stands in the place of alsoread.
func script(t *testing.T, lines string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "alsoread")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+lines), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := exec.Command(path, "end").Run(); err != nil {
		t.Skip("no shell:", err)
	}
	return path
}

func TestDaemonIsStopped(t *testing.T) {
	p, err := StartDaemon(t.Context(), script(t, `[ $1 = end ] && exit
trap 'echo " level=ERROR msg=asked" >&2; exit 3' TERM
echo " msg=\"alsoread is running\" serving=http://$3/" >&2
while :; do sleep .01; done`))
	if err != nil || p.Address != "http://127.0.0.1:0/" {
		t.Fatal(p, err)
	}
	if err := p.Stop(); err == nil || !strings.Contains(err.Error(), "msg=asked") || !strings.Contains(err.Error(), "exit status 3") {
		t.Error(err)
	}
	if cpu, peak := CostOf(p.Command.ProcessState); cpu <= 0 || peak <= 0 {
		t.Errorf("%v, %d bytes", cpu, peak)
	}
}

func TestDaemonThatEnds(t *testing.T) {
	if _, err := StartDaemon(t.Context(), script(t, `echo " level=ERROR msg=$1" >&2`)); err == nil || !strings.Contains(err.Error(), "msg=daemon") {
		t.Error(err)
	}
}

func TestGetJSON(t *testing.T) {
	server := httptest.NewServer(http.FileServerFS(fstest.MapFS{"there": {Data: []byte(`{"n": 7}`)}}))
	defer server.Close()
	var got struct{ N int }
	if err := GetJSON(t.Context(), server.URL+"/there", &got); err != nil || got.N != 7 {
		t.Error(got, err)
	}
	if err := GetJSON(t.Context(), server.URL+"/gone", &got); err == nil || !strings.Contains(err.Error(), "404") {
		t.Error(err)
	}
}

func TestUpdateDocument(t *testing.T) {
	t.Chdir(t.TempDir())
	err1 := os.Mkdir(filepath.Dir(performanceDocument), 0o700)
	err2 := os.WriteFile(performanceDocument, []byte("a\n<!-- pages: begin -->\nold\n<!-- pages: end -->\nb\n"), 0o600)
	if err := errors.Join(err1, err2, UpdateDocument("pages", "new\n")); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(performanceDocument); string(got) != "a\n<!-- pages: begin -->\nnew\n\n<!-- pages: end -->\nb\n" {
		t.Errorf("%q", got)
	}
	if UpdateDocument("starts", "new") == nil {
		t.Error("a document without the part was written")
	}
}
