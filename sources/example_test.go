package sources_test

import (
	"fmt"
	"os"
	"time"

	"alsoread/sources"
)

func ExampleParse() {
	data := []byte(`sources:
  - name: Example News
    url: news.example/rss
    shedule: "@every 5m"
`)
	_, err := sources.Parse("sources.yaml", data, os.LookupEnv)
	fmt.Println(err)
	// Output:
	// sources.yaml:3:10: source "Example News": url: wants https:// or http:// in front
	//      3 |     url: news.example/rss
	//        |          ^
	// sources.yaml:4:5: source "Example News": unknown key "shedule"; did you mean schedule?
	//      4 |     shedule: "@every 5m"
	//        |     ^
}

func ExampleFile_Add() {
	data := []byte(`sources:
  # Until the trial ends in May.
  - name: Example News
    url: https://news.example/rss
`)
	file, err := sources.Parse("sources.yaml", data, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	data, added, err := file.Add(
		sources.Entry{Name: "Example News", URL: "https://sport.example/rss", Tags: []string{"sport"}},
		sources.Entry{Name: "Once more", URL: "http://news.example:80/rss"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(string(data))
	for _, a := range added {
		fmt.Printf("%q duplicate of %q\n", a.Name, a.Duplicate)
	}
	// Output:
	// sources:
	//   # Until the trial ends in May.
	//   - name: Example News
	//     url: https://news.example/rss
	//   - name: Example News 2
	//     url: https://sport.example/rss
	//     tags: [sport]
	// "Example News 2" duplicate of ""
	// "Once more" duplicate of "Example News"
}

func ExampleParseSchedule() {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		fmt.Println(err)
		return
	}
	table, err := sources.ParseSchedule("*/10 6-23 * * *", berlin)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(table.Next(time.Date(2025, 7, 1, 23, 55, 0, 0, berlin)))

	_, err = sources.ParseSchedule("0 0 30 2 *", berlin)
	fmt.Println(err)
	// Output:
	// 2025-07-02 06:00:00 +0200 CEST
	// "0 0 30 2 *" never comes: there is no such day
}
