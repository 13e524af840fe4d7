// Package browsertest opens the newsroom's pages in a real browser: the real
// program as a process of its own, over worlds of publishers that this test
// runs, and Chromium over the DevTools protocol.
//
// Without a browser the tests are skipped, and say so; with ALSOREAD_BROWSER=must
// that is a failure, with ALSOREAD_BROWSER=no they are skipped anyway. axe-core is taken from node_modules (npm ci in this folder).
//
//   - browser_test.go   the browser, and a tab that notes all that it asks and all that goes wrong
//   - daemon_test.go    the program under test
//   - fill_test.go      the page fills by itself, new events announce themselves
//   - group_test.go     a group opens, splits, merges, undoes
//   - sources_test.go   a source is added by its address, scanned, imported
//   - trends_test.go    a trend rises on the page
//   - marks_test.go     what was read and saved
//   - reading_test.go   search, keys, the feed without an end
//   - look_test.go      dark, narrow, accessible; the pictures of README
//   - hostile_test.go   a feed of everything that ever ran somewhere
package browsertest

import (
	"context"
	"fmt"
	"log"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var (
	browser context.Context // nil: there is none
	binary  string          // the program under test
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	chromium := findChromium()
	wish := os.Getenv("ALSOREAD_BROWSER")
	if chromium == "" || wish == "no" {
		if wish == "must" {
			fmt.Fprintln(os.Stderr, "browsertest: there is no Chromium, and ALSOREAD_BROWSER=must")
			return 1
		}
		return m.Run()
	}
	folder, err := os.MkdirTemp("", "alsoread-browser-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	binary = filepath.Join(folder, "alsoread")
	if out, err := exec.Command("go", "build", "-o", binary, "../../cmd/alsoread").CombinedOutput(); err != nil {
		log.Fatalf("build alsoread: %v: %s", err, out)
	}
	all, stop := chromedp.NewExecAllocator(context.Background(), options(chromium, folder)...)
	defer stop()
	var end context.CancelFunc
	browser, end = chromedp.NewContext(all, chromedp.WithErrorf(func(string, ...any) {})) // it knows fewer events than the browser sends
	defer end()
	if err := chromedp.Do(browser); err != nil {
		log.Fatalf("start %s: %v", chromium, err)
	}
	return m.Run()
}

const noBrowser = "skipped: there is no Chromium here, or ALSOREAD_BROWSER=no"

func findChromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func options(chromium, folder string) []chromedp.ExecAllocatorOption {
	all := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	for _, flag := range []string{"headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
		"disable-component-update", "disable-sync", "hide-scrollbars"} {
		all = append(all, chromedp.Flag(flag, true))
	}
	return append(all, chromedp.ExecPath(chromium), chromedp.UserDataDir(filepath.Join(folder, "profile")), chromedp.WSURLReadTimeout(time.Minute))
}

// tab is a page of the browser that notes what it asks and what goes wrong.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string // of the newsroom; ends in "/"
	stop func()

	mu     sync.Mutex
	faults []string
}

const tabTime = 3 * time.Minute

// watched is run before any script of a page: what a policy forbids was tried
// by something that should not be there.
const watched = `window.violations = []; addEventListener("securitypolicyviolation", e => violations.push(e.violatedDirective + " " + e.blockedURI + " " + e.sample));`

// newTab opens a tab for a newsroom, wide as on a desk.
func newTab(t *testing.T, base string) *tab {
	t.Helper()
	if browser == nil {
		t.Skip(noBrowser)
	}
	ctx, end := chromedp.NewContext(browser)
	b := &tab{t: t, ctx: ctx, base: base, stop: func() {}}
	t.Cleanup(func() {
		b.check()
		b.stop()
		end()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	b.ctx, b.stop = context.WithTimeout(ctx, tabTime)
	if err := chromedp.Listen(b.ctx, b.note); err != nil {
		t.Fatal(err)
	}
	b.do(command(network.Enable, network.EnableParams{}), command(runtime.Enable, cdp.Empty{}), command(page.Enable, page.EnableParams{}),
		command(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watched}), chromedp.EmulateViewport(1360, 900))
	return b
}

// command is an action of the protocol itself.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// note takes down what must not happen. It must not block.
func (b *tab) note(event any) {
	fault := ""
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if u, err := url.Parse(e.Request.URL); err != nil || u.Scheme != "data" && u.Scheme != "about" && !strings.HasPrefix(e.Request.URL, b.base) {
			fault = "another host was asked: " + e.Request.URL
		}
	case *page.EventJavascriptDialogOpening:
		fault = "a dialog was opened: " + e.Message
		go func() {
			_ = chromedp.Do(b.ctx, command(page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{}))
		}()
	case *runtime.EventExceptionThrown:
		fault = "a script failed: " + e.ExceptionDetails.Text
	}
	if fault != "" {
		b.mu.Lock()
		b.faults = append(b.faults, fault)
		b.mu.Unlock()
	}
}

// check reports what was noted.
func (b *tab) check() {
	b.t.Helper()
	if b.ctx.Err() == nil {
		b.violations()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range slices.Compact(b.faults) {
		b.t.Error(f)
	}
	b.faults = nil
}

// violations reports what the policy of the page that is shown has forbidden.
func (b *tab) violations() {
	b.t.Helper()
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](`window.violations || []`))
	if err == nil && len(found) > 0 {
		b.t.Errorf("the policy forbade: %v", found[:min(5, len(found))])
	}
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatalf("%v; the page: %.600s", err, b.text())
	}
}

