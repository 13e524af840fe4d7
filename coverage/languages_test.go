package coverage

import "testing"

// Of every language: two headlines of one event, and one of another that shares
// nothing with the first but function words.
var headlinesByLanguage = []struct{ lang, one, same, other string }{
	{"en", "Earthquake in Valmora destroys the harbour wall of Port Serrano", "Harbour wall of Port Serrano is destroyed in Valmora earthquake", "Minister of the bank in Kellvik is on the way to the border"},
	{"de", "Erdbeben in Valmora zerstört die Hafenmauer von Port Serrano", "Nach dem Erdbeben in Valmora ist die Hafenmauer zerstört", "Minister in Kellvik warnt vor dem Streik und ist gegen die Reform von Schulen"},
	{"fr", "Un séisme détruit le mur du port de Serrano dans la province de Valmora", "Valmora : le mur du port de Serrano détruit par un séisme", "Un ministre de la santé annonce le départ du directeur dans une lettre"},
	{"es", "Un terremoto en Valmora destruye el muro del puerto de Serrano", "El terremoto de Valmora destruyó el muro del puerto en Serrano", "El ministro de sanidad anuncia en una carta la salida del director"},
	{"pt", "Terremoto em Valmora destrói o muro do porto de Serrano", "Muro do porto de Serrano é destruído por terremoto em Valmora", "O ministro da saúde anuncia em carta a saída do diretor de escola"},
	{"it", "Terremoto a Valmora distrugge il muro del porto di Serrano", "Il muro del porto di Serrano distrutto dal terremoto di Valmora", "Il ministro della sanità annuncia in una lettera la fine del contratto di scuola"},
	{"nl", "Aardbeving in Valmora verwoest de havenmuur van Serrano", "De havenmuur van Serrano is door de aardbeving in Valmora verwoest", "De minister van zorg is in een brief tegen de hervorming van scholen"},
	{"sv", "Jordbävning i Valmora förstör hamnmuren i Serrano", "Hamnmuren i Serrano förstördes av jordbävningen i Valmora", "Ministern i Kellvik säger nej till skatten i ett brev av skolan"},
	{"no", "Jordskjelv i Valmora ødelegger havnemuren i Serrano", "Havnemuren i Serrano ble ødelagt av jordskjelvet i Valmora", "Statsråden i Kellvik sier nei til skatten i et brev av skolen"},
	{"da", "Jordskælv i Valmora ødelægger havnemuren i Serrano", "Havnemuren i Serrano blev ødelagt af jordskælvet i Valmora", "Ministeren i Kellvik siger nej til skatten i et brev af skolen"},
	{"fi", "Maanjäristys tuhosi satamamuurin Valmorassa", "Valmoran maanjäristyksessä tuhoutui satamamuuri", "Ministeri sanoo että vero ja koulu ovat nyt myös ongelma"},
	{"hu", "Földrengés pusztította el a kikötő falát Valmorában", "A valmorai földrengés elpusztította a kikötő falát", "A miniszter nem írta alá az egyetemi szerződést és ez már gond"},
	{"ro", "Un cutremur a distrus zidul portului din Valmora", "Zidul portului din Valmora a fost distrus de un cutremur", "Un ministru a anunțat că reforma din școli este amânată de guvern"},
	{"pl", "Trzęsienie ziemi w Valmorze zniszczyło mur portowy", "Mur portowy w Valmorze został zniszczony przez trzęsienie ziemi", "Minister w Kellviku mówi, że szkoła jest zamknięta przez zimę"},
	{"cs", "Zemětřesení ve Valmoře zničilo přístavní zeď", "Přístavní zeď ve Valmoře zničena po zemětřesení", "Ministr řekl, že škola ve městě je zavřená po celou zimu"},
	{"sk", "Zemetrasenie vo Valmore zničilo prístavný múr", "Prístavný múr vo Valmore zničilo silné zemetrasenie", "Minister povedal, že škola vo meste je po celú zimu zatvorená"},
	{"sl", "Potres v Valmori porušil pristaniški zid", "Pristaniški zid v Valmori porušil močan potres", "Minister je povedal, da je šola v mestu zaprta"},
	{"hr", "Potres u Valmori srušio lučki zid", "Lučki zid u Valmori srušen u potresu", "Ministar je rekao da se škola u gradu zatvara i da nije kriv"},
	{"sr", "Земљотрес у Валмори срушио лучки зид", "Лучки зид у Валмори срушен у земљотресу", "Министар је рекао да се школа у граду затвара и да није крив"},
	{"bg", "Земетресение във Валмора разруши пристанищната стена", "Пристанищната стена във Валмора е разрушена от земетресението", "Министърът каза, че училището в града се затваря и не е виновен"},
	{"mk", "Земјотрес во Валмора го урна пристанишниот ѕид", "Пристанишниот ѕид во Валмора урнат од земјотресот", "Министерот рече дека училиштето во градот се затвора и не е виновен"},
	{"ru", "Землетрясение в Вальморе разрушило портовую стену", "Портовая стена в Вальморе разрушена землетрясением", "Министр сказал, что школа в городе не закрыта и он не виноват"},
	{"uk", "Землетрус у Вальморі зруйнував портову стіну", "Портова стіна у Вальморі зруйнована землетрусом", "Міністр сказав, що школа у місті не закрита і він не винен"},
	{"be", "Землятрус у Вальморы разбурыў партовую сцяну", "Партовая сцяна ў Вальморы разбурана землятрусам", "Міністр сказаў, што школа ў горадзе не закрыта і ён не вінаваты"},
	{"el", "Σεισμός στη Βαλμόρα γκρέμισε τον τοίχο του λιμανιού", "ΣΕΙΣΜΟΣ ΣΤΗ ΒΑΛΜΟΡΑ: ΓΚΡΕΜΙΣΤΗΚΕ Ο ΤΟΙΧΟΣ ΤΟΥ ΛΙΜΑΝΙΟΥ", "Ο υπουργός στη βουλή είπε ότι το σχολείο του χωριού κλείνει και δεν φταίει"},
	{"tr", "Valmora'daki deprem liman duvarını yıktı", "Valmora depremi: Limanın duvarı yıkıldı", "Bakan, okul için bir mektup yazdı ve bu daha çok tartışma oldu"},
	{"az", "Valmorada zəlzələ liman divarını dağıtdı", "Zəlzələ Valmorada liman divarını uçurdu", "Nazir məktəb üçün bir məktub yazdı və bu daha çox müzakirə olub"},
	{"kk", "Вальморада жер сілкінісі порт қабырғасын қиратты", "Вальморадағы жер сілкінісінен порт қабырғасы қирады", "Министр мектеп туралы бір хат жазды және бұл кейін болды"},
	{"lt", "Žemės drebėjimas Valmoroje sugriovė uosto sieną", "Valmoros uosto siena sugriauta per žemės drebėjimą", "Ministras sako, kad mokykla mieste yra uždaryta ir jis ne kaltas"},
	{"lv", "Zemestrīce Valmorā sagrāva ostas mūri", "Valmoras ostas mūris sagrauts zemestrīcē", "Ministrs saka, ka skola pilsētā ir slēgta un viņš nav vainīgs"},
	{"et", "Maavärin purustas Valmora sadamamüüri", "Valmoras purustas maavärin sadamamüüri", "Minister ütles, et kool linnas on suletud ja ta ei ole süüdi"},
	{"sq", "Tërmeti në Valmora shkatërroi murin e portit", "Muri i portit në Valmora u shkatërrua nga tërmeti", "Ministri tha se shkolla në qytet është mbyllur dhe nuk ka faj"},
	{"ca", "Un terratrèmol a Valmora destrueix el mur del port", "El mur del port de Valmora, destruït per un terratrèmol", "El ministre diu que l'escola del poble és tancada i que no té la culpa"},
	{"is", "Jarðskjálfti í Valmora eyðilagði hafnarvegginn", "Hafnarveggurinn í Valmora eyðilagður, jarðskjálfti reið yfir", "Ráðherra sagði að skólinn í bænum væri lokaður og það er ekki gott"},
	{"he", "רעידת אדמה בוואלמורה הרסה את חומת הנמל", "חומת הנמל בוואלמורה נהרסה ברעידת אדמה", "השר אמר כי בית הספר לא נפתח את שעריו וזה לא טוב"},
	{"ar", "زلزال في فالمورا يدمر جدار الميناء", "تدمير جدار الميناء في فالمورا بعد زلزال", "الوزير يقول إن المدرسة في المدينة مغلقة بعد الشتاء"},
	{"fa", "زلزله در والمورا دیوار بندر را ویران کرد", "دیوار بندر والمورا در زلزله ویران شد", "وزیر گفت که مدرسه در شهر بسته شد و این خوب نیست"},
	{"ur", "والمورا میں زلزلے سے بندرگاہ کی دیوار تباہ", "زلزلہ: والمورا کی بندرگاہ کی دیوار گر گئی", "وزیر نے کہا کہ شہر میں سکول کی چھٹیاں ختم ہو گئی ہیں"},
	{"hi", "वालमोरा में भूकंप से बंदरगाह की दीवार गिरी", "भूकंप के झटके से वालमोरा बंदरगाह की दीवार ढही", "मंत्री ने कहा कि शहर में स्कूल की छुट्टियां खत्म हो गई हैं"},
	{"mr", "वालमोरा येथे भूकंपामुळे बंदराची भिंत कोसळली", "भूकंपाचा धक्का: वालमोरा बंदराची भिंत कोसळली", "मंत्र्यांनी सांगितले की शहरात शाळा बंद आहे आणि हे चांगले नाही"},
	{"ne", "भाल्मोरामा भूकम्पले बन्दरगाहको पर्खाल भत्कियो", "भूकम्प: भाल्मोरा बन्दरगाहको पर्खाल ढल्यो", "मन्त्रीले भने विद्यालय बन्द भएको छ र यो राम्रो होइन"},
	{"bn", "ভালমোরায় ভূমিকম্পে বন্দরের দেয়াল ধসে পড়েছে", "ভূমিকম্প: ভালমোরা বন্দরের দেয়াল ভেঙে গেল", "মন্ত্রী বলেন এই স্কুল বন্ধ করা হয়েছে এবং তা ভালো না"},
	{"ta", "வால்மோராவில் நிலநடுக்கம்: துறைமுகச் சுவர் இடிந்தது", "நிலநடுக்கம் காரணமாக வால்மோரா துறைமுகச் சுவர் சேதம்", "அமைச்சர் இந்த பள்ளி மூடப்பட்டு உள்ளது என்று கூறினார்"},
	{"te", "వాల్మోరాలో భూకంపం: ఓడరేవు గోడ కూలింది", "భూకంపంతో వాల్మోరా ఓడరేవు గోడ కూలింది", "మంత్రి ఈ పాఠశాల మూసివేత గురించి అన్నారు అది మంచిది కాదు"},
	{"kn", "ವಾಲ್ಮೋರಾದಲ್ಲಿ ಭೂಕಂಪ: ಬಂದರು ಗೋಡೆ ಕುಸಿತ", "ಭೂಕಂಪದಿಂದ ವಾಲ್ಮೋರಾ ಬಂದರು ಗೋಡೆ ಕುಸಿತ", "ಸಚಿವರು ಈ ಶಾಲೆ ಮುಚ್ಚಿದೆ ಎಂದು ಹೇಳಿದರು ಅದು ಒಳ್ಳೆಯದು ಇಲ್ಲ"},
	{"ml", "വാൽമോറയിൽ ഭൂകമ്പം: തുറമുഖ മതിൽ തകർന്നു", "ഭൂകമ്പം: വാൽമോറ തുറമുഖ മതിൽ ഇടിഞ്ഞു", "മന്ത്രി ഈ സ്കൂൾ അടച്ചു എന്ന് പറഞ്ഞു അത് നല്ലത് അല്ല"},
	{"gu", "વાલમોરામાં ભૂકંપથી બંદરની દીવાલ ધરાશાયી", "ભૂકંપ: વાલમોરા બંદરની દીવાલ તૂટી પડી", "મંત્રીએ કહ્યું કે આ શાળા બંધ છે અને તે સારું નથી"},
	{"pa", "ਵਾਲਮੋਰਾ ਵਿੱਚ ਭੂਚਾਲ ਨਾਲ ਬੰਦਰਗਾਹ ਦੀ ਕੰਧ ਡਿੱਗੀ", "ਭੂਚਾਲ: ਵਾਲਮੋਰਾ ਬੰਦਰਗਾਹ ਦੀ ਕੰਧ ਢਹਿ ਗਈ", "ਮੰਤਰੀ ਨੇ ਕਿਹਾ ਕਿ ਇਹ ਸਕੂਲ ਬੰਦ ਹੈ ਅਤੇ ਠੀਕ ਨਹੀਂ ਹੈ"},
	{"si", "වැල්මෝරා භූමිකම්පාවෙන් වරාය බිත්තිය කඩා වැටේ", "භූමිකම්පාව: වැල්මෝරා වරාය බිත්තිය විනාශයි", "මේ පාසල වසා ඇති බව ඇමති කියයි ඒ ගැන නැත"},
	{"id", "Gempa di Valmora hancurkan tembok pelabuhan", "Tembok pelabuhan Valmora hancur setelah gempa", "Menteri kata sekolah di kota ini akan ditutup dan itu tidak baik"},
	{"vi", "Động đất ở Valmora phá hủy tường cảng Serrano", "Tường cảng Serrano sập vì động đất tại Valmora", "Bộ trưởng nói rằng trường học này sẽ đóng cửa và không mở lại"},
	{"tl", "Lindol sa Valmora, winasak ang pader ng daungan", "Pader ng daungan sa Valmora, gumuho dahil sa lindol", "Ang ministro ay hindi pumirma ng kontrata para sa paaralan"},
	{"sw", "Tetemeko la ardhi Valmora labomoa ukuta wa bandari", "Ukuta wa bandari ya Valmora wabomoka kwa tetemeko la ardhi", "Waziri amesema kuwa shule ya mji huo ni kwa ajili ya watoto"},
	{"af", "Aardbewing in Valmora verwoes die hawemuur", "Die hawemuur van Valmora is deur die aardbewing verwoes", "Die minister van skole sê dit is nie die skuld van die raad nie"},
	{"ga", "Scriosann crith talún balla an chalafoirt i Valmora", "Balla an chalafoirt i Valmora scriosta ag crith talún", "Deir an t-aire go bhfuil an scoil sa bhaile dúnta agus nach bhfuil sé sásta"},
	{"ka", "ვალმორაში მიწისძვრამ ნავსადგურის კედელი დაანგრია", "მიწისძვრა: ვალმორის ნავსადგურის კედელი დაინგრა", "მინისტრი ამბობს რომ ეს სკოლა არ არის ღია და ის მართალია"},
	{"hy", "Երկրաշարժը Վալմորայում ավերել է նավահանգստի պատը", "Վալմորայի նավահանգստի պատը փլվել է երկրաշարժից", "Նախարարն ասում է որ այս դպրոցը փակ է և այն լավ չի"},
	{"ko", "발모라 지진으로 항구 방파제가 무너졌다", "발모라 지진에 항구 방파제 붕괴", "장관은 학교가 오늘 문을 닫고 있다고 말했다"},
	{"zh", "瓦尔莫拉发生地震，港口围墙倒塌", "地震致瓦尔莫拉港口围墙倒塌", "记者表示我们没有进行报道，因为他们已经认为可以"},
	{"ja", "バルモラで地震、港の防波堤が崩壊", "バルモラ地震で港の防波堤崩れる", "大臣は学校について説明している、それはこれからのことだという"},
	{"th", "แผ่นดินไหวในวัลโมรา กำแพงท่าเรือพังทลาย", "กำแพงท่าเรือวัลโมราพังหลังแผ่นดินไหว", "รัฐมนตรีกล่าวว่าจะไม่มีการให้ความเป็นอยู่ที่ได้จากเขา"},
	{"lo", "ແຜ່ນດິນໄຫວໃນວານໂມຣາ ກຳແພງທ່າເຮືອພັງທະລາຍ", "ກຳແພງທ່າເຮືອວານໂມຣາພັງຫຼັງແຜ່ນດິນໄຫວ", "ລັດຖະມົນຕີວ່າຈະບໍ່ມີການໃຫ້ຄວາມເປັນທີ່ໄດ້ຈາກ"},
	{"km", "រញ្ជួយដីនៅវ៉ាល់ម៉ូរ៉ា បំផ្លាញជញ្ជាំងកំពង់ផែ", "ជញ្ជាំងកំពង់ផែវ៉ាល់ម៉ូរ៉ា បាក់ដោយសាររញ្ជួយដី", "រដ្ឋមន្ត្រីថានឹងមិនមានការនៃដែលបានត្រូវ"},
	{"my", "ဗယ်မိုရာ ငလျင်ကြောင့် ဆိပ်ကမ်းတံတိုင်း ပြိုကျ", "ငလျင်ကြောင့် ဗယ်မိုရာ ဆိပ်ကမ်းတံတိုင်း ပျက်စီး", "ဝန်ကြီးက ကျောင်းပိတ်ရန် ဖြစ်သည်ဟု ပြောခဲ့သည်"},
}

