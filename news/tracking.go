package news

import "strings"

// tracker is a family of query parameters that say how a reader came to a page
// and not which page it is.
type tracker struct {
	names string // in lower case, separated by spaces; "utm_*" is a prefix
	only  string // dropped with these values only, in lower case, separated by spaces; "-" is no value
	weak  bool   // see weak below
	setBy string // the product or publisher that sets it, and where that is documented or was seen
}

// weak marks names that are trackers at some publishers and ids at others:
// "ref=rss" here, "ref=4711" there. They are dropped only where the path names
// the story by itself (storyPath), and never when their value is a number.
const weak = true

// trackers is the maintained list. A name comes into it with its source. Names
// that are ids somewhere do not come in at all: id, p, page, story, article,
// aid, cat, v, q, t, a.
var trackers = []tracker{
	// Campaigns and clicks, as advertisers and networks document them.
	{names: "utm_*", setBy: "Google Analytics, custom campaigns (Urchin before it)"},
	{names: "gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid", setBy: "Google Ads auto-tagging, Campaign Manager, Merchant Center"},
	{names: "google_editors_picks", setBy: "Google News, editors' picks feeds"},
	{names: "gaa_*", setBy: "Google Extended Access: gaa_at, gaa_n, gaa_ts, gaa_sig"},
	{names: "fbclid fb_action_ids fb_action_types fb_source fb_ref fb_comment_id action_object_map action_type_map action_ref_map", setBy: "Meta: click id and Open Graph actions"},
	{names: "igshid igsh", setBy: "Instagram, shared links"},
	{names: "twclid ref_src ref_url __twitter_impression", setBy: "X (Twitter): click id, embedded posts, AMP impressions"},
	{names: "ttclid", setBy: "TikTok Ads"},
	{names: "msclkid", setBy: "Microsoft Advertising auto-tagging"},
	{names: "yclid ymclid ysclid _openstat", setBy: "Yandex Direct, Yandex search, Openstat"},
	{names: "li_fat_id", setBy: "LinkedIn Ads"},
	{names: "epik", setBy: "Pinterest"},
	{names: "rdt_cid", setBy: "Reddit Ads"},
	{names: "sccid", setBy: "Snapchat Ads"},
	{names: "dicbo obocid oborigurl", setBy: "Outbrain"},
	{names: "tblci", setBy: "Taboola click id"},
	{names: "wickedid", setBy: "Wicked Reports"},
	{names: "cjevent", setBy: "CJ Affiliate"},
	{names: "irclickid irgwc", setBy: "Impact"},
	{names: "zanpid awc", setBy: "Awin"},

	// Web analytics.
	{names: "at_*", setBy: "Piano Analytics (AT Internet) campaign prefix; the BBC's feeds: at_medium, at_campaign"},
	{names: "xtor", setBy: "AT Internet before Piano: xtor=RSS-1"},
	{names: "ns_mchannel ns_source ns_campaign ns_linkname ns_fee", setBy: "comScore; the BBC, the Guardian"},
	{names: "wt_mc wt_mc_o wt_zmc wt.mc_id wt.tsrc", setBy: "Webtrekk (Mapp) and Webtrends; heise, Zeit"},
	{names: "pk_campaign pk_cpn pk_kwd pk_keyword pk_source pk_medium pk_content pk_cid mtm_* matomo_campaign matomo_kwd piwik_campaign piwik_kwd", setBy: "Matomo (Piwik) campaigns"},
	{names: "s_cid s_kwcid ef_id", setBy: "Adobe Analytics and Advertising"},
	{names: "cm_mmc cm_mmca1 cm_mmca2 cm_mmca3 cm_cat cm_ite cm_lm cm_pla cm_ven cm_sp cm_re", setBy: "IBM Digital Analytics (Coremetrics)"},
	{names: "itm_*", setBy: "internal campaigns after the manner of utm: USA Today, The Telegraph"},
	{names: "hsa_*", setBy: "HubSpot Ads"},
	{names: "wprov", setBy: "Wikimedia provenance parameter"},

	// Newsletters and marketing mail.
	{names: "mc_cid mc_eid", setBy: "Mailchimp: campaign and reader"},
	{names: "_hsenc _hsmi __hssc __hstc __hsfp hsctatracking", setBy: "HubSpot mail and cookies"},
	{names: "mkt_tok", setBy: "Adobe Marketo"},
	{names: "ml_subscriber ml_subscriber_hash", setBy: "MailerLite"},
	{names: "ck_subscriber_id", setBy: "Kit (ConvertKit)"},
	{names: "vero_id vero_conv", setBy: "Vero"},
	{names: "oly_anon_id oly_enc_id", setBy: "Omeda Olytics"},
	{names: "trk_contact trk_msg trk_module trk_sid", setBy: "Listrak"},
	{names: "_kx _ke", setBy: "Klaviyo"},
	{names: "_bta_tid _bta_c", setBy: "Bronto"},
	{names: "dm_i", setBy: "Dotdigital"},
	{names: "elqtrackid elqtrack elqaid elqat elqcampaignid elqcst elqcsid", setBy: "Oracle Eloqua"},
	{names: "spmailingid spuserid spjobid spreportid", setBy: "Acoustic (Silverpop)"},
	{names: "bxid cndid hasha hashb hashc", setBy: "Conde Nast newsletters"},

	// Publishers and platforms, with names that nobody else uses.
	{names: "guccounter guce_referrer guce_referrer_sig soc_src soc_trk .tsrc", setBy: "Yahoo: consent hops, shared links, Finance feeds"},
	{names: "ftag", setBy: "CBS Interactive: CBS News, CNET, ZDNet feeds"},
	{names: "ftcamp", setBy: "Financial Times"},
	{names: "traffic_source", setBy: "Al Jazeera feeds"},
	{names: "maca", setBy: "Deutsche Welle feeds: maca=en-rss-en-all-1573-rdf"},
	{names: "ito", setBy: "Daily Mail feeds: ito=1490, ito=feeds-newsxml"},
	{names: "wpisrc wpmm wpmk hpid", setBy: "The Washington Post"},
	{names: "smid smtyp", setBy: "The New York Times, shared links"},
	{names: "pagewanted", only: "all print", setBy: "The New York Times: the whole article on one page"},
	{names: "_r", only: "0 1 2 3 4 5", setBy: "The New York Times, cookie hop"},
	{names: "__source", setBy: "CNBC"},
	{names: "tpcc", setBy: "Foreign Policy, TechCrunch"},
	{names: "ec_carp", setBy: "HuffPost"},
	{names: "abthid", setBy: "IGN"},
	{names: "spref", setBy: "Blogger, share buttons"},
	{names: "feature", only: "youtu.be youtube_gdata youtube_gdata_player share emb_logo player_embedded", setBy: "YouTube"},
	{names: "replytocom", setBy: "WordPress: reply form under the same article"},
	{names: "share", only: "twitter facebook linkedin reddit tumblr pinterest email print pocket telegram jetpack-whatsapp", setBy: "WordPress Jetpack, share buttons"},
	{names: "rss", only: "- 1 yes true y", setBy: "HighWire, Science and others: the link stood in a feed"},
	{names: "print", only: "- 1 yes true", setBy: "print view of the same article"},

	// AMP (see also canonical_amp.go and redirect.go).
	{names: "amp _amp isamp", only: "- 1 true yes amp", setBy: "WordPress AMP plugin and others"},
	{names: "outputtype output", only: "amp", setBy: "Arc Publishing: outputType=amp"},
	{names: "noamp", setBy: "WordPress AMP plugin: way back from AMP"},
	{names: "amp_js_v amp_gsa amp_tf amp_r amp_ct usqp", setBy: "AMP viewer and cache (github.com/ampproject/amphtml)"},
	{names: "akamai-rum", setBy: "Akamai mPulse; NDTV's AMP pages"},

	// Sessions. Those whose name may be that of an id are in sessionNames.
	{names: "phpsessid jsessionid cfid cftoken oscsid zenid aspsessionid", setBy: "PHP, Java servlets, ColdFusion, osCommerce, Zen Cart, ASP"},

	// Where the link stood. Names that may be ids elsewhere.
	{names: "ref ref_ refer referrer referer referrerpath source src from via", weak: weak, setBy: "many: The New York Times ref=world, Der Standard ref=rss, Medium source=rss"},
	{names: "cmp cmpid cmp_id cid ncid icid intcmp int_cmp intcid s_campaign", weak: weak, setBy: "Adobe Analytics habit: Guardian CMP, Bloomberg cmpid, CNN cid, AOL ncid, Fox intcmp"},
	{names: "mod link reflink", weak: weak, setBy: "Dow Jones: The Wall Street Journal, MarketWatch"},
	{names: "emc partner hp", weak: weak, setBy: "The New York Times: partner=rss&emc=rss"},
	{names: "tid itid", weak: weak, setBy: "The Washington Post"},
	{names: "feedtype feedname rpc", weak: weak, setBy: "Reuters feeds until 2020"},
	{names: "ocid", weak: weak, setBy: "Microsoft (MSN), the BBC"},
	{names: "srnd sref leadsource", weak: weak, setBy: "Bloomberg"},
	{names: "trk trkcampaign", weak: weak, setBy: "LinkedIn"},
	{names: "m", only: "0 1", weak: weak, setBy: "Blogger: mobile view"},
	{names: "page", only: "all", weak: weak, setBy: "Kompas and others: the whole article on one page"},
	{names: "showcomments", only: "true 1", weak: weak, setBy: "comments unfolded under the same article"},
}

