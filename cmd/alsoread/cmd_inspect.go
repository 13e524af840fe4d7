package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"alsoread/scanner"
	"alsoread/scanner/feed"
)

const inspectLong = `Say what would be read from a feed, a sitemap or a page, and what was wrong
with it. Whether a page is an article or lists them is guessed, and said, unless
--as decides.

Arguments are files (those ending in .gz are decompressed) or URLs. With --json
one object a line is printed for each. With --batch the documents are named on
standard input, a JSON object a line:

  {"file": "feed.xml", "url": "https://example.org/feed", "content_type": "text/xml", "as": "article"}

of which only file is required, and each is answered with one line in the same
order, whatever is in the file: a document that brings the reader down is
answered with an error, and the batch goes on.`

// maxInspected is the most bytes of a document, after decompression.
const maxInspected = 64 << 20

type inspectOptions struct {
	json, batch, worker bool
	url, contentType    string
	as                  string
}

func (a *app) inspectCommand() *cobra.Command {
	var o inspectOptions
	cmd := &cobra.Command{
		Use: "inspect FILE|URL...", Short: "Say what would be read from a feed, and what was wrong with it", Long: inspectLong,
		Example: "  alsoread inspect https://feeds.bbci.co.uk/news/world/rss.xml\n  alsoread inspect --json broken.xml",
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case !validAs(o.as):
				return usage(fmt.Errorf("--as %s: article or listing", plain(o.as)))
			case o.batch && (len(args) > 0 || !o.json):
				return usage(errors.New("--batch goes with --json and takes its documents from standard input"))
			case o.worker:
				return failed(a.inspectLines(cmd.Context()))
			case o.batch:
				return failed(a.inspectBatch(cmd.Context()))
			case len(args) == 0:
				return usage(errors.New("inspect what? Name a file or a URL"))
			}
			return a.inspect(cmd.Context(), args, o)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&o.json, "json", false, "one JSON object a line")
	flags.BoolVar(&o.batch, "batch", false, "read the documents to inspect from standard input")
	flags.StringVar(&o.url, "url", "", "where a file came from: relative addresses are resolved against it")
	flags.StringVar(&o.contentType, "content-type", "", "the Content-Type a file came with")
	flags.StringVar(&o.as, "as", "", "read a page as: article or listing")
	flags.BoolVar(&o.worker, "worker", false, "")
	flags.MarkHidden("worker")
	return cmd
}

// inspect reads each of the documents. It fails when none could be read.
func (a *app) inspect(ctx context.Context, names []string, o inspectOptions) error {
	unread := 0
	for i, name := range names {
		doc := a.inspectOne(ctx, inspected{File: name, URL: o.url, ContentType: o.contentType, As: o.as})
		if doc.Error != "" {
			unread++
		}
		if err := a.printInspection(doc, i, o.json); err != nil {
			return failed(err)
		}
	}
	switch unread {
	case 0:
		return nil
	case len(names):
		return exitError{code: exitFailed}
	}
	return exitError{code: exitPartial}
}

// inspected names a document: a line of a batch.
type inspected struct {
	File        string `json:"file"`
	URL         string `json:"url"`
	ContentType string `json:"content_type"`
	As          string `json:"as"` // article, listing; empty: whatever it is
}