func TestEveryLanguage(t *testing.T) {
	for _, tt := range headlinesByLanguage {
		t.Run(tt.lang, func(t *testing.T) {
			for _, declared := range []string{tt.lang, ""} {
				g := place(New(Options{}), Story{Title: tt.one, Language: declared}, Story{Title: tt.same, Language: declared}, Story{Title: tt.other, Language: declared})
				if g[0] != g[1] && declared != "" {
					t.Errorf("declared %q: two headlines of one event are apart", declared)
				}
				if g[0] == g[2] {
					t.Errorf("declared %q: function words joined %q and %q", declared, tt.one, tt.other)
				}
			}
		})
	}
}

func TestDetect(t *testing.T) {
	wrong := 0
	for _, tt := range headlinesByLanguage {
		for _, title := range []string{tt.one, tt.same, tt.other} {
			words := appendWords(nil, title)
			if got := detect(words, tt.lang); got != language(tt.lang) {
				t.Errorf("%q declared %s: taken for %q", title, tt.lang, got)
			}
			if got := detect(words, ""); got != language(tt.lang) {
				wrong++
				t.Logf("%q of %s: taken for %q", title, tt.lang, got)
			}
		}
	}
	t.Logf("%d of %d headlines without a declared language were taken for another", wrong, 3*len(headlinesByLanguage))
}