// isReady is true when the script of a page has run, and the page is not the one
// that was there before.
const isReady = `!window.former && document.documentElement.dataset.ready === ""`

// open goes to a page below the base and waits until its script has run.
func (b *tab) open(path string) {
	b.t.Helper()
	b.load(path, isReady)
}

// load goes to a page below the base and waits until something is true of it.
// chromedp.Navigate waits for events that do not always come, such as when the
// browser has kept the page.
func (b *tab) load(path, arrived string) {
	b.t.Helper()
	b.script(`window.former = true`)
	b.do(command(page.Navigate, page.NavigateParams{URL: b.base + path}))
	b.is(`!window.former && ` + arrived)
}

// text is what the page says, for failures.
func (b *tab) text() string {
	ctx, stop := context.WithTimeout(context.WithoutCancel(b.ctx), 3*time.Second)
	defer stop()
	s, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + " " + document.readyState + " " + [...document.images].filter(i => !i.complete).map(i => i.src + i.loading) + "\n" + document.body.innerText`))
	if err != nil {
		return err.Error()
	}
	return s
}

// is waits until an expression of the page is true.
func (b *tab) is(expression string) {
	b.t.Helper()
	b.within(patience, expression)
}

func (b *tab) within(most time.Duration, expression string) {
	b.t.Helper()
	var last error
	for end := time.Now().Add(most); time.Now().Before(end); time.Sleep(40 * time.Millisecond) {
		ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		if ok {
			return
		}
		last = err // a page on its way cannot be asked
	}
	b.t.Fatalf("this never became true: %s (%v)\nthe page: %.900s", expression, last, b.text())
}

// patience is how long something may take to become true.
const patience = 30 * time.Second

// says waits until an element's text holds another.
func (b *tab) says(selector, text string) {
	b.t.Helper()
	b.is(`document.querySelector(` + strconv.Quote(selector) + `)?.innerText.toLowerCase().includes(` + strconv.Quote(strings.ToLower(text)) + `)`)
}

func evaluate[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

func (b *tab) string(expression string) string { b.t.Helper(); return evaluate[string](b, expression) }
func (b *tab) number(expression string) float64 {
	b.t.Helper()
	return evaluate[float64](b, expression)
}
func (b *tab) script(expression string) { b.t.Helper(); evaluate[chromedp.Void](b, expression) }

func (b *tab) click(selector string) {
	b.t.Helper()
	b.is(`document.querySelector(` + strconv.Quote(selector) + `)`)
	b.script(`document.querySelector(` + strconv.Quote(selector) + `).click()`) // not by the mouse: pictures that arrive move what it aims at
}

func (b *tab) write(selector, text string) {
	b.t.Helper()
	b.do(chromedp.SendKeys(chromedp.CSS(selector), text))
}

// follow clicks the first element that a selector finds, and waits for the page
// that comes.
func (b *tab) follow(selector string) {
	b.t.Helper()
	b.script(`window.former = true`)
	b.click(selector)
	b.is(isReady)
}

func (b *tab) press(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}
