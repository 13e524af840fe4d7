package sources

import (
	"path/filepath"
	"testing"
)

func TestNewsroomTLS(t *testing.T) {
	env := environ(map[string]string{"KEYS": "/run/keys"})
	abs := filepath.FromSlash
	for name, tt := range map[string]struct {
		text string
		want *TLS
	}{
		"none":                    {"", nil},
		"empty":                   {"newsroom:\n", nil},
		"beside the file":         {"newsroom:\n  tls: {cert: tls/cert.pem, key: tls/key.pem}\n", &TLS{abs("/etc/alsoread/tls/cert.pem"), abs("/etc/alsoread/tls/key.pem")}},
		"elsewhere":               {"newsroom: {tls: {cert: /a/c.pem, key: \"/a/k.pem\"}}\n", &TLS{abs("/a/c.pem"), abs("/a/k.pem")}},
		"as the environment says": {"newsroom:\n  tls:\n    cert: ${KEYS}/c.pem\n    key: ${KEYS}/k.pem\n", &TLS{abs("/run/keys/c.pem"), abs("/run/keys/k.pem")}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, text := range []string{tt.text + good, good + tt.text} {
				f, err := Parse("/etc/alsoread/sources.yaml", []byte(text), env)
				if err != nil {
					t.Fatal(err)
				}
				if got := f.Newsroom.TLS; (got == nil) != (tt.want == nil) || got != nil && *got != *tt.want {
					t.Errorf("%+v, want %+v", got, tt.want)
				}
			}
		})
	}
	for text, want := range map[string]string{
		"newsroom: {tls: {cert: c.pem}}":                    "sources.yaml:1:17: newsroom.tls: has no key",
		"newsroom: {tls: {key: k.pem, crt: c.pem}}":         `sources.yaml:1:17: newsroom.tls: has no cert`,
		"newsroom: {tls: yes}":                              `sources.yaml:1:17: newsroom.tls: wants a mapping (key: value), not "yes"`,
		"newsroom: {tls: {cert: true, key: k}}":             `sources.yaml:1:24: newsroom.tls.cert: wants text; write "true" if that is the text`,
		"newsroom: {tls: {cert: \"\", key: k}}":             `sources.yaml:1:24: newsroom.tls.cert: is empty`,
		"newsroom: {lts: {cert: c, key: k}}":                `sources.yaml:1:12: newsroom: unknown key "lts"; did you mean tls?`,
		"newsroom: {tls: {cert: \"${NO_SUCH}/c\", key: k}}": `sources.yaml:1:24: newsroom.tls.cert: the environment variable NO_SUCH is not set`,
	} {
		faults := faultsOf(t, text+"\n"+good, noEnv)
		found := false
		for _, f := range faults {
			f.Excerpt = ""
			found = found || f.Error() == want
		}
		if !found {
			t.Errorf("%s: %v\nwant %s", text, faults, want)
		}
	}
}
