package page

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// labels are the words under which publishers put links to their own related
// coverage into an article, by language (BCP 47). Lower case, without the
// punctuation around them. A label also counts with what labelTails allow after
// it ("related stories"). Words that as often head a navigation block ("more",
// "latest", "popular", "top stories") are left out, or are in cautious.
var labels = map[string][]string{
	"en": {"also read", "read also", "read more", "read next", "read this", "read this also", "related", "related article", "related articles", "related story", "related stories",
		"related coverage", "related news", "related content", "related reading", "related links", "related posts", "related post", "related topics", "see also", "see more", "also see", "more on this", "more on this story",
		"more on this topic", "more from this story", "don't miss", "dont miss", "don’t miss", "must read", "must-read", "you may also like", "you might also like", "you may like", "you may also be interested in", "you might be interested in",
		"recommended reading", "recommended for you", "further reading", "suggested reading", "keep reading", "up next", "watch also", "also watch", "watch", "read the full story", "read full story", "in case you missed it", "icymi",
		"more stories", "more like this", "in other news", "in related news", "previously", "earlier", "go deeper", "dive deeper", "learn more", "explore more", "check out", "check also", "check this out", "also check", "catch up", "read here", "read it here",
		"more coverage", "our coverage", "full coverage", "read further", "read our", "click to read", "click here to read", "more", "story continues below related", "explained", "also on", "also in", "from the archives", "background"},
	"hi": {"यह भी पढ़ें", "ये भी पढ़ें", "यह भी पढ़े", "ये भी पढ़े", "इसे भी पढ़ें", "इसे भी पढ़े", "यह भी पढें", "ये भी पढें", "इसे भी पढें", "और पढ़ें", "आगे पढ़ें", "संबंधित खबरें", "संबंधित ख़बरें", "सम्बंधित खबरें", "यह भी देखें", "ये भी देखें", "इन्हें भी पढ़ें", "पढ़ें", "पढ़ें ये भी", "और भी पढ़ें"},
	"bn": {"আরও পড়ুন", "আরো পড়ুন", "আরও পড়ুন", "আরো পড়ুন", "এটিও পড়ুন", "এও পড়ুন", "আরও দেখুন", "সম্পর্কিত খবর", "সংশ্লিষ্ট খবর", "পড়ুন", "সম্পর্কিত সংবাদ", "এ সম্পর্কিত খবর"},
	"ta": {"இதையும் படியுங்கள்", "இதையும் படிக்க", "இதையும் படிங்க", "மேலும் படிக்க", "மேலும் வாசிக்க", "தொடர்புடைய செய்திகள்", "இதையும் பார்க்க", "மேலும் படியுங்கள்", "இதையும் வாசிக்க"},
	"te": {"ఇది కూడా చదవండి", "ఇవి కూడా చదవండి", "ఇదీ చదవండి", "ఇవీ చదవండి", "ఇంకా చదవండి", "మరిన్ని వార్తలు", "సంబంధిత వార్తలు", "ఇది చదవండి", "ఇదీ చూడండి", "ఇవీ చూడండి"},
	"mr": {"हे पण वाचा", "हेही वाचा", "हे ही वाचा", "हे देखील वाचा", "हेदेखील वाचा", "आणखी वाचा", "अधिक वाचा", "संबंधित बातम्या", "वाचा", "हे सुद्धा वाचा"},
	"gu": {"આ પણ વાંચો", "વધુ વાંચો"}, "kn": {"ಇದನ್ನೂ ಓದಿ", "ಇದನ್ನು ಓದಿ", "ಹೆಚ್ಚು ಓದಿ"}, "ml": {"ഇതും വായിക്കുക", "കൂടുതൽ വായിക്കുക", "കൂടുതൽ വായിക്കാൻ"}, "pa": {"ਇਹ ਵੀ ਪੜ੍ਹੋ", "ਹੋਰ ਪੜ੍ਹੋ"},
	"ne": {"यो पनि पढ्नुहोस्", "यो पनि हेर्नुहोस्"}, "si": {"තවත් කියවන්න"},
	"ur": {"یہ بھی پڑھیں", "یہ بھی پڑھئیے", "مزید پڑھیں", "مزید پڑھیے", "متعلقہ خبریں", "یہ بھی دیکھیں", "اسی بارے میں", "مزید خبریں"},
	"ar": {"اقرأ أيضا", "اقرأ أيضاً", "اقرأ ايضا", "إقرأ أيضا", "إقرأ أيضاً", "اقرا ايضا", "اقرأ المزيد", "إقرأ المزيد", "مواضيع ذات صلة", "مواضيع متعلقة", "أخبار ذات صلة", "اخبار ذات صلة", "أخبار متعلقة", "موضوعات متعلقة", "شاهد أيضا", "شاهد أيضاً", "طالع أيضا", "انظر أيضا", "للمزيد", "ذات صلة", "قد يهمك أيضا", "قد يهمك"},
	"fa": {"بیشتر بخوانید", "بیشتر بدانید", "همچنین بخوانید", "این را هم بخوانید", "اخبار مرتبط", "مطالب مرتبط", "خبرهای مرتبط", "ادامه مطلب", "مرتبط", "در همین زمینه", "این مطلب را هم بخوانید"},
	"he": {"קראו גם", "קרא גם", "קראו עוד", "קרא עוד", "לקריאה נוספת", "כתבות קשורות", "כתבות נוספות", "ראו גם", "עוד בנושא", "עוד באותו נושא", "אולי יעניין אותך", "קראו עוד בנושא", "לא לפספס"},
	"tr": {"bunu da oku", "bunu da okuyun", "bunları da okuyun", "ayrıca oku", "ayrıca okuyun", "ayrıca bakınız", "ayrıca bkz", "ilgili haber", "ilgili haberler", "ilgili içerik", "ilgili içerikler", "devamını oku", "daha fazla oku", "daha fazla", "okumaya devam et", "haberin devamı", "bunlar da ilginizi çekebilir", "ilginizi çekebilir", "kaçırmayın", "bu haberler de ilginizi çekebilir", "benzer haberler", "diğer haberler", "bakınız", "sıradaki haber"},
	"az": {"həmçinin oxuyun", "oxşar xəbərlər"}, "kk": {"тағы оқыңыз", "оқи отырыңыз"}, "uz": {"shuningdek o'qing"},
	"ru": {"читайте также", "читать также", "читайте еще", "читайте ещё", "читать далее", "читайте подробнее", "подробнее", "смотрите также", "см. также", "см также", "по теме", "материалы по теме", "материал по теме", "новости по теме", "статьи по теме", "ещё по теме", "еще по теме", "не пропустите", "похожие материалы", "похожие новости", "похожие статьи", "связанные новости", "вам может быть интересно", "что еще почитать", "что ещё почитать", "сюжет", "также по теме", "читайте в этой теме", "важно", "почитайте также"},
	"uk": {"читайте також", "читати також", "читайте ще", "читати далі", "дивіться також", "див. також", "за темою", "матеріали за темою", "новини за темою", "по темі", "не пропустіть", "схожі новини", "пов'язані новини", "детальніше", "вам може бути цікаво", "також читайте", "радимо прочитати"},
	"be": {"чытайце таксама", "чытайце яшчэ"}, "bg": {"прочетете още", "прочети още", "вижте още", "още по темата", "свързани статии", "свързани новини", "виж още"}, "mk": {"прочитај и", "прочитајте и", "поврзани вести"},
	"sr": {"pročitajte još", "procitajte jos", "pročitajte i", "procitajte i", "прочитајте још", "прочитајте и", "povezane vesti", "повезане вести", "pogledajte još", "pročitaj i"}, "hr": {"pročitajte još", "pročitajte i", "pročitaj više", "povezane vijesti", "povezani članci", "vezane vijesti"}, "sl": {"preberite tudi", "preberite še", "povezane novice", "sorodni članki", "preberi tudi"},
	"pl": {"czytaj też", "czytaj także", "czytaj również", "czytaj więcej", "czytaj dalej", "zobacz też", "zobacz także", "zobacz również", "zobacz więcej", "przeczytaj też", "przeczytaj także", "przeczytaj również", "przeczytaj", "warto przeczytać", "powiązane artykuły", "powiązane", "polecamy", "polecane", "dowiedz się więcej", "więcej na ten temat", "więcej na temat", "nie przegap", "podobne artykuły", "sprawdź także", "sprawdź też", "zobacz", "artykuły powiązane"},
	"cs": {"čtěte také", "čtěte též", "čtěte i", "přečtěte si také", "přečtěte si též", "přečtěte si i", "přečtěte si", "související články", "související", "související článek", "mohlo by vás zajímat", "mohlo by vás také zajímat", "další články", "více k tématu", "k tématu", "nenechte si ujít", "viz také", "přečtěte si více"},
	"sk": {"čítajte aj", "čítajte tiež", "čítajte viac", "prečítajte si aj", "prečítajte si tiež", "súvisiace články", "súvisiaci článok", "súvisiace", "mohlo by vás zaujímať", "viac k téme", "prečítajte si"},
	"de": {"lesen sie auch", "lies auch", "lest auch", "auch interessant", "auch lesenswert", "mehr lesen", "mehr zum thema", "mehr zu diesem thema", "mehr dazu", "mehr dazu lesen", "mehr dazu lesen sie hier", "lesen sie mehr", "lesen sie dazu auch", "lesen sie dazu", "lesen sie hier", "lesen sie hierzu", "lesen sie jetzt", "lesen sie weiter", "lesen sie zum thema auch", "siehe auch", "sehen sie auch", "passend zum thema", "zum thema", "das könnte sie auch interessieren", "das könnte sie interessieren", "das könnte dich auch interessieren", "das könnte dich interessieren", "könnte sie auch interessieren", "weiterlesen", "weiterführende links", "weitere artikel zum thema", "verwandte artikel", "ähnliche artikel", "ähnliche themen", "dazu passend", "hintergrund", "nicht verpassen", "jetzt lesen", "empfohlener artikel", "unsere empfehlung", "mehr aus", "lesetipp", "lesetipps", "lesen sie außerdem", "außerdem interessant", "hier lesen sie mehr", "weitere informationen", "aus dem archiv"},
	"nl": {"lees ook", "lees meer", "lees verder", "lees hier", "bekijk ook", "zie ook", "meer lezen", "meer over dit onderwerp", "meer over", "gerelateerd", "gerelateerde artikelen", "gerelateerd artikel", "verwante artikelen", "aanbevolen", "mis niet", "niet missen", "misschien ook interessant", "dit vind je misschien ook interessant", "lees ook dit", "kijk ook"}, "af": {"lees ook", "lees meer"},
	"fr": {"lire aussi", "à lire aussi", "a lire aussi", "lire également", "à lire également", "a lire egalement", "lisez aussi", "à lire", "lire la suite", "lire plus", "voir aussi", "à voir aussi", "voir également", "en lire plus", "en savoir plus", "pour aller plus loin", "sur le même sujet", "sur le meme sujet", "articles liés", "article lié", "à ne pas manquer", "ne manquez pas", "notre dossier", "relire", "à relire", "lire notre", "lire l'article", "contenus associés", "dans la même rubrique", "vous aimerez aussi", "découvrez aussi", "à découvrir", "lire", "retrouvez"},
	"es": {"lea también", "lee también", "lea tambien", "lee tambien", "leer también", "lea además", "lee además", "lea aquí", "lea aqui", "lea más", "lee más", "leer más", "leer mas", "lea", "le puede interesar", "te puede interesar", "puede interesarle", "te podría interesar", "le podría interesar", "quizás te interese", "te recomendamos", "le recomendamos", "recomendamos", "no te pierdas", "no se pierda", "no dejes de leer", "ver también", "ver más", "vea también", "vea más", "mira también", "mirá también", "mire también", "mira además", "noticias relacionadas", "noticia relacionada", "artículos relacionados", "artículo relacionado", "contenido relacionado", "relacionado", "relacionada", "relacionadas", "más sobre este tema", "más información", "más sobre el tema", "sobre este tema", "además", "además lea", "además lee", "también te puede interesar", "también puede leer", "también lea", "sigue leyendo", "seguir leyendo", "siga leyendo", "consulte también", "descubre más", "leé también", "otras noticias", "en contexto"},
	"ca": {"llegeix també", "llegiu també", "més informació", "notícies relacionades", "vegeu també", "et pot interessar"}, "gl": {"le tamén", "ler máis"}, "eu": {"irakurri ere", "irakurri gehiago"},
	"pt": {"leia também", "leia tambem", "leia mais", "leia ainda", "leia", "ler mais", "ler também", "veja também", "veja tambem", "veja mais", "ver mais", "saiba mais", "confira também", "confira", "conteúdo relacionado", "notícias relacionadas", "matérias relacionadas", "artigos relacionados", "relacionadas", "relacionados", "relacionado", "não perca", "você pode gostar", "você também pode gostar", "continue lendo", "assista também", "entenda", "recomendado", "recomendados", "mais sobre", "mais sobre o tema", "leia a seguir"},
	"it": {"leggi anche", "leggi pure", "leggi tutto", "leggi di più", "leggi qui", "leggi", "leggete anche", "vedi anche", "guarda anche", "potrebbe interessarti", "potrebbe interessarti anche", "ti potrebbe interessare", "articoli correlati", "articolo correlato", "correlati", "notizie correlate", "per approfondire", "approfondisci", "approfondimento", "da non perdere", "non perdere", "sullo stesso argomento", "continua a leggere", "scopri di più", "da leggere", "ti consigliamo"},
	"el": {"διαβάστε επίσης", "διαβάστε ακόμα", "διαβάστε ακόμη", "διαβάστε περισσότερα", "διάβασε επίσης", "διάβασε ακόμα", "δείτε επίσης", "δείτε ακόμα", "δείτε ακόμη", "σχετικά άρθρα", "σχετικά θέματα", "σχετικές ειδήσεις", "σχετικά", "μην χάσετε", "διαβάστε", "ακολουθούν σχετικά"},
	"sv": {"läs också", "läs även", "läs mer", "läs mer om", "läs vidare", "se också", "se även", "relaterat", "relaterade artiklar", "relaterad läsning", "missa inte", "mer om ämnet", "mer om", "fler artiklar", "rekommenderad läsning", "fakta och mer läsning", "läs hela"},
	"no": {"les også", "les og", "les mer", "les mer om", "les videre", "les saken", "les hele saken", "se også", "relatert", "relaterte artikler", "relaterte saker", "flere saker", "ikke gå glipp av", "mer om saken", "mer om", "bakgrunn", "les óg", "les meir", "sjå også"},
	"da": {"læs også", "læs mere", "læs mere om", "læs videre", "se også", "relateret", "relaterede artikler", "relateret indhold", "gå ikke glip af", "mere om emnet", "mere om", "flere artikler", "artiklen fortsætter under", "måske er du interesseret i"},
	"is": {"lesa meira", "lestu meira", "tengdar fréttir", "sjá einnig", "tengt efni"},
	"fi": {"lue myös", "lue lisää", "lue lisää aiheesta", "lue tästä", "lue seuraavaksi", "katso myös", "aiheeseen liittyvää", "aiheesta lisää", "lisää aiheesta", "lue koko juttu", "lue juttu", "suosittelemme", "älä missaa"}, "et": {"loe ka", "loe lisaks", "loe veel", "seotud lood", "vaata ka", "loe edasi"}, "lv": {"lasi arī", "lasi vēl", "lasiet arī", "saistītie raksti"}, "lt": {"skaitykite taip pat", "taip pat skaitykite", "skaityk daugiau", "susiję straipsniai", "skaityti daugiau", "taip pat skaityk"},
	"hu": {"olvassa el ezt is", "olvasd el ezt is", "olvasta már", "olvastad már", "ezt is olvassa el", "ezt is olvasd el", "ezt is ajánljuk", "ajánljuk még", "ajánlott cikkek", "ajánlott cikk", "kapcsolódó cikkek", "kapcsolódó cikk", "kapcsolódó", "kapcsolódó cikkünk", "kapcsolódó tartalom", "további cikkek", "bővebben", "lásd még", "olvassa tovább", "ajánló", "ne hagyja ki", "ez is érdekelheti", "ez is érdekelhet", "olvass tovább", "további olvasnivaló", "még több"},
	"ro": {"citește și", "citeşte şi", "citeste si", "citește mai mult", "citeste mai mult", "citiți și", "citiţi şi", "vezi și", "vezi şi", "vezi si", "articole similare", "articole asemănătoare", "știri similare", "pe aceeași temă", "pe aceeaşi temă", "nu rata", "te-ar putea interesa", "recomandări", "articolul anterior", "mai multe despre", "citește mai departe", "citește continuarea", "citeşte continuarea", "citește mai multe despre", "recomandate", "recomandarea autorului"},
	"id": {"baca juga", "baca", "baca selengkapnya", "baca lainnya", "lihat juga", "simak juga", "tonton juga", "artikel terkait", "berita terkait", "terkait", "jangan lewatkan", "baca lebih lanjut", "selanjutnya", "berita lainnya", "simak", "pilihan editor", "baca pula"}, "ms": {"baca juga", "baca lagi", "baca lanjut", "artikel berkaitan", "berita berkaitan", "lihat juga", "artikel berkait"}, "fil": {"basahin din", "basahin", "kaugnay na balita", "read also"}, "sw": {"soma pia", "soma zaidi", "pia soma", "habari zinazohusiana"}, "zu": {"funda futhi"},
	"vi": {"xem thêm", "đọc thêm", "đọc tiếp", "xem tiếp", "tin liên quan", "bài liên quan", "bài viết liên quan", "có thể bạn quan tâm", "có thể bạn thích", "đừng bỏ lỡ", "liên quan", "tin cùng chuyên mục", "mời bạn đọc thêm", "mời quý độc giả xem thêm", "tham khảo thêm", ">> xem thêm"},
	"th": {"อ่านเพิ่มเติม", "อ่านต่อ", "อ่านข่าวเพิ่มเติม", "ข่าวที่เกี่ยวข้อง", "ข่าวเกี่ยวข้อง", "บทความที่เกี่ยวข้อง", "เรื่องที่เกี่ยวข้อง", "อ่านข่าวที่เกี่ยวข้อง", "ดูเพิ่มเติม", "อ่านด้วย", "อ่านประกอบ", "อ่านข่าว", "ข่าวแนะนำ", "เนื้อหาที่เกี่ยวข้อง", "อ่านข่าวอื่นๆ", "อ่านเพิ่ม"}, "km": {"អានបន្ថែម"}, "lo": {"ອ່ານຕໍ່"}, "my": {"ဆက်ဖတ်ရန်"},
	"zh": {"相关阅读", "相關閱讀", "延伸阅读", "延伸閱讀", "推荐阅读", "推薦閱讀", "更多阅读", "更多閱讀", "相关新闻", "相關新聞", "相关报道", "相關報導", "相關報道", "相关文章", "相關文章", "阅读更多", "閱讀更多", "另请参阅", "另見", "另见", "参见", "參見", "点击阅读", "猜你喜欢", "您可能感兴趣", "更多新闻", "更多新聞", "看更多", "更多相關新聞", "更多相关新闻", "热门推荐", "更多報導", "更多报道", "同场加映", "同場加映", "不要錯過", "別錯過", "精選報導", "往下看更多", "推荐"},
	"ja": {"あわせて読みたい", "合わせて読みたい", "併せて読みたい", "関連記事", "関連ニュース", "関連リンク", "関連", "こちらも読む", "こちらもおすすめ", "もっと読む", "続きを読む", "続きはこちら", "おすすめ記事", "関連する記事", "関連キーワード記事", "【関連記事】", "次に読む", "あわせてお読みください", "参考記事", "関連コンテンツ"},
	"ko": {"관련기사", "관련 기사", "관련뉴스", "관련 뉴스", "더 읽기", "더보기", "더 보기", "함께 읽기", "함께 보기", "같이 읽기", "추천기사", "추천 기사", "이 기사도 읽어보세요", "관련 글", "관련 콘텐츠", "읽어보기", "함께 볼만한 기사", "연관기사", "연관 기사", "함께 볼 기사"},
	"sq": {"lexo edhe", "lexo gjithashtu", "lexoni edhe", "lexo më shumë"}, "hy": {"կարդացեք նաև", "կարդալ ավելին"}, "ka": {"წაიკითხეთ ასევე", "ასევე წაიკითხეთ"}, "am": {"ተጨማሪ ያንብቡ"}, "so": {"sidoo kale akhri"}, "ha": {"karanta kuma"}, "cy": {"darllenwch hefyd"}, "ga": {"léigh freisin"},
}

