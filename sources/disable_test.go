package sources

import (
	"strings"
	"testing"
)

func TestSetDisabled(t *testing.T) {
	const a, b = "  - name: A\n    url: https://a.example/\n", "  - name: B # of b\n    url: https://b.example/\n"
	tests := []struct{ name, text, off, on string }{ // on: what enabling it again leaves; empty: the text
		{"below the name", "sources:\n" + a + b, "sources:\n" + a + "  - name: B # of b\n    disabled: true\n    url: https://b.example/\n", ""},
		{"no indent", "sources:\n- name: B\n  url: https://b.example/\n", "sources:\n- name: B\n  disabled: true\n  url: https://b.example/\n", ""},
		{"wide", "sources:\n    -   url: https://b.example/\n        name: B\n", "sources:\n    -   url: https://b.example/\n        name: B\n        disabled: true\n", ""},
		{"dash alone", "sources:\n  -\n    name: B\n    url: https://b.example/\n", "sources:\n  -\n    name: B\n    disabled: true\n    url: https://b.example/\n", ""},
		{"brackets", "sources:\n  - {name: B, url: https://b.example/}\n", "sources:\n  - {disabled: true, name: B, url: https://b.example/}\n",
			"sources:\n  - {disabled: false, name: B, url: https://b.example/}\n"},
		{"said to be false", "sources:\n" + b + "    disabled: false # for now\n", "sources:\n" + b + "    disabled: true # for now\n", ""},
		{"in another place", "sources:\n" + b + "    disabled:  False\n    tags: [x]\n", "sources:\n" + b + "    disabled:  true\n    tags: [x]\n", "sources:\n" + b + "    tags: [x]\n"},
		{"no last line end", "sources:\n  - url: https://b.example/\n    name: B", "sources:\n  - url: https://b.example/\n    name: B\n    disabled: true", "sources:\n  - url: https://b.example/\n    name: B\n"},
		{"a name of two lines", "sources:\n  - name: \"B\\\n      \"\n    # of the url\n    url: https://b.example/\n", "sources:\n  - name: \"B\\\n      \"\n    # of the url\n    disabled: true\n    url: https://b.example/\n", ""},
		{"CRLF and mark", "\ufeffsources:\r\n- name: B\r\n  url: https://b.example/\r\n", "\ufeffsources:\r\n- name: B\r\n  disabled: true\r\n  url: https://b.example/\r\n", ""},
		{"behind letters of two bytes", "sources:\n  - {publisher: Łódź, name: B, url: https://b.example/, disabled: false}\n", "sources:\n  - {publisher: Łódź, name: B, url: https://b.example/, disabled: true}\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			off, err := open(t, tt.text).SetDisabled("B", true)
			if err != nil || string(off) != tt.off {
				t.Fatalf("got %v\n%s\nwant\n%s", err, off, tt.off)
			}
			if again, err := open(t, tt.off).SetDisabled("B", true); err != nil || string(again) != tt.off {
				t.Errorf("a second time it gives %v\n%s", err, again)
			}
			want := tt.on
			if want == "" {
				want = tt.text
			}
			on, err := open(t, tt.off).SetDisabled("B", false)
			if err != nil || string(on) != want {
				t.Errorf("back: got %v\n%s\nwant\n%s", err, on, want)
			}
		})
	}
}

func TestSetDisabledRefuses(t *testing.T) {
	if data, err := open(t, "sources: [{name: A, url: https://a.example/}]\n").SetDisabled("A", true); data != nil || err == nil || !strings.Contains(err.Error(), "between brackets") {
		t.Errorf("%q, %v", data, err)
	}
	if data, err := open(t, "sources:\n  - name: BBC\n    url: https://a.example/\n").SetDisabled("BCB", true); data != nil || err == nil || !strings.Contains(err.Error(), `did you mean "BBC"`) {
		t.Errorf("%q, %v", data, err)
	}
}

// Files of every shape keep all their lines.
func TestSetDisabledLeavesOtherLinesAlone(t *testing.T) {
	for _, tt := range shapes {
		f := open(t, tt.text)
		if f.layout.list < 0 {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			for _, s := range f.Sources {
				off, err := f.SetDisabled(s.Name, !s.Disabled)
				if err != nil {
					t.Fatal(err)
				}
				back, err := open(t, string(off)).SetDisabled(s.Name, s.Disabled)
				if err != nil || !s.Disabled && strings.TrimRight(string(back), "\r\n") != strings.TrimRight(tt.text, "\r\n") && !strings.Contains(string(back), "disabled: false") {
					t.Errorf("%s: %v\n%s\nand back\n%s", s.Name, err, off, back)
				}
			}
		})
	}
}
