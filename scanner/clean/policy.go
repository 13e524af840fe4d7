package clean

import (
	"sync"

	"github.com/microcosm-cc/bluemonday"
)

// The policy: which elements and attributes may stand in what HTML returns.
// Everything that judges or writes HTML in this package reads these tables,
// bluemonday's policy included, so that there is one policy and not two.

// element is an HTML element this package knows; the others are taken out and
// their content is kept.
type element uint8

// attribute is an HTML attribute this package knows.
type attribute uint8

// attributes is a set of attributes.
type attributes uint64

func (set attributes) has(a attribute) bool { return set&(1<<a) != 0 }

// trait says what is special about an element.
type trait uint16

const (
	allowed    trait = 1 << iota // may stand in the output
	void                         // has no content and no end tag
	closesP                      // its start tag ends an open paragraph (HTML 13.1.2.4)
	heading                      // h1 to h6: they do not nest
	list                         // may hold li
	skeleton                     // table, tbody, tr and the like: no text directly inside
	tablePart                    // stands in a table only
	placed                       // there is a rule where it may stand
	scope                        // an end tag inside does not reach out of it: table cells
	breaks                       // its edges separate words
	paragraphs                   // its edges separate paragraphs
	hidden                       // goes with its content
	swallows                     // raw text: unclosed, it hides the rest of the document
	legacyRaw                    // raw text of a kind that only injections still use
)

const (
	block = allowed | closesP | breaks
	para  = block | paragraphs
)

const (
	unknown element = iota
	elA
	elAbbr
	elAcronym
	elAddress
	elArticle
	elAside
	elAudio
	elB
	elBdi
	elBdo
	elBig
	elBlockquote
	elBr
	elCaption
	elCenter
	elCite
	elCode
	elCol
	elColgroup
	elData
	elDd
	elDel
	elDetails
	elDfn
	elDiv
	elDl
	elDt
	elEm
	elFigcaption
	elFigure
	elFooter
	elH1
	elH2
	elH3
	elH4
	elH5
	elH6
	elHeader
	elHgroup
	elHr
	elI
	elImg
	elIns
	elKbd
	elLi
	elMain
	elMark
	elMenu
	elNav
	elOl
	elP
	elPicture
	elPre
	elQ
	elRb
	elRp
	elRt
	elRtc
	elRuby
	elS
	elSamp
	elSection
	elSmall
	elSource
	elSpan
	elStrike
	elStrong
	elSub
	elSummary
	elSup
	elTable
	elTbody
	elTd
	elTfoot
	elTh
	elThead
	elTime
	elTr
	elTrack
	elTt
	elU
	elUl
	elVar
	elVideo
	elWbr

	// Known, never let through.
	elBody
	elButton
	elFieldset
	elForm
	elHTML
	elIframe
	elLegend
	elMath
	elNoembed
	elNoframes
	elNoscript
	elOption
	elPlaintext
	elScript
	elSelect
	elStyle
	elSVG
	elTemplate
	elTextarea
	elTitle
	elXmp
	elementCount
)

const (
	atNone attribute = iota
	atAbbr
	atAlt
	atCite
	atColspan
	atControls
	atDatetime
	atDir
	atHeight
	atHref
	atHreflang
	atKind
	atLabel
	atLang
	atMedia
	atOpen
	atPoster
	atReversed
	atRowspan
	atScope
	atSizes
	atSpan
	atSrc
	atSrclang
	atSrcset
	atStart
	atTitle
	atType
	atValue
	atWidth

	// Read, never written.
	atAllow
	atAllowfullscreen
	atDataSrc
	atDataSrcset
	atStyle
	attributeCount
)

func set(list ...attribute) attributes {
	var s attributes
	for _, a := range list {
		s |= 1 << a
	}
	return s
}

// urlAttributes hold one address, checked and made absolute.
const urlAttributes attributes = 1<<atHref | 1<<atSrc | 1<<atPoster | 1<<atCite

// globalAttributes may stand on every allowed element.
const globalAttributes attributes = 1<<atTitle | 1<<atLang | 1<<atDir

// hints are read from an image or an embedded frame and never written.
const hints attributes = 1<<atAllow | 1<<atAllowfullscreen | 1<<atDataSrc | 1<<atDataSrcset | 1<<atStyle