// sessionNames are dropped when their value has the shape of a session id, and
// then only beside something else that names the page (see dropSessionPairs):
// phpBB and vBulletin put 32 hexadecimal digits there, while sid=14/03/11/0123
// is a story of Slashdot.
var sessionNames = map[string]bool{"sid": true, "s": true, "sessionid": true, "session_id": true, "sessid": true}

// parameter is what trackers says about one name.
type parameter struct {
	only []string // nil: any value
	weak bool
}

// parameters and prefixes are trackers, arranged for looking up.
var parameters, prefixes = func() (map[string]parameter, []string) {
	byName := make(map[string]parameter, 256)
	var prefixes []string
	for _, t := range trackers {
		for name := range strings.FieldsSeq(t.names) {
			if prefix, ok := strings.CutSuffix(name, "*"); ok {
				prefixes = append(prefixes, prefix)
				continue
			}
			byName[name] = parameter{only: strings.Fields(t.only), weak: t.weak}
		}
	}
	return byName, prefixes
}()

// verdict is what becomes of a query parameter.
type verdict uint8

const (
	kept verdict = iota
	dropped
	droppedBesideOthers // a session id, if something else names the page
)

// judge decides on a parameter, both parts with normalised escapes. Names are
// compared without case: CMP and cmp are one tracker.
func judge(name, value []byte, story bool) verdict {
	var room [32]byte
	if len(name) == 0 || len(name) > len(room) {
		return kept
	}
	low := room[:len(name)]
	for i, c := range name {
		low[i] = lower(c)
	}
	for _, prefix := range prefixes {
		if len(low) > len(prefix) && string(low[:len(prefix)]) == prefix {
			return dropped
		}
	}
	if p, ok := parameters[string(low)]; ok && p.drops(value, story) {
		return dropped
	}
	if sessionNames[string(low)] && isSessionID(value) {
		return droppedBesideOthers
	}
	return kept
}

func (p parameter) drops(value []byte, story bool) bool {
	if p.weak && !story {
		return false
	}
	if len(p.only) == 0 {
		return !p.weak || len(value) == 0 || digits(value) < len(value)
	}
	for _, v := range p.only {
		if v == "-" && len(value) == 0 || equalFold(value, v) {
			return true
		}
	}
	return false
}

// isSessionID recognises 32 hexadecimal digits.
func isSessionID(value []byte) bool {
	if len(value) != 32 {
		return false
	}
	for _, c := range value {
		if hexDigit(c) < 0 {
			return false
		}
	}
	return true
}
