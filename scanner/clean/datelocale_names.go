package clean

// localeLines says on which lines of months and weekdays the names of a language
// stand; -1: on none.
var localeLines = map[string][2]int{
	"en": {0, 0}, "de": {1, 1}, "fr": {2, 2}, "es": {3, 3}, "pt": {4, 4}, "it": {5, 5}, "nl": {6, 6}, "ca": {7, -1}, "ru": {8, 12}, "uk": {9, 13},
	"bg": {10, -1}, "pl": {11, 10}, "cs": {12, 11}, "sk": {13, -1}, "sv": {14, 7}, "no": {15, 8}, "da": {15, 8}, "fi": {16, 9}, "tr": {17, 14},
	"ro": {18, 15}, "hu": {19, 16}, "id": {20, 17}, "ms": {-1, -1}, "sl": {21, -1}, "el": {22, 18}, "hi": {23, 19}, "ar": {24, 20}, "fa": {26, -1},
	"zh": {27, 22}, "ja": {27, 22}, "he": {28, -1}, "ko": {-1, 21}, "th": {-1, -1}, "vi": {-1, -1}, "bn": {-1, -1}, "mr": {-1, -1}, "ta": {-1, -1},
	"te": {-1, -1}, "ur": {-1, -1}, "hr": {-1, -1}, "sr": {-1, -1},
}

// More names of months: of languages that free dates are not read in, and ways
// to write them that would be another month's in another language. '_' is a space; joiners are left out.
const localeMonths = `
ar كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول
bn জানুয়ারি|জানুয়ারী ফেব্রুয়ারি|ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট|আগষ্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
de jan feb mär|mrz apr mai jun jul aug sep|sept okt nov dez
hr siječanj|siječnja|sij veljača|veljače|velj ožujak|ožujka|ožu travanj|travnja|tra svibanj|svibnja|svi lipanj|lipnja|lip srpanj|srpnja|srp kolovoz|kolovoza|kol rujan|rujna|ruj listopad|listopada|lis studeni|studenoga|stu prosinac|prosinca|pro
mr जानेवारी फेब्रुवारी मार्च एप्रिल मे जून जुलै ऑगस्ट सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर
ms januari februari mac april mei jun julai ogos september oktober november disember
sr januar|јануар februar|фебруар mart|март april|април maj|мај jun|juni|јун|јуни jul|juli|јул|јули avgust|август septembar|септембар oktobar|октобар novembar|новембар decembar|децембар
ta ஜனவரி|ஜன பிப்ரவரி|பிப் மார்ச்|மார் ஏப்ரல்|ஏப் மே ஜூன் ஜூலை ஆகஸ்ட்|ஆகஸ்டு|ஆக செப்டம்பர்|செப் அக்டோபர்|அக் நவம்பர்|நவ டிசம்பர்|டிச
te జనవరి ఫిబ్రవరి మార్చి ఏప్రిల్ మే జూన్ జూలై|జులై ఆగస్టు|ఆగస్ట్ సెప్టెంబర్ అక్టోబర్ నవంబర్ డిసెంబర్
th ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.
ur جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
`

const localeWeekdays = `
bg неделя|нд понеделник|пн вторник|вт сряда|ср четвъртък|чт петък|пт събота|сб
bn রবিবার|রোববার সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার শনিবার
ca diumenge|dg dilluns|dl dimarts|dt dimecres|dc dijous|dj divendres|dv dissabte|ds
el κυρ δευ τρι τετ πεμ παρ σαβ
en sun mon tue wed thu fri sat
fa یکشنبه دوشنبه سه_شنبه|سهشنبه چهارشنبه پنجشنبه جمعه شنبه
he יום_ראשון|ראשון יום_שני|שני יום_שלישי|שלישי יום_רביעי|רביעי יום_חמישי|חמישי יום_שישי|שישי שבת|יום_שבת
hr nedjelja ponedjeljak utorak srijeda četvrtak petak subota
ja 日 月 火 水 木 金 土
mr रविवार सोमवार मंगळवार बुधवार गुरुवार शुक्रवार शनिवार
ms ahad|ahd isnin|isn selasa|sel rabu|rab khamis|kha jumaat|jum sabtu|sab
pt dom segunda-feira|seg terça-feira|ter quarta-feira|qua quinta-feira|qui sexta-feira|sex sáb
sk nedeľa pondelok utorok streda štvrtok piatok sobota
sl nedelja ponedeljek torek sreda četrtek petek sobota
sr nedelja|недеља ponedeljak|понедељак utorak|уторак sreda|среда četvrtak|четвртак petak|петак subota|субота
ta ஞாயிறு|ஞாயிற்றுக்கிழமை திங்கள்|திங்கட்கிழமை செவ்வாய்|செவ்வாய்க்கிழமை புதன்|புதன்கிழமை வியாழன்|வியாழக்கிழமை வெள்ளி|வெள்ளிக்கிழமை சனி|சனிக்கிழமை
te ఆదివారం సోమవారం మంగళవారం బుధవారం గురువారం శుక్రవారం శనివారం
th อาทิตย์|วันอาทิตย์ จันทร์|วันจันทร์ อังคาร|วันอังคาร พุธ|วันพุธ พฤหัสบดี|วันพฤหัสบดี ศุกร์|วันศุกร์ เสาร์|วันเสาร์
uk неділя понеділок вівторок середа четвер пʼятниця|п'ятниця|п’ятниця субота
ur اتوار پیر|سوموار منگل بدھ جمعرات جمعہ ہفتہ|سنیچر
vi chủ_nhật|cn thứ_hai|thứ_2|t2 thứ_ba|thứ_3|t3 thứ_tư|thứ_4|t4 thứ_năm|thứ_5|t5 thứ_sáu|thứ_6|t6 thứ_bảy|thứ_7|t7
zh 日|天 一 二 三 四 五 六
`
