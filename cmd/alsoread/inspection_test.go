package main

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
)

const toldFeed = `<?xml version="1.0" encoding="iso-8859-1"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"
 xmlns:georss="http://www.georss.org/georss" xmlns:cc="http://web.resource.org/cc/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:psc="http://podlove.org/simple-chapters"><channel><title>Caf` + "\xe9" + `</title>
<generator>Press 6</generator><cc:license rdf:resource="https://licences.example/by"/><itunes:explicit>no</itunes:explicit>
<item><guid>1</guid><title>Told</title><author>ana@quay.example (Ana)</author><georss:point>52.52 13.405</georss:point>
<cc:license rdf:resource="https://licences.example/by"/><source url="https://o.example/feed">Origin</source>
<itunes:duration>1:30</itunes:duration><itunes:episode>7</itunes:episode><podcast:transcript url="https://quay.example/t.vtt" type="text/vtt"/>
<psc:chapters><psc:chapter start="0" title="Intro"/></psc:chapters></item>
<item><guid>2</guid><title>Untold</title></item>
</channel></rss>`

// TestInspectTellsWhatStandsBeside: each key is there when the document says
// it, and absent when it does not.
func TestInspectTellsWhatStandsBeside(t *testing.T) {
	d := newDesk(t, nil)
	var got struct {
		Charset, Generator, Licence string
		Podcast                     map[string]any
		Items                       []map[string]any
		Details                     struct{ Items []map[string]any }
	}
	if err := json.Unmarshal([]byte(d.must(exitOK, "inspect", "--json", writeFile(t, "feed.xml", toldFeed))), &got); err != nil {
		t.Fatal(err)
	}
	if got.Charset != "windows-1252" || got.Generator != "Press 6" || got.Licence != "https://licences.example/by" || got.Podcast["explicit"] != "no" {
		t.Errorf("of the feed: %+v", got)
	}
	for key, want := range map[string]string{
		"place":   `{"latitude":52.52,"longitude":13.405,"shape":"point"}`,
		"licence": `"https://licences.example/by"`,
		"source":  `{"title":"Origin","url":"https://o.example/feed"}`,
		"people":  `[{"name":"Ana","email":"ana@quay.example","role":"author"}]`,
		"episode": `{"duration":90,"number":7,"transcripts":[{"url":"https://quay.example/t.vtt","type":"text/vtt"}],"chapters":[{"start":0,"title":"Intro"}]}`,
	} {
		var value any
		if err := json.Unmarshal([]byte(want), &value); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got.Items[0][key], value) {
			t.Errorf("%s: %v, want %s", key, got.Items[0][key], want)
		}
	}
	if title := got.Details.Items[0]["texts"].([]any)[0].(map[string]any); title["element"] != "title" || title["type"] != "text/plain" {
		t.Errorf("of how it is written: %v", got.Details)
	}
	var keys []string
	for key := range got.Items[1] {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	if !slices.Equal(keys, []string{"id", "title"}) {
		t.Errorf("keys of an item that says nothing else: %q", keys)
	}
}

// TestInspectTellsNoDetailsWhereThereAreNone: of a JSON Feed nothing is known.
func TestInspectTellsNoDetailsWhereThereAreNone(t *testing.T) {
	d := newDesk(t, nil)
	body := `{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","content_text":"x"}]}`
	var got map[string]any
	if err := json.Unmarshal([]byte(d.must(exitOK, "inspect", "--json", writeFile(t, "feed.json", body))), &got); err != nil {
		t.Fatal(err)
	}
	if _, told := got["details"]; told || got["title"] != "T" {
		t.Errorf("%v", got)
	}
}
