package page

import (
	"net/url"
	"strings"

	"alsoread/news"
)

// sameSite tells whether two addresses are one publisher's.
func sameSite(a, b *url.URL) bool {
	if a.Host == b.Host {
		return true
	}
	return news.Publisher(a.String()) == news.Publisher(b.String())
}

// words makes a set of a list.
func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// storyWords are segments under which publishers keep stories.
var storyWords = words(`article articles story stories post posts artikel articolo articulo articles-news notizia noticia
	noticias nachricht beitrag nyheter artykul haber statya`)

// listWords are segments of pages that list other pages: people, subjects,
// sections, archives.
var listWords = words(`author authors auteur auteurs autor autoren autores autore redakteur profile profiles people staff
	contributor contributors columnist columnists writer writers reporter reporters journalist byline bio biographie biography
	user users member members team tag tags topic topics thema themen theme themes tema temas category categories kategorie
	categoria categorie section sections rubrik rubrique seccion channel channels label page pages archive archives archiv
	series collections keyword keywords search suche recherche buscar index latest all-news most-popular trending
	podcasts videos galleries shows schedule tv-schedule author-archive etiqueta schlagwort`)

// utilWords are words of pages that keep house: law, money, accounts, help.
var utilWords = words(`about about-us contact contacts contact-us kontakt contacto contatti privacy datenschutz privacidad
	confidentialite terms tos legal impressum imprint mentions-legales aviso-legal agb cookie cookies copyright policy policies
	ethics corrections accessibility adchoices disclaimer guidelines principles standards dmca gdpr ccpa
	subscribe subscription subscriptions subscriber abo abonnement abonnements abonnieren suscripcion suscribete membership
	newsletter newsletters donate donation donations support support-us give giving shop store boutique tienda merch gift gifts
	login log-in signin sign-in sign-up signup register registration logout account accounts myaccount my-account anmelden konto
	connexion inscription acceder forgot password help faq faqs hilfe ayuda aide feedback sitemap site-map rss feed feeds xml
	advertise advertising advertisers advertisement anzeigen werbung publicidad publicite media-kit mediakit sponsored sponsor
	partner partners careers career jobs job employment stellenangebote empleo internships internship volunteer masthead
	staff-directory directory newsroom press pressroom closed-captioning captions closed fcc eeo widget widgets app apps mobile alerts
	weather wetter meteo clima closings traffic horoscope horoscopes horoscopo comics crossword crosswords sudoku puzzles games lottery
	classifieds classified marketplace autos homes realestate coupons coupon vouchercodes vouchers deals obituaries obits legacy
	calendar events print print-edition e-edition eedition epaper enewspaper e-paper pdf pdf-downloads back-issues replica
	edition editions unsubscribe preferences settings share comment comments comment-page print-page email mailto rate-card
	watch-live livestream live-stream player embed download downloads edit report-a-typo tip tips submit pitch`)

// fileWords are extensions of files that are no pages.
var fileWords = words(`pdf jpg jpeg png gif webp svg mp3 mp4 m4a mov avi zip xml rss atom json css js ics doc docx xls xlsx ppt pptx epub`)
