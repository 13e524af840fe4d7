package clean

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

func encoded(t *testing.T, e encoding.Encoding, s string) string {
	t.Helper()
	out, err := e.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestUTF8(t *testing.T) {
	const russian = "<rss>Мост через гавань закрыт на два года</rss>"
	const japanese1 = "<rss>港の橋は二年間閉鎖されます</rss>"
	le16, be16 := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	le32, be32 := utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	declaration := func(charset string) string { return `<?xml version="1.0" encoding="` + charset + `"?>` }
	for name, c := range map[string]struct{ body, contentType, text, charset, note string }{
		"UTF-8":                              {russian, "", russian, "utf-8", ""},
		"UTF-8 with mark":                    {"\xEF\xBB\xBF" + russian, "", russian, "utf-8", ""},
		"UTF-8, declared otherwise":          {declaration("windows-1251") + russian, "text/xml; charset=koi8-r", russian, "utf-8", ""},
		"UTF-16LE with mark":                 {"\xFF\xFE" + encoded(t, le16, russian), "text/xml; charset=utf-8", russian, "utf-16le", ""},
		"UTF-16BE with mark":                 {"\xFE\xFF" + encoded(t, be16, russian), "", russian, "utf-16be", ""},
		"UTF-16LE bare":                      {encoded(t, le16, russian), "", russian, "utf-16le", ""},
		"UTF-16BE bare":                      {encoded(t, be16, russian), "", russian, "utf-16be", ""},
		"UTF-16LE bare, space first":         {encoded(t, le16, "\n "+russian), "", "\n " + russian, "utf-16le", ""},
		"UTF-32LE with mark":                 {"\xFF\xFE\x00\x00" + encoded(t, le32, russian), "", russian, "utf-32le", ""},
		"UTF-32BE bare":                      {encoded(t, be32, russian), "", russian, "utf-32be", ""},
		"UTF-16 declared, is UTF-8":          {declaration("UTF-16") + russian, "", russian, "utf-8", ""},
		"mark of UTF-16, is ASCII":           {"\xFF\xFE<rss/>", "", "ÿþ<rss/>", "windows-1252", "read as windows-1252"},
		"by header":                          {encoded(t, charmap.KOI8R, russian), `text/xml; charset="koi8-r"`, russian, "koi8-r", ""},
		"by declaration":                     {declaration("windows-1251") + encoded(t, charmap.Windows1251, russian), "", russian, "windows-1251", ""},
		"server default against declaration": {declaration("windows-1251") + encoded(t, charmap.Windows1251, russian), "text/xml; charset=ISO-8859-1", russian, "windows-1251", ""},
		"by meta":                            {`<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">` + encoded(t, charmap.Windows1251, russian), "", `<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">` + russian, "windows-1251", ""},
		"two parameters":                     {encoded(t, charmap.KOI8R, russian), "text/xml; charset=koi8-r; charset=utf-8", russian, "koi8-r", ""},
		"Latin-1 is windows-1252":            {declaration("ISO-8859-1") + "<rss>\x93caf\xE9\x94</rss>", "", "<rss>“café”</rss>", "windows-1252", ""},
		"Japanese":                           {declaration("Shift_JIS") + encoded(t, japanese.ShiftJIS, japanese1), "", japanese1, "shift_jis", ""},
		"ISO-2022-JP is ASCII too":           {declaration("ISO-2022-JP") + encoded(t, japanese.ISO2022JP, japanese1), "", japanese1, "iso-2022-jp", ""},
		"declared as UTF-8, is not":          {declaration("utf-8") + "<rss>caf\xE9</rss>", "", "<rss>café</rss>", "windows-1252", "declared as utf-8, which it is not; read as windows-1252"},
		"unknown label":                      {declaration("x-mac-klingon") + "<rss>caf\xE9</rss>", "", "<rss>café</rss>", "windows-1252", `charset "x-mac-klingon" unknown; read as windows-1252`},
		"label with spaces":                  {declaration(" Windows-1251 ") + encoded(t, charmap.Windows1251, russian), "", russian, "windows-1251", ""},
		"label of Windows":                   {encoded(t, charmap.Windows1251, russian), "text/xml; charset=win-1251", russian, "windows-1251", ""},
		"label of IANA only":                 {encoded(t, charmap.CodePage852, "<rss>Łódź</rss>"), "text/xml; charset=IBM852", "<rss>Łódź</rss>", "ibm852", ""},
		"UTF-7 refused":                      {declaration("utf-7") + "<rss>+ADw-script+AD4-</rss>", "text/xml; charset=utf-7", "<rss>+ADw-script+AD4-</rss>", "utf-8", ""},
		"a stray byte in UTF-8":              {russian + "\x93", "", russian + "“", "utf-8", "not UTF-8 in 1 places: read as windows-1252 there"},
		"a stray byte, declared Latin-1":     {declaration("iso-8859-1") + russian + "<b>\xE9</b>", "", russian + "<b>é</b>", "utf-8", "not UTF-8 in 1 places: read as windows-1252 there"},
		"cut inside a character":             {russian + "\xD0", "", russian, "utf-8", "not UTF-8 in 1 places: read as windows-1252 there"},
		"Latin-1 ending in a letter":         {"caf\xE9", "", "café", "windows-1252", "read as windows-1252"},
		"NUL":                                {"<rss>a\x00b</rss>", "", "<rss>ab</rss>", "utf-8", ""},
		"encoded twice":                      {"<rss>cafÃ© dÃ©jÃ\u00a0 vu â€“ lâ€™Ã©tÃ©</rss>", "", "<rss>café déjà vu – l’été</rss>", "utf-8", "encoded as UTF-8 twice: undone"},
		"looks encoded twice":                {"<rss>CAFÉ… é</rss>", "", "<rss>CAFÉ… é</rss>", "utf-8", ""},
		"French quote":                       {"<rss>CAFÉ”</rss>", "", "<rss>CAFÉ”</rss>", "utf-8", ""},
		"two declarations":                   {declaration("utf-8") + "\n" + declaration("windows-1251") + "\n<rss/>", "", "\n\n<rss/>", "utf-8", ""},
		"declaration after a line":           {"\n\n" + declaration("koi8-r") + "<rss/>", "", "\n\n<rss/>", "utf-8", ""},
		"declaration after text":             {"Warning" + declaration("koi8-r") + "<rss/>", "", "Warning" + strings.Repeat(" ", len(declaration("koi8-r"))) + "<rss/>", "utf-8", ""},
		"declaration quoted":                 {"<a><![CDATA[" + declaration("x") + "]]></a>", "", "<a><![CDATA[" + declaration("x") + "]]></a>", "utf-8", ""},
		"XML 1.1":                            {`<?xml version="1.1"?><rss/>`, "", "<rss/>", "utf-8", ""},
		"no XML declaration":                 {`<?xml-stylesheet href="a.xsl"?><rss/>`, "", `<?xml-stylesheet href="a.xsl"?><rss/>`, "utf-8", ""},
		"unlabelled Russian":                 {encoded(t, charmap.Windows1251, russian), "", russian, "windows-1251", "read as windows-1251"},
		"unlabelled KOI8-R":                  {encoded(t, charmap.KOI8R, russian), "", russian, "koi8-r", "read as koi8-r"},
		"unlabelled Japanese":                {encoded(t, japanese.EUCJP, japanese1), "", japanese1, "euc-jp", "read as euc-jp"},
		"unlabelled Shift_JIS":               {encoded(t, japanese.ShiftJIS, japanese1), "", japanese1, "shift_jis", "read as shift_jis"},
		"unlabelled Korean":                  {encoded(t, korean.EUCKR, "<rss>항구 다리가 이년 동안 문을 닫습니다</rss>"), "", "<rss>항구 다리가 이년 동안 문을 닫습니다</rss>", "euc-kr", "read as euc-kr"},
		"unlabelled Chinese":                 {encoded(t, simplifiedchinese.GBK, "<rss>海港大桥将关闭两年以进行维修工程</rss>"), "", "<rss>海港大桥将关闭两年以进行维修工程</rss>", "gbk", "read as gbk"},
		"unlabelled French":                  {"<rss>L'\xE9t\xE9 dernier, \xE0 No\xEBl, \xE7a a \xE9t\xE9 tr\xE8s froid</rss>", "", "<rss>L'été dernier, à Noël, ça a été très froid</rss>", "windows-1252", "read as windows-1252"},
		"unlabelled capitals":                {"<rss>\xC9T\xC9 \xC0 NO\xCBL, \xC7A</rss>", "", "<rss>ÉTÉ À NOËL, ÇA</rss>", "windows-1252", "read as windows-1252"},
		"empty":                              {"", "", "", "utf-8", ""},
	} {
		t.Run(name, func(t *testing.T) {
			text, charset, note := UTF8([]byte(c.body), c.contentType)
			if string(text) != c.text || charset != c.charset || note != c.note {
				t.Errorf("got %q, %s (%s)\nwant %q, %s (%s)", text, charset, note, c.text, c.charset, c.note)
			}
		})
	}
}

func TestUTF8DoesNotCopy(t *testing.T) {
	body := []byte("\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<rss>Гавань</rss>")
	text, _, _ := UTF8(body, "text/xml; charset=latin1")
	if &text[len(text)-1] != &body[len(body)-1] {
		t.Error("copied")
	}
	if allocs := testing.AllocsPerRun(100, func() { UTF8(body, "text/xml") }); allocs > 0 {
		t.Errorf("%v allocations", allocs)
	}
}

func TestUTF8LeavesTheBodyAlone(t *testing.T) {
	body := []byte("x <?xml version=\"1.0\" encoding=\"koi8-r\"?>\x00<rss>\xE9</rss>")
	before := bytes.Clone(body)
	UTF8(body, "")
	if !bytes.Equal(body, before) {
		t.Error("changed")
	}
}

func FuzzUTF8(f *testing.F) {
	for _, body := range []string{"<rss>é</rss>", "\xFF\xFEa\x00", "\x00<\x00r", "<?xml encoding='koi8-r'?>\xC1", "\x1B$B", "Ã©Ã©Ã©", "\xE2\x82"} {
		f.Add([]byte(body), "text/xml; charset=windows-1251")
	}
	seedBytes(f)
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		before := bytes.Clone(body)
		text, name, note := UTF8(body, contentType)
		if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
			t.Errorf("%q", text)
		}
		if name == "" || strings.ContainsAny(note, "\n\x00") {
			t.Errorf("charset %q, note %q", name, note)
		}
		if !bytes.Equal(body, before) {
			t.Error("body changed")
		}
		if len(text) > 4*len(body) {
			t.Errorf("%d bytes of %d", len(text), len(body))
		}
		if again, _, _ := UTF8(text, ""); name == "utf-8" && note == "" && !bytes.Equal(again, text) && !bytes.Contains(body, []byte("<?xml")) && !bytes.HasPrefix(text, []byte("\xEF\xBB\xBF")) {
			t.Errorf("not idempotent: %q", text)
		}
	})
}
