package page

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// name is an identifier in a script's literal: a parameter of the function that
// the literal stands in.
type name string

// literalReader reads the values that scripts assign: JSON, and what else literals
// of JavaScript may hold (names without quotes, single quotes, comments, undefined).
// It runs nothing. What it does not know ends it.
type literalReader struct {
	text  string
	at    int
	nodes int
	depth int
	bad   bool
}

// readLiteral reads the value at the beginning of a text; ok is false when there
// is none. A function that is called at once gives what it returns, with what it
// is called with in the place of its parameters; JSON.parse what it is given.
func readLiteral(text string) (v any, ok bool) {
	r := &literalReader{text: text}
	v = r.value()
	return v, !r.bad
}

func (r *literalReader) fail() any {
	r.bad = true
	return nil
}

// space goes on to what comes next.
func (r *literalReader) space() {
	for r.at < len(r.text) {
		rest := r.text[r.at:]
		switch {
		case strings.IndexByte(" \t\r\n", rest[0]) >= 0:
			r.at++
		case strings.HasPrefix(rest, "/*"):
			end := strings.Index(rest, "*/")
			if end < 0 {
				r.at = len(r.text)
				return
			}
			r.at += end + 2
		default:
			return
		}
	}
}

// next takes a character if it is the one.
func (r *literalReader) next(c byte) bool {
	if r.space(); r.at < len(r.text) && r.text[r.at] == c {
		r.at++
		return true
	}
	return false
}

func (r *literalReader) value() any {
	r.nodes++
	if r.space(); r.bad || r.at >= len(r.text) || r.nodes > maxScriptNodes || r.depth > maxScriptDepth {
		return r.fail()
	}
	r.depth++
	defer func() { r.depth-- }()
	switch c := r.text[r.at]; {
	case c == '{':
		return r.object()
	case c == '[':
		return r.array()
	case c == '"' || c == '\'' || c == '`':
		return r.quoted()
	case c == '-' || c == '.' || c >= '0' && c <= '9':
		return r.number()
	case c == '(':
		return r.called()
	case c == '!': // !0 and !1 are true and false
		r.at++
		v, _ := r.value().(json.Number)
		return v == "0"
	}
	return r.word()
}

func (r *literalReader) object() any {
	r.at++
	out := map[string]any{}
	for !r.next('}') {
		var key string
		if r.space(); r.at < len(r.text) && strings.IndexByte(`"'`, r.text[r.at]) >= 0 {
			key, _ = r.quoted().(string)
		} else {
			key = r.identifier()
			if n, ok := r.number().(json.Number); key == "" && ok {
				key = n.String()
			}
		}
		if r.bad || !r.next(':') {
			return r.fail()
		}
		out[key] = r.value()
		if !r.next(',') && (r.bad || r.at >= len(r.text) || r.text[r.at] != '}') {
			return r.fail()
		}
	}
	return out
}

func (r *literalReader) array() any {
	r.at++
	out := []any{}
	for !r.next(']') {
		if r.next(',') {
			out = append(out, nil) // a hole
			continue
		}
		out = append(out, r.value())
		if !r.next(',') && (r.bad || r.at >= len(r.text) || r.text[r.at] != ']') {
			return r.fail()
		}
	}
	return out
}

func (r *literalReader) number() any {
	start := r.at
	for r.at < len(r.text) && strings.IndexByte("+-.0123456789eExabcdfABCDF_n", r.text[r.at]) >= 0 {
		r.at++
	}
	return json.Number(r.text[start:r.at])
}

// quoted reads a string with the escapes of JavaScript.
func (r *literalReader) quoted() any {
	quote := r.text[r.at]
	var b strings.Builder
	for r.at++; r.at < len(r.text); {
		c := r.text[r.at]
		switch {
		case c == quote:
			r.at++
			return b.String()
		case c == '\\' && r.at+1 < len(r.text):
			r.at++
			r.escape(&b)
		default:
			b.WriteByte(c)
			r.at++
		}
	}
	return r.fail()
}

func (r *literalReader) escape(b *strings.Builder) {
	c := r.text[r.at]
	r.at++
	switch c {
	case 'n', 't', 'r', 'b', 'f', 'v':
		b.WriteByte(' ')
	case 'x':
		b.WriteRune(r.hex(2))
	case 'u':
		first := r.hex(4)
		if first >= 0xD800 && first < 0xDC00 && strings.HasPrefix(r.text[r.at:], `\u`) {
			r.at += 2
			if second := r.hex(4); second >= 0xDC00 {
				first = (first-0xD800)<<10 + second - 0xDC00 + 0x10000
			}
		}
		b.WriteRune(first)
	default:
		b.WriteByte(c)
	}
}