type entry struct {
	name   string
	traits trait
	attrs  attributes // beside the global ones
}

func (el element) is(t trait) bool { return elements[el].traits&t != 0 }

func (el element) attributes() attributes { return elements[el].attrs | globalAttributes }

var elements = [elementCount]entry{
	elA:          {"a", placed | allowed, set(atHref, atHreflang, atType)},
	elAbbr:       {"abbr", allowed, 0},
	elAcronym:    {"acronym", allowed, 0},
	elAddress:    {"address", block, 0},
	elArticle:    {"article", block, 0},
	elAside:      {"aside", block, 0},
	elAudio:      {"audio", allowed | breaks, set(atSrc, atControls)},
	elB:          {"b", allowed, 0},
	elBdi:        {"bdi", allowed, 0},
	elBdo:        {"bdo", allowed, 0},
	elBig:        {"big", allowed, 0},
	elBlockquote: {"blockquote", para, set(atCite)},
	elBr:         {"br", allowed | void | breaks, 0},
	elCaption:    {"caption", tablePart | allowed | breaks | scope, 0},
	elCenter:     {"center", block, 0},
	elCite:       {"cite", allowed, 0},
	elCode:       {"code", allowed, 0},
	elCol:        {"col", tablePart | allowed | void, set(atSpan)},
	elColgroup:   {"colgroup", tablePart | allowed | skeleton, set(atSpan)},
	elData:       {"data", allowed, set(atValue)},
	elDd:         {"dd", placed | block, 0},
	elDel:        {"del", allowed, set(atCite, atDatetime)},
	elDetails:    {"details", block, set(atOpen)},
	elDfn:        {"dfn", allowed, 0},
	elDiv:        {"div", block, 0},
	elDl:         {"dl", para, 0},
	elDt:         {"dt", placed | block, 0},
	elEm:         {"em", allowed, 0},
	elFigcaption: {"figcaption", block, 0},
	elFigure:     {"figure", para, 0},
	elFooter:     {"footer", block, 0},
	elH1:         {"h1", para | heading | placed, 0},
	elH2:         {"h2", para | heading | placed, 0},
	elH3:         {"h3", para | heading | placed, 0},
	elH4:         {"h4", para | heading | placed, 0},
	elH5:         {"h5", para | heading | placed, 0},
	elH6:         {"h6", para | heading | placed, 0},
	elHeader:     {"header", block, 0},
	elHgroup:     {"hgroup", block, 0},
	elHr:         {"hr", para | void, 0},
	elI:          {"i", allowed, 0},
	elImg:        {"img", allowed | void, set(atSrc, atSrcset, atSizes, atAlt, atWidth, atHeight)},
	elIns:        {"ins", allowed, set(atCite, atDatetime)},
	elKbd:        {"kbd", allowed, 0},
	elLi:         {"li", placed | block, set(atValue)},
	elMain:       {"main", block, 0},
	elMark:       {"mark", allowed, 0},
	elMenu:       {"menu", para | list, 0},
	elNav:        {"nav", block, 0},
	elOl:         {"ol", para | list, set(atStart, atReversed, atType)},
	elP:          {"p", para, 0},
	elPicture:    {"picture", allowed, 0},
	elPre:        {"pre", para, 0},
	elQ:          {"q", allowed, set(atCite)},
	elRb:         {"rb", allowed, 0},
	elRp:         {"rp", allowed, 0},
	elRt:         {"rt", allowed, 0},
	elRtc:        {"rtc", allowed, 0},
	elRuby:       {"ruby", allowed, 0},
	elS:          {"s", allowed, 0},
	elSamp:       {"samp", allowed, 0},
	elSection:    {"section", block, 0},
	elSmall:      {"small", allowed, 0},
	elSource:     {"source", allowed | void, set(atSrc, atSrcset, atSizes, atType, atMedia, atWidth, atHeight)},
	elSpan:       {"span", allowed, 0},
	elStrike:     {"strike", allowed, 0},
	elStrong:     {"strong", allowed, 0},
	elSub:        {"sub", allowed, 0},
	elSummary:    {"summary", block, 0},
	elSup:        {"sup", allowed, 0},
	elTable:      {"table", para | skeleton, 0},
	elTbody:      {"tbody", tablePart | allowed | breaks | skeleton, 0},
	elTd:         {"td", tablePart | allowed | breaks | scope, set(atColspan, atRowspan, atAbbr)},
	elTfoot:      {"tfoot", tablePart | allowed | breaks | skeleton, 0},
	elTh:         {"th", tablePart | allowed | breaks | scope, set(atColspan, atRowspan, atAbbr, atScope)},
	elThead:      {"thead", tablePart | allowed | breaks | skeleton, 0},
	elTime:       {"time", allowed, set(atDatetime)},
	elTr:         {"tr", tablePart | allowed | breaks | skeleton, 0},
	elTrack:      {"track", allowed | void, set(atSrc, atKind, atSrclang, atLabel)},
	elTt:         {"tt", allowed, 0},
	elU:          {"u", allowed, 0},
	elUl:         {"ul", para | list, 0},
	elVar:        {"var", allowed, 0},
	elVideo:      {"video", allowed | breaks, set(atSrc, atPoster, atControls, atWidth, atHeight)},
	elWbr:        {"wbr", allowed | void, 0},

	elBody:      {"body", closesP | breaks, 0},
	elButton:    {"button", breaks, 0},
	elFieldset:  {"fieldset", closesP | breaks, 0},
	elForm:      {"form", closesP | breaks, 0},
	elHTML:      {"html", breaks, 0},
	elIframe:    {"iframe", breaks, set(atSrc, atTitle, atAllow, atAllowfullscreen, atDataSrc)},
	elLegend:    {"legend", breaks, 0},
	elMath:      {"math", hidden, 0},
	elNoembed:   {"noembed", legacyRaw, 0},
	elNoframes:  {"noframes", legacyRaw, 0},
	elNoscript:  {"noscript", 0, 0},
	elOption:    {"option", breaks, 0},
	elPlaintext: {"plaintext", legacyRaw, 0},
	elScript:    {"script", hidden | swallows, 0},
	elSelect:    {"select", hidden, 0},
	elStyle:     {"style", hidden | swallows, 0},
	elSVG:       {"svg", hidden, 0},
	elTemplate:  {"template", hidden, 0},
	elTextarea:  {"textarea", hidden | swallows, 0},
	elTitle:     {"title", hidden | swallows, 0},
	elXmp:       {"xmp", legacyRaw, 0},
}

