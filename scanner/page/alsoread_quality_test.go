package page

import (
	"context"
	"fmt"
	"os"
	"testing"

	"alsoread/news"
)

func TestAlsoReadProto(t *testing.T) {
	V := os.Getenv("V") != ""
	var tp, fp, fn, noneOK, none int
	for _, l := range loadPages(t, "related") {
		a, err := ReadArticle(context.Background(), Document{Body: l.html, URL: l.address()}, nil)
		if err != nil {
			t.Error(l.address(), err)
			continue
		}
		want, optional := map[string]string{}, map[string]bool{}
		for _, e := range l.Expected {
			k, _ := news.Canonical(e.URL)
			want[k] = e.Text
		}
		for _, e := range l.Optional {
			k, _ := news.Canonical(e.URL)
			optional[k] = true
		}
		got := map[string]bool{}
		bad := 0
		for _, x := range a.AlsoRead {
			k, _ := news.Canonical(x.URL)
			if got[k] {
				continue
			}
			got[k] = true
			if _, ok := want[k]; ok {
				tp++
			} else if !optional[k] {
				fp++
				bad++
				if V {
					fmt.Printf("FP %s\n    [%s] %q %s\n", l.address(), x.Label, x.Title, x.URL)
				}
			}
		}
		for k, text := range want {
			if !got[k] {
				fn++
				if V {
					fmt.Printf("FN %s\n    %q %s\n", l.address(), text, k)
				}
			}
		}
		if l.Class == "none" {
			none++
			if bad == 0 {
				noneOK++
			}
		}
	}
	fmt.Printf("also read P %.3f R %.3f (tp %d fp %d fn %d) none %d/%d\n", float64(tp)/float64(tp+fp), float64(tp)/float64(tp+fn), tp, fp, fn, noneOK, none)
}