// inspectOne reads one document. What goes wrong is part of the answer.
func (a *app) inspectOne(ctx context.Context, in inspected) (out inspection) {
	out = inspection{File: in.File, Kind: "none"}
	defer func() {
		if p := recover(); p != nil {
			out = inspection{File: in.File, Kind: "none", Error: fmt.Sprintf("internal error: %v", p)}
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	doc, err := a.document(ctx, in)
	if err == nil {
		out, err = inspectDocument(ctx, in, doc)
	}
	if err != nil {
		out.File, out.Error = in.File, plain(err.Error())
	}
	return out
}

// inspectDocument reads a document as what it is, or as what it is said to be.
func inspectDocument(ctx context.Context, in inspected, doc feed.Document) (inspection, error) {
	if !validAs(in.As) {
		return inspection{Kind: "none"}, fmt.Errorf("as %q: article or listing", in.As)
	}
	if in.As != "" {
		return inspectPage(ctx, in, doc)
	}
	l, sitemaps, err := readDocumentOf(ctx, doc)
	switch {
	case errors.Is(err, feed.ErrHTML):
		return inspectPage(ctx, in, doc)
	case err != nil:
		return inspection{Kind: "none"}, err
	}
	out := inspectionOf(in.File, l)
	out.Sitemaps = sitemaps
	out.Details, err = detailsOf(ctx, doc, l)
	return out, err
}

// document reads the bytes of what is named.
func (a *app) document(ctx context.Context, in inspected) (feed.Document, error) {
	if strings.HasPrefix(in.File, "http://") || strings.HasPrefix(in.File, "https://") {
		fetcher := a.newFetcher()
		defer fetcher.Close()
		res, err := fetcher.Get(ctx, scanner.Request{Source: a.passing(in.File)})
		if err != nil {
			return feed.Document{}, err
		}
		return feed.Document{Body: res.Body, URL: res.URL, ContentType: res.ContentType}, nil
	}
	body, err := readDocument(in.File)
	return feed.Document{Body: body, URL: in.URL, ContentType: in.ContentType}, err
}

// readDocument reads a file whole, decompressed if its name says that it is
// compressed, up to maxInspected.
func readDocument(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var r io.Reader = f
	if filepath.Ext(path) == ".gz" {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("decompress: %w", err)
		}
	}
	body, err := io.ReadAll(io.LimitReader(r, maxInspected+1))
	switch {
	case len(body) > maxInspected:
		return nil, fmt.Errorf("over %d MiB", maxInspected>>20)
	case err != nil && len(body) > 0 && filepath.Ext(path) == ".gz":
		return body, nil // a cut-off archive: what came out of it is salvaged like any other document
	}
	return body, err
}

// printInspection writes the answer for people or for programs.
func (a *app) printInspection(in inspection, nth int, asJSON bool) error {
	if asJSON {
		return jsonLine(a.stdout, in)
	}
	var out bytes.Buffer
	if nth > 0 {
		fmt.Fprintln(&out)
	}
	fmt.Fprintf(&out, "%s\n", plain(in.File))
	in.describe(&out)
	if len(in.Items) > 0 {
		fmt.Fprintln(&out)
		if err := table(&out, in.rows(columns(a.stdout), a.zone())); err != nil {
			return err
		}
	}
	if len(in.Sitemaps) > 0 {
		fmt.Fprintln(&out)
		if err := table(&out, in.sitemapRows(columns(a.stdout), a.zone())); err != nil {
			return err
		}
	}
	for i, p := range in.Problems {
		if i == 0 {
			fmt.Fprintf(&out, "\n%s\n", count(len(in.Problems), "problem", "problems"))
		}
		where := "         "
		if p.Line > 0 {
			where = fmt.Sprintf("line %-4d", p.Line)
		}
		fmt.Fprintf(&out, "  %s  %s\n", where, plain(p.What))
	}
	_, err := a.stdout.Write(out.Bytes())
	return err
}

// describe writes what the document says of itself.
func (in inspection) describe(w io.Writer) {
	if in.Error != "" {
		fmt.Fprintf(w, "  not read     %s\n", in.Error)
	}
	updated := ""
	if in.Updated != nil {
		updated = in.Updated.Format(time.RFC3339)
	}
	for _, row := range [][2]string{
		{"format", in.Format}, {"title", in.Title}, {"description", in.Description}, {"link", in.Link}, {"language", in.Language},
		{"authors", strings.Join(in.Authors, ", ")}, {"updated", updated}, {"items", strconv.Itoa(len(in.Items))},
	} {
		if row[1] != "" && in.Error == "" {
			fmt.Fprintf(w, "  %-12s %s\n", row[0], fit(row[1], 100))
		}
	}
	in.inspectedPage.describe(w)
}

// rows are the items as a table.
func (in inspection) rows(wide int, zone *time.Location) [][]string {
	rows := [][]string{{"PUBLISHED", "TITLE", "URL"}}
	for _, it := range in.Items {
		published := "-"
		if it.Published != nil {
			published = clock(*it.Published, zone)
		}
		rows = append(rows, []string{published, fit(it.Title, wide/2-12), fit(it.URL, wide/2-10)})
	}
	return rows
}