var attributeNames = [attributeCount]string{
	atAbbr: "abbr", atAlt: "alt", atCite: "cite", atColspan: "colspan", atControls: "controls", atDatetime: "datetime",
	atDir: "dir", atHeight: "height", atHref: "href", atHreflang: "hreflang", atKind: "kind", atLabel: "label", atLang: "lang",
	atMedia: "media", atOpen: "open", atPoster: "poster", atReversed: "reversed", atRowspan: "rowspan", atScope: "scope",
	atSizes: "sizes", atSpan: "span", atSrc: "src", atSrclang: "srclang", atSrcset: "srcset", atStart: "start",
	atTitle: "title", atType: "type", atValue: "value", atWidth: "width",
	atAllow: "allow", atAllowfullscreen: "allowfullscreen", atDataSrc: "data-src", atDataSrcset: "data-srcset", atStyle: "style",
}

// bluemondayPolicy is the policy of the tables in bluemonday's terms. Addresses
// are only checked there, not made absolute: that comes after it.
var bluemondayPolicy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	for el := unknown + 1; el < elementCount; el++ {
		if !el.is(allowed) {
			continue
		}
		p.AllowElements(elements[el].name)
		p.AllowNoAttrs().OnElements(elements[el].name)
		for a := atNone + 1; a < atAllow; a++ {
			if el.attributes().has(a) {
				p.AllowAttrs(attributeNames[a]).OnElements(elements[el].name)
			}
		}
	}
	// bluemonday skips to the end tag, or to the end of the document where there
	// is none: only right for elements that browsers read the same way.
	p.AllowElementsContent("frame", "frameset", "noscript", "nostyle", "object")
	p.SkipElementsContent("textarea")
	return p
})
