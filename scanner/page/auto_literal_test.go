package page

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestReadLiteral(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":[1,2.5,-3],"b":null}`:                              `{"a":[1,2.5,-3],"b":null}`,
		`{a:'x',b_1:"y",$c:!0,d:!1,e:undefined,f:void 0,}; more`: `{"$c":true,"a":"x","b_1":"y","d":false,"e":null,"f":null}`,
		`['a\'b', "c\u00e9\x41", "\ud83d\ude00"]`:                `["a'b","céA","😀"]`,
		`/* state */ {a: /* one */ 1, 2: "two"}`:                 `{"2":"two","a":1}`,
		`JSON.parse("{\"a\":[1]}")`:                              `{"a":[1]}`,
		`new Date("2026-11-21")`:                                 `"2026-11-21"`,
		`(function(a,b){return {x:a,y:[b,a]}}("p",{q:1}))`:       `{"x":"p","y":[{"q":1},"p"]}`,
		`(function(a){return a})({z:2})`:                         `{"z":2}`,
		`function(a,b){var c=1;return {x:b}}(1,"second")`:        `{"x":"second"}`,
		`{a:other}`:  `{"a":"other"}`,
		"{a:`text`}": `{"a":"text"}`,
	} {
		v, ok := readLiteral(text)
		got, err := json.Marshal(v)
		if !ok || err != nil || string(got) != want {
			t.Errorf("%s is %s, %v, %v", text, got, ok, err)
		}
	}
	for _, text := range []string{"", "{", "[1", `{"a"}`, `"open`, "function", "(1", "a b:", "}", `{a:1 b:2}`, "JSON.parse(", `"\u12`, "{a:", strings.Repeat("[", 100_000)} {
		if v, ok := readLiteral(text); ok && !reflect.DeepEqual(v, name("a")) {
			t.Errorf("%.20s is %v", text, v)
		}
	}
}

// What a page makes up to take our time takes little of it.
func TestHostileStates(t *testing.T) {
	doubled := "1"
	for i := range 60 {
		doubled = fmt.Sprintf("(function(a){return [a,a,%d]})(%s)", i, doubled)
	}
	wide := "{" + strings.Repeat("k:x,", 300) + "}"
	for range 5 {
		wide = "(function(x){return {" + letteredKeys(300) + "}})(" + wide + ")"
	}
	flat := "[" + strings.TrimSuffix(strings.Repeat("{"+strings.TrimSuffix(numberedKeys(500), ",")+"},", 500), ",") + "]"
	for name, script := range map[string]string{
		"twice of twice":      "<script>window.__STATE__=" + doubled + "</script>",
		"an object of itself": "<script>window.__STATE__=" + wide + "</script>",
		"a flat one":          `<script type="application/json" id="__NUXT_DATA__">` + flat + `</script>`,
		"many assignments":    "<script>" + fewerWhenRaced(100_000, "__a=[") + "</script>",
		"many rows":           `<script>self.__next_f.push([1,"` + fewerWhenRaced(100_000, `1:[[ `) + `"])</script>`,
		"many functions":      "<script>__a=[" + fewerWhenRaced(100_000, "function(a){return ") + "</script>",
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			ReadListing(t.Context(), Document{Body: []byte("<main>" + script), URL: "https://post.example/"}, nil, nil)
			if took := time.Since(began); took > patience {
				t.Errorf("took %v", took)
			}
		})
	}
}

func letteredKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "k%d:x,", i)
	}
	return b.String()
}

func numberedKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"k%d":%d,`, i, i)
	}
	return b.String()
}

func FuzzReadLiteral(f *testing.F) {
	f.Add(`{a:'x',b:[1,,!0],c:(function(a){return a}("y"))}`)
	f.Add(`JSON.parse("[1]")`)
	f.Fuzz(func(t *testing.T, text string) { readLiteral(text) })
}