// cautious are labels that are also ordinary beginnings of sentences, buttons
// or navigation: they count only when set off from what follows, by
// punctuation or markup, and never as the text of a whole link.
var cautious = map[string]bool{"more": true, "watch": true, "earlier": true, "previously": true, "learn more": true, "check out": true, "background": true, "explained": true,
	"hintergrund": true, "leia": true, "lea": true, "lire": true, "leggi": true, "baca": true, "simak": true, "διαβάστε": true, "पढ़ें": true, "वाचा": true, "পড়ুন": true, "important": true, "важно": true, "сюжет": true,
	"zobacz": true, "przeczytaj": true, "entenda": true, "confira": true, "además": true, "relacionado": true, "retrouvez": true, "read our": true, "lire notre": true, "mehr aus": true, "meer over": true, "mer om": true, "mere om": true, "mais sobre": true,
	"selanjutnya": true, "推荐": true, "関連": true, "daha fazla": true, "подробнее": true, "детальніше": true, "see more": true, "ver mais": true, "ver más": true, "더보기": true, "더 보기": true, "catch up": true, "liên quan": true, "zum thema": true,
	"recommended for you": true, "also on": true, "bakgrunn": true, "in context": true, "aus dem archiv": true, "related topics": true, "más información": true, "saiba mais": true, "en savoir plus": true, "lees hier": true, "lue tästä": true, "weitere informationen": true,
	"bővebben": true, "read here": true, "lesen sie hier": true, "sport": true}

