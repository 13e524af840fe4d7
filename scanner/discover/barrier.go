package discover

import (
	"bytes"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"alsoread/scanner/clean"
)

// Barrier is what stands in place of the page that was asked for; NoBarrier
// when it is that page.
type Barrier string

const (
	NoBarrier   Barrier = ""
	Login       Barrier = "a login page"
	Captcha     Barrier = "a captcha or bot wall"
	Empty       Barrier = "an empty page"
	NeedsScript Barrier = "a page that shows nothing without JavaScript"
)

// What barriers have little of. Of 742 real articles and front pages two are
// taken for barriers, and are: their text comes by script.
const (
	littleText = 1500 // letters and digits a reader sees
	fewLinks   = 30
)

// BarrierOf judges an HTML page by what is in it. It errs on the side of
// NoBarrier: only a page with little else is taken for a barrier.
func BarrierOf(body []byte, pageURL, contentType string) Barrier {
	text, _, _ := clean.UTF8(body, contentType)
	v := look(text)
	title := strings.ToLower(v.title)
	switch {
	case v.letters > littleText || v.links > fewLinks:
		return NoBarrier
	case begins(title, wallTitles) || hasMark(text, wallMarks) && v.letters < littleText/2:
		return Captcha
	case v.password, v.input && (begins(title, loginTitles) || isLoginPath(pageURL)):
		return Login
	case v.letters == 0 && v.links == 0 && v.pictures == 0 && !v.input && !v.script:
		return Empty
	case v.letters < 100 && v.links == 0 && v.pictures == 0 && v.script && !v.frames:
		return NeedsScript
	}
	return NoBarrier
}

// view is what a reader without scripts sees of a page.
type view struct {
	title           string
	letters         int // letters and digits, outside of head, scripts and the like
	links, pictures int
	password, input bool // fields to fill in
	script, frames  bool
	hidden          string // the element whose text is not seen
	inTitle         bool
}

func look(text []byte) view {
	var v view
	z := html.NewTokenizer(bytes.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return v
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			v.start(string(name), z, more)
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == v.hidden {
				v.hidden = ""
			}
			v.inTitle = false
		case html.TextToken:
			v.text(z.Text())
		}
	}
}

func (v *view) start(name string, z *html.Tokenizer, more bool) {
	switch name {
	case "title":
		v.inTitle = v.title == ""
		v.hidden = name
	case "script":
		v.script = true
		v.hidden = name
	case "style", "noscript", "template", "svg":
		v.hidden = name
	case "a":
		v.links++
	case "img", "picture", "video", "object":
		v.pictures++
	case "frame", "frameset", "iframe":
		v.frames = true
		if name == "iframe" {
			v.hidden = name
		}
	case "input":
		v.field(z, more)
	}
}

// field looks at what is to be filled in.
func (v *view) field(z *html.Tokenizer, more bool) {
	kind := "text"
	for n := 0; more && n < maxAttributes; n++ {
		var key, value []byte
		key, value, more = z.TagAttr()
		if string(key) == "type" {
			kind = strings.ToLower(string(value))
		}
	}
	v.password = v.password || kind == "password"
	v.input = v.input || kind == "text" || kind == "email" || kind == "password" || kind == "tel"
}

func (v *view) text(text []byte) {
	if v.inTitle && len(v.title) < maxLabel {
		v.title = clean.Line(string(text[:min(len(text), maxLabel)]))
	}
	if v.hidden != "" {
		return
	}
	for _, c := range string(text) {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			v.letters++
		}
	}
}

// wallTitles begin the titles of pages that keep programs out.
var wallTitles = []string{
	"just a moment", "attention required", "access denied", "access to this page has been denied", "are you a robot", "are you human",
	"robot check", "robot or human", "pardon our interruption", "verify you are human", "verify you're human", "verifying you are human",
	"human verification", "please verify", "security check", "security verification", "ddos-guard", "ddos protection", "checking your browser",
	"one more step", "captcha", "bot verification", "bot protection", "making sure you're not a bot", "request unsuccessful",
	"you have been blocked", "sorry, you have been blocked", "client challenge", "vercel security checkpoint", "un instant",
	"einen moment", "un momento", "проверка браузера", "вы не робот", "人机验证", "安全验证",
}

// wallMarks stand in the scripts and forms of such pages. Pages that let readers
// comment have some of them too, and much else.
var wallMarks = []string{
	"_cf_chl_opt", "cf-turnstile", "cf-challenge", "g-recaptcha", "recaptcha/api", "h-captcha", "hcaptcha.com", "captcha-delivery.com",
	"px-captcha", "_incapsula_resource", "/_sec/cp_challenge", "awswaf", "sgcaptcha", "/.within.website/x/cmd/anubis", "geetest",
	"validate.perfdrive.com", "ddos-guard", "friendly-challenge",
}

// loginTitles begin the titles of pages to log in at.
var loginTitles = []string{
	"log in", "login", "log-in", "logon", "sign in", "sign-in", "signin", "sign on", "single sign", "anmelden", "anmeldung", "einloggen", "connexion",
	"se connecter", "identifiez-vous", "iniciar sesión", "inicia sesión", "acceso", "accedi", "inloggen", "aanmelden", "logga in", "logg inn", "log ind",
	"kirjaudu", "zaloguj", "logowanie", "přihlášení", "bejelentkezés", "entrar", "iniciar sessão", "войти", "вход", "увійти", "giriş", "تسجيل الدخول",
	"登录", "登入", "ログイン", "로그인", "लॉग इन",
}

func begins(text string, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(text, w) {
			return true
		}
	}
	return false
}

// maxMarked is how much of a page is searched for marks: walls are small.
const maxMarked = 256 << 10

func hasMark(text []byte, marks []string) bool {
	low := bytes.ToLower(text[:min(len(text), maxMarked)])
	for _, m := range marks {
		if bytes.Contains(low, []byte(m)) {
			return true
		}
	}
	return false
}

// loginSegments are segments of paths where one logs in.
var loginSegments = set("login log-in login.php login.aspx wp-login.php signin sign-in sign_in logon auth sso oauth authorize saml anmelden connexion")

func isLoginPath(address string) bool {
	u := absolute(address)
	if u == nil {
		return false
	}
	for segment := range strings.SplitSeq(strings.ToLower(u.Path), "/") {
		if loginSegments[segment] {
			return true
		}
	}
	return false
}
