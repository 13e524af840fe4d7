package sources

import (
	"errors"
	"strings"
	"testing"
)

func TestFill(t *testing.T) {
	env := environ(map[string]string{"A": "one", "B_2": "two", "EMPTY": "", "NESTED": "${A}"})
	tests := []struct{ name, in, want, err string }{
		{"nothing", "plain $A $ {A}", "plain $A $ {A}", ""},
		{"one", "${A}", "one", ""},
		{"several", "x-${A}/${B_2}${A}-y", "x-one/twoone-y", ""},
		{"escaped", "$${A} ${A}", "${A} one", ""},
		{"dollars", "$$${A}", "$${A}", ""},
		{"filled in once", "${NESTED}", "${A}", ""},
		{"unset", "a${C}", "", "the environment variable C is not set"},
		{"empty", "a${EMPTY}", "", "the environment variable EMPTY is empty"},
		{"open", "a${A", "", `"${A" has no closing brace; write $${ for a plain ${`},
		{"no name", "a${}", "", `"${}" names no environment variable; write $${ for a plain ${`},
		{"default syntax of shells", "${A:-x}", "", `"${A:-x}" names no environment variable; write $${ for a plain ${`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := fill(tt.in, env)
			if tt.err != "" {
				if err == nil || err.Error() != tt.err {
					t.Errorf("error %v, want %s", err, tt.err)
				}
				return
			}
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func FuzzFill(f *testing.F) {
	for _, s := range []string{"", "${A}", "$${A}", "$$${A}", "${", "$", "${A}${", "}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := fill(escape(s), noEnv)
		if err != nil || got != s {
			t.Errorf("%q escaped and filled is %q, %v", s, got, err)
		}
	})
}

// TestNoSecretIsTold puts secrets of the environment and of the file wherever
// they may stand, makes each value wrong in turn, and looks for the secrets in
// all that is said.
func TestNoSecretIsTold(t *testing.T) {
	const secret = "hunter2"
	values := map[string][]string{
		"url: ${S}":                                    {secret, "ftp://" + secret, "https://a.example/" + secret + " ", "https://" + secret + "@a.example", "https://a.example:" + secret, "https://a.example/%" + secret, "https://[" + secret},
		"url: https://b.example/${S}":                  {secret + "\n", secret + " x", "%zz" + secret, strings.Repeat(secret, 1000)},
		"url: https://me:${S}@b.example/":              {secret, secret + "\x00"},
		"url: https://me:hunter2@b.example":            {""},
		"proxy: ${S}":                                  {secret, "ftp://" + secret, "http://me:" + secret + "@:1", "http://x:" + secret, secret + ":x", "http://[" + secret},
		"proxy: ftp://me:hunter2@p.example":            {""},
		"user: ${S}":                                   {secret + ":", secret + "\n", " " + secret},
		"password: ${S}":                               {secret, secret + "\n"},
		"password: hunter2":                            {""},
		"password: [hunter2]":                          {""},
		"password: \"hunter2\\n\"":                     {""},
		"headers: {Authorization: \"${S}\"}":           {secret + "\r\nX: y", secret + "\x7f"},
		"headers: {Authorization: \"hunter2\\n\"}":     {""},
		"headers: hunter2":                             {""},
		"headers: {X-Key: [hunter2]}":                  {""},
		"cookies: {session: \"${S}\"}":                 {secret + ";", secret + "ü"},
		"cookies: {session: hunter2, other: \"a;b\"}":  {""},
		"cookies: [hunter2]":                           {""},
		"cookies:\n      session: \"hunter2\\u0007\"":  {""},
		"headers:\n      X-A: hunter2\\\n      X-A: b": {""},
	}
	for line, secrets := range values {
		for _, s := range secrets {
			text := "sources:\n  - name: A\n    " + line + "\n"
			if !strings.HasPrefix(line, "url") {
				text += "    url: https://a.example/\n"
			}
			_, err := Parse("sources.yaml", []byte(text), environ(map[string]string{"S": s}))
			var faults Faults
			if !errors.As(err, &faults) {
				t.Errorf("%s with %q: no fault", line, s)
				continue
			}
			if strings.Contains(faults.Error(), "hunter") {
				t.Errorf("%s with %q tells the secret:\n%v", line, s, faults)
			}
		}
	}
}

func TestWithoutEnvironment(t *testing.T) {
	f := parse(t, "sources:\n  - name: A\n    url: ${BASE}/feed\n    user: ${U}\n    password: $${U}\n    proxy: ${P}\n    headers: {X-A: \"${H}\"}\n", nil)
	s := f.Sources[0]
	if s.URL != "${BASE}/feed" || s.Display != s.URL || s.User != "${U}" || s.Proxy != "${P}" || s.Headers["X-A"] != "${H}" || s.Publisher == "" {
		t.Errorf("got %+v", s)
	}
}

func TestDisplayOfEscapedURL(t *testing.T) {
	s := parse(t, "sources:\n  - name: A\n    url: https://a.example/$${x}\n", noEnv).Sources[0]
	if s.URL != "https://a.example/${x}" || s.Display != s.URL {
		t.Errorf("URL %q, display %q", s.URL, s.Display)
	}
}