// inviting are those of the cautious labels that invite to read on. Alone in the
// midst of a text, over what is called as stories are, they count too; "More" and
// "Watch" head players and topics there.
var inviting = map[string]bool{"learn more": true, "saiba mais": true, "en savoir plus": true, "más información": true, "weitere informationen": true, "read here": true, "lesen sie hier": true,
	"lees hier": true, "lue tästä": true, "confira": true, "entenda": true, "подробнее": true, "детальніше": true, "bővebben": true, "leia": true, "lea": true, "lire": true, "leggi": true, "baca": true,
	"διαβάστε": true, "पढ़ें": true, "वाचा": true, "পড়ুন": true, "zum thema": true}

// labelIndex is labels by their first character, longest first.
var labelIndex = indexLabels()

func indexLabels() map[rune][]string {
	index := map[rune][]string{}
	seen := map[string]bool{}
	for _, list := range labels {
		for _, l := range list {
			l = strings.TrimLeft(l, ">【 ")
			l = strings.Map(dropVowelSign, strings.TrimRight(l, "】 "))
			if seen[l] {
				continue
			}
			seen[l] = true
			first, _ := utf8.DecodeRuneInString(l)
			index[first] = append(index[first], l)
		}
	}
	for _, list := range index {
		sortLongestFirst(list)
	}
	return index
}

