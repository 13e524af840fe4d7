package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestInspectSitemaps(t *testing.T) {
	d := newDesk(t, nil)
	write := func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	news := write("news.xml", `<urlset xmlns:n="x"><url><loc>https://harbour.example/a</loc><n:news><n:publication_date>2025-03-01T10:00:00Z</n:publication_date>
		<n:title>A day at sea</n:title></n:news></url></urlset>`)
	index := write("index.xml", `<sitemapindex><sitemap><loc>https://harbour.example/b.xml</loc><lastmod>2025-03-01</lastmod></sitemap></sitemapindex>`)

	var in inspection
	decode(t, []byte(d.must(exitOK, "inspect", "--json", news)), &in)
	if in.Kind != "sitemap" || in.Format != "news sitemap" || len(in.Items) != 1 || in.Items[0].Title != "A day at sea" || in.Items[0].Published == nil {
		t.Errorf("%+v", in)
	}
	in = inspection{}
	decode(t, []byte(d.must(exitOK, "inspect", "--json", index)), &in)
	if in.Kind != "sitemap" || in.Format != "sitemap index" || len(in.Sitemaps) != 1 || in.Sitemaps[0].URL != "https://harbour.example/b.xml" || in.Sitemaps[0].Updated == nil {
		t.Errorf("%+v", in)
	}
	has(t, d.must(exitOK, "inspect", index), "sitemap index", "CHANGED", "https://harbour.example/b.xml")
}
