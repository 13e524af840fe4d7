//go:build unix

package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// What happens to sources.yaml while the daemon starts is not lost, and a SIGHUP
// then does not end it. The daemon is held after it has read the file, by a
// password file that has nothing to read yet.
func TestReloadWhileStarting(t *testing.T) {
	late := "\n  - {name: Late Edition, url: \"http://127.0.0.1:59999/feed\", allow_networks: [127.0.0.0/8]}\n"
	for _, test := range []struct {
		name   string
		signal bool
		more   string
		says   string
	}{
		{"a signal", true, "", `msg="sources read again"`},
		{"a change without a signal", false, late, `scan failed" source="Late Edition"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d, world := newWorldDesk(t)
			fifo := filepath.Join(t.TempDir(), "password")
			if err := syscall.Mkfifo(fifo, 0o600); err != nil {
				t.Skip("no named pipes here: ", err)
			}
			p := d.start("daemon", "--listen", "127.0.0.1:0", "--password-file", fifo)
			door, err := os.OpenFile(fifo, os.O_WRONLY, 0) // returns when the daemon has come to read it
			if err != nil {
				t.Fatal(err)
			}
			if test.more != "" {
				d.write([]byte(string(world.SourcesYAML()) + test.more))
			}
			if test.signal {
				p.cmd.Process.Signal(syscall.SIGHUP)
			}
			door.WriteString("correct horse battery staple\n")
			door.Close()
			p.until(test.says)
			p.cmd.Process.Signal(syscall.SIGTERM)
			if code, _ := p.ends(); code != exitOK {
				t.Errorf("exit code %d\n%s", code, p.said())
			}
		})
	}
}