func sortLongestFirst(list []string) {
	for i := range list {
		for j := i; j > 0 && len(list[j]) > len(list[j-1]); j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}

// labelled finds the label a line begins with. start and end are its place in
// the line, marks in front of it left out; word is the label as listed; ok is
// false when there is none.
func labelAt(line string) (word string, start, end int, ok bool) {
	start = len(line) - len(strings.TrimLeftFunc(line, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsMark(c) }))
	if start > 16 || start == len(line) {
		return "", 0, 0, false
	}
	head := line[start:]
	if len(head) > 240 {
		head = head[:240]
	}
	first, _ := utf8.DecodeRuneInString(head)
	for _, l := range labelIndex[unicode.ToLower(first)] {
		if len(head) > 1 && apart(head[1], l[1]) {
			continue
		}
		if n, ok := prefixFold(head, l); ok && endsWord(head[n:], l) {
			return l, start, start + n, true
		}
	}
	return "", 0, 0, false
}

// apart says whether two bytes are different letters of ASCII, whatever their
// case: it spares most labels the closer look.
func apart(a, b byte) bool { return letter(a) && letter(b) && a|0x20 != b|0x20 }

// prefixFold says whether s begins with a label, whatever the case and the
// white space, and how many bytes of s that takes.
func prefixFold(s, label string) (int, bool) {
	i := 0
	for _, want := range label {
		i += vowelSigns(s[i:])
		if i >= len(s) {
			return 0, false
		}
		c, size := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(c) {
			c = ' '
		}
		if c != want && unicode.ToLower(c) != want && !(want == '\'' && c == '’') && !(want == 'i' && c == 'İ') && !(want == 'ı' && c == 'I') {
			return 0, false
		}
		i += size
		if want == ' ' {
			for i < len(s) && s[i] == ' ' {
				i++
			}
		}
	}
	return i + vowelSigns(s[i:]), true
}

// dropVowelSign leaves out what Arabic script may write or not, and where it
// likes: vowel signs, the tanwin of "أيضًا" or "أيضاً" among them, and the stroke
// that stretches a word.
func dropVowelSign(c rune) rune {
	if c >= 0x064b && c <= 0x0652 || c == 0x0670 || c == 0x0640 {
		return -1
	}
	return c
}

// vowelSigns is how many bytes of them s begins with.
func vowelSigns(s string) int {
	for i, c := range s {
		if dropVowelSign(c) >= 0 {
			return i
		}
	}
	return len(s)
}

// endsWord says whether a label is not the beginning of a longer word. Thai,
// Chinese and Japanese write without spaces.
func endsWord(rest, label string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	if rest == "" || !unicode.IsLetter(next) && !unicode.IsMark(next) && !unicode.IsDigit(next) {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(label)
	return unicode.In(last, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Khmer, unicode.Lao)
}
