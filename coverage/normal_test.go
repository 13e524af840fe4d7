package coverage

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestOneWordHoweverWritten(t *testing.T) {
	tests := []struct {
		name, lang string
		spellings  []string
	}{
		{"combining marks", "vi", []string{"Động", norm.NFD.String("Động"), "ĐỘNG"}},
		{"Cyrillic with combining marks", "ru", []string{"Йёлка", norm.NFD.String("Йёлка"), "йелка"}},
		{"Hangul letter by letter", "ko", []string{"한국", norm.NFD.String("한국")}},
		{"Kana with combining marks", "ja", []string{"バル", norm.NFD.String("バル"), "ﾊﾞﾙ"}},
		{"full width", "en", []string{"Valmora2030", "Ｖａｌｍｏｒａ２０３０"}},
		{"a ligature", "en", []string{"office", "oﬃce"}},
		{"a soft hyphen", "de", []string{"Hafenmauer", "Hafen\u00ADmauer"}},
		{"sharp s", "de", []string{"Straße", "STRASSE", "Strasse"}},
		{"marks left out", "es", []string{"Bogotá", "Bogota", "BOGOTÁ"}},
		{"letters that are no letters with marks", "da", []string{"Ødegård", "Odegard"}},
		{"dotless and dotted i", "tr", []string{"KIZILAY", "Kızılay", "kizilay"}},
		{"Greek capitals and the last sigma", "el", []string{"Ολυμπιακός", "ΟΛΥΜΠΙΑΚΟΣ"}},
		{"Arabic vowel points and a long line", "ar", []string{"مدرسة", "مَدْرَسَة", "مـدرسـة"}},
		{"Arabic presentation forms", "ar", []string{"سلام", "ﺳﻼﻡ"}},
		{"hamza left out", "ar", []string{"أحمد", "احمد"}},
		{"Persian and Arabic yeh and kaf", "fa", []string{"کیان", "كيان"}},
		{"Hebrew points", "he", []string{"שלום", "שָׁלוֹם"}},
		{"the dot of Devanagari, composed, apart and left out", "hi", []string{"क\u093cलम", "\u0958लम", "कलम"}},
		{"a joiner in Devanagari", "hi", []string{"क्ष", "क्\u200dष", "क्\u200cष"}},
		{"the dot of Bengali", "bn", []string{"বড\u09bc", "ব\u09dc"}},
		{"digits of Arabic, Persian and Devanagari", "ar", []string{"2024", "٢٠٢٤", "۲۰۲۴", "२०२४", "２０２４", "๒๐๒๔"}},
		{"marks in a number", "ar", []string{"1,200.5", "١٬٢٠٠٫٥"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := ""
			for _, s := range tt.spellings {
				words := appendWords(nil, s)
				if len(words) != 1 {
					t.Fatalf("%q: %d words", s, len(words))
				}
				got := stem(words[0].text, language(tt.lang))
				if want == "" {
					want = got
				}
				if got != want {
					t.Errorf("%q: %q, and %q is %q", s, got, tt.spellings[0], want)
				}
				if again := lowered(words[0].text); again != words[0].text {
					t.Errorf("%q: folded twice it is %q", words[0].text, again)
				}
			}
		})
	}
}

func TestDifferentWordsStayApart(t *testing.T) {
	for _, pair := range [][3]string{{"vi", "ma", "má"}, {"de", "Mutter", "Mütze"}, {"ru", "майка", "маика"}, {"hi", "कल", "काल"}, {"ar", "سلام", "كلام"}, {"ja", "ハル", "バル"}} {
		a, b := appendWords(nil, pair[1]), appendWords(nil, pair[2])
		if len(a) != 1 || len(b) != 1 || stem(a[0].text, language(pair[0])) == stem(b[0].text, language(pair[0])) {
			t.Errorf("%s and %s are one", pair[1], pair[2])
		}
	}
}

// Letters of scripts that spell are no words: pairs of syllables are taken.
func TestPairsOfSyllables(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"東京で", []string{"東京", "京で"}},
		{"ニュース", []string{"ニュー", "ュース"}},
		{"แผ่นดิน", []string{"แผ่นดิน"}},
		{"กรุงเทพมหานคร", []string{"กรุง", "รุงเทพ", "เทพม", "มหาน", "หานค", "คร"}},
		{"ဆိပ်ကမ်း", []string{"ဆိပ်ကမ်း"}},
		{"ភ្នំពេញ", []string{"ភ្នំពេញ"}},
		{"ກຳແພງ", []string{"ກຳແພງ"}},
		{"ត្រូវ", nil},
		{"ဆိပ်", nil},
		{"東 京", nil},
		{"ปี ๒๕๖๗", []string{"2567"}},
	}
	for _, tt := range tests {
		var got []string
		for _, w := range appendWords(nil, tt.text) {
			got = append(got, w.text)
		}
		if len(got) != len(tt.want) {
			t.Errorf("%s: %q, want %q", tt.text, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%s: %q, want %q", tt.text, got, tt.want)
			}
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"เแ ๆ", "\u17d2\u17d2a", "ﾊﾞ\u3099", "١٬٢٠٠٫٥", "क\u093c\u200d", "\u0301\u0301", "می\u200cخواهد", "\xef\xbc"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, w := range appendWords(nil, s) {
			if w.text == "" || utf8.ValidString(s) && !utf8.ValidString(w.text) {
				t.Fatalf("%q: word %q", s, w.text)
			}
			for _, lang := range []language{"", "ar", "he", "ko", "ta", "tr"} {
				stem(w.text, lang)
			}
		}
		detect(appendWords(nil, s), "xx")
	})
}