func (r *literalReader) hex(digits int) rune {
	if r.at+digits > len(r.text) {
		r.bad = true
		return utf8.RuneError
	}
	n, err := strconv.ParseUint(r.text[r.at:r.at+digits], 16, 32)
	r.at += digits
	if err != nil {
		return utf8.RuneError
	}
	return rune(n)
}

func (r *literalReader) identifier() string {
	start := r.at
	for r.at < len(r.text) {
		c, size := utf8.DecodeRuneInString(r.text[r.at:])
		if !unicode.IsLetter(c) && c != '_' && c != '$' && !(r.at > start && (unicode.IsDigit(c) || c == '.')) {
			break
		}
		r.at += size
	}
	return r.text[start:r.at]
}

// word reads a name, and what it is called with.
func (r *literalReader) word() any {
	switch id := r.identifier(); id {
	case "":
		return r.fail()
	case "true", "false":
		return id == "true"
	case "null", "undefined", "NaN", "Infinity":
		return nil
	case "void":
		r.value()
		return nil
	case "new":
		return r.value()
	case "function":
		r.at -= len(id)
		return r.function()
	default:
		if r.space(); r.at >= len(r.text) || r.text[r.at] != '(' {
			return name(id)
		}
		args := r.arguments()
		if text, ok := firstOf(args).(string); ok && strings.HasSuffix(id, "JSON.parse") {
			var v any
			if json.Unmarshal([]byte(text), &v) == nil {
				return v
			}
			return nil
		}
		return firstOf(args) // new Date("..."), Object.freeze({...})
	}
}

func firstOf(args []any) any {
	if len(args) == 0 {
		return nil
	}
	return args[0]
}

func (r *literalReader) arguments() (args []any) {
	r.at++
	for !r.next(')') {
		args = append(args, r.value())
		if !r.next(',') && (r.bad || r.at >= len(r.text) || r.text[r.at] != ')') {
			r.bad = true
			return nil
		}
	}
	return args
}

// called reads what stands between brackets: a value, or a function that is called
// at once, (function(a,b){return {...}})(1,2) or with the call inside.
func (r *literalReader) called() any {
	r.at++
	v := r.value()
	if !r.next(')') {
		return r.fail()
	}
	if f, ok := v.(*function); ok && r.at < len(r.text) && r.text[r.at] == '(' {
		return r.result(f, r.arguments())
	}
	return v
}

// function is one that returns a literal.
type function struct {
	parameters []string
	returns    any
}

// function reads one, and its call where that follows.
func (r *literalReader) function() any {
	rest := r.text[r.at:]
	open, close := strings.IndexByte(rest, '('), strings.IndexByte(rest, ')')
	body := strings.Index(rest, "return")
	if open < 0 || close < open || body < close {
		return r.fail()
	}
	f := &function{}
	for p := range strings.SplitSeq(rest[open+1:close], ",") {
		f.parameters = append(f.parameters, strings.TrimSpace(p))
	}
	r.at += body + len("return")
	f.returns = r.value()
	r.next(';')
	if !r.next('}') {
		return r.fail()
	}
	if r.space(); r.at < len(r.text) && r.text[r.at] == '(' {
		return r.result(f, r.arguments())
	}
	return f
}

// result puts arguments in the place of parameters. What is given more than once
// is there once, so the walk counts: it could be endless otherwise.
func (r *literalReader) result(f *function, args []any) any {
	known := map[name]any{}
	for i, p := range f.parameters {
		if i < len(args) {
			known[name(p)] = args[i]
		}
	}
	return r.substitute(f.returns, known)
}

func (r *literalReader) substitute(v any, known map[name]any) any {
	if r.nodes++; r.nodes > maxScriptNodes {
		return r.fail()
	}
	switch v := v.(type) {
	case name:
		return known[v]
	case []any:
		for i := range v {
			v[i] = r.substitute(v[i], known)
		}
	case map[string]any:
		for key := range v {
			v[key] = r.substitute(v[key], known)
		}
	}
	return v
}