// Two everyday words of news in common are no event, in no language and not at the
// start of a stream either, when nothing is known of how common they are.
func TestNewsWordsJoinNothing(t *testing.T) {
	for _, tt := range []struct{ lang, one, other string }{
		{"de", "Polizei nimmt Räuber am Bahnhof fest, Regierung lobt", "Regierung stellt mehr Polizei auf dem Dorf ein"},
		{"fr", "La police arrête un voleur, le gouvernement félicite", "Le gouvernement veut plus de police dans les villages"},
		{"es", "La policía detiene al ladrón; el gobierno felicita", "El gobierno contrata más policía rural"},
		{"it", "La polizia arresta un ladro, il governo applaude", "Il governo vuole più polizia nei borghi"},
		{"pl", "Policja zatrzymała złodzieja, rząd gratuluje", "Rząd chce więcej policji na wsi"},
		{"tr", "Polis hırsızı yakaladı, hükümet kutladı", "Hükümet kırsala daha çok polis alıyor"},
		{"uk", "Поліція затримала злодія, уряд вітає", "Уряд хоче більше поліції в селах"},
		{"el", "Η αστυνομία συνέλαβε ληστή, συγχαίρει η κυβέρνηση", "Η κυβέρνηση θέλει περισσότερη αστυνομία στα χωριά"},
		{"ar", "الشرطة تعتقل اللص والحكومة تهنئ", "الحكومة توظف مزيدا من الشرطة في الريف"},
		{"fa", "پلیس دزد را گرفت، دولت تبریک گفت", "دولت پلیس بیشتری در روستا استخدام کرد"},
		{"hi", "पुलिस ने चोर को पकड़ा, सरकार ने दी बधाई", "सरकार ने पुलिस के लिए नई भर्ती निकाली"},
		{"bn", "পুলিশ চোর ধরেছে, সরকার অভিনন্দন জানাল", "সরকার গ্রামে আরও পুলিশ নিয়োগ করবে"},
		{"id", "Polisi tangkap pencuri, pemerintah beri selamat", "Pemerintah rekrut polisi untuk desa"},
		{"ko", "경찰 강도 체포, 정부 축하", "정부 농촌에 경찰 늘린다"},
		{"zh", "警察抓获小偷，政府表彰", "政府招聘乡村警察"},
		{"ja", "警察が泥棒を捕まえ政府が表彰", "政府、農村の警察を増やす"},
	} {
		t.Run(tt.lang, func(t *testing.T) {
			if g := place(New(Options{}), Story{Title: tt.one, Language: tt.lang}, Story{Title: tt.other, Language: tt.lang}); g[0] == g[1] {
				t.Errorf("%q and %q are joined", tt.one, tt.other)
			}
		})
	}
}
