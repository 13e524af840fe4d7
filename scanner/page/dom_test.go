package page

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// hostilePages are pages that cost more than they should, and what is said of
// them; nil when they must simply be read.
func hostilePages() map[string]struct {
	body string
	want error
} {
	many := func(n int, s string) string { return strings.Repeat(s, n) }
	numbered := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	return map[string]struct {
		body string
		want error
	}{
		"513 deep":                  {many(513, "<div>") + "x", ErrTooDeep},
		"400 deep":                  {many(400, "<div>") + "x", nil},
		"200,000 deep":              {many(200_000, "<div>") + "x", ErrTooDeep},
		"120,000 formatting tags":   {numbered(120_000, "<b id=%d>"), ErrTooLarge},
		"formatting left open":      {numbered(400, "<b id=%d>") + many(50_000, "<p>x"), ErrTooLarge},
		"formatting in table cells": {"<table>" + numbered(20_000, "<tr><td><i id=%d>x</i><td><b>y</b></td>") + "</table>" + many(10_000, "<p>x"), nil},
		"formatting hidden by scopes": {numbered(400, "<b id=%d>") + "<object><table></object>" + many(400, "</b>") +
			"</table>" + many(50_000, "<p>x"), ErrTooLarge},
		"select in table":        {many(100_000, "<select><table>"), nil},
		"table in select":        {many(400, "<table><tr><td><select>") + many(100_000, "<table>"), ErrTooDeep},
		"200,000 attributes":     {"<p " + numbered(200_000, "a%d=1 ") + ">x", ErrTooLarge},
		"200,000 in many tags":   {many(20_000, "<p a b c d e f g h i j>x"), ErrTooLarge},
		"attributes on the body": {many(2_000, "<body "+numbered(290, "a%d ")+">"), nil},
		"many formatting attributes": {many(2, "<b "+numbered(290, "a%d ")+">") +
			many(20, "<p>x"), nil},
		"and many blocks":  {many(3, "<b "+numbered(290, "a%d ")+">") + many(50_000, "<p>x"), ErrTooLarge},
		"a few left open":  {numbered(15, "<b id=%d class=x>") + many(20_000, "<p>x"), nil},
		"a million nodes":  {many(600_000, "<p>x"), ErrTooLarge},
		"over 16 MiB":      {many(maxBytes+1, "x"), ErrTooLarge},
		"unclosed comment": {many(500_000, "<!--"), nil},
		"nothing":          {"", nil},
		"NUL":              {many(100_000, "\x00"), nil},
	}
}

func TestParseIsBounded(t *testing.T) {
	for name, page := range hostilePages() {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, err := Parse(t.Context(), Document{Body: []byte(page.body)})
			if !errors.Is(err, page.want) {
				t.Errorf("%v, want %v", err, page.want)
			}
			if took := time.Since(start); took > maxTime+2*time.Second {
				t.Errorf("took %v", took)
			}
			t.Log(time.Since(start), err)
		})
	}
}

func TestParseEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Parse(ctx, Document{Body: []byte("<p>x")}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestParseBase(t *testing.T) {
	for name, test := range map[string]struct{ body, url, want string }{
		"its own":         {"<p>", "https://news.example/a/b", "https://news.example/a/b"},
		"base":            {`<base href="https://cdn.example/x/">`, "https://news.example/a", "https://cdn.example/x/"},
		"relative base":   {`<base href="/x/">`, "https://news.example/a", "https://news.example/x/"},
		"a script's base": {`<base href="javascript:alert(1)">`, "https://news.example/a", "https://news.example/a"},
		"none":            {"<p>", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := Parse(t.Context(), Document{Body: []byte(test.body), URL: test.url})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if doc.Url != nil {
				got = doc.Url.String()
			}
			if got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
