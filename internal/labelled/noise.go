package labelled

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

var (
	places = strings.Fields("Leeds Osaka Lyon Quito Tampa Graz Lagos Perth Bergen Pune Turin Cusco Malmo Dakar Ghent Boise Hobart Izmir Kyoto Lima Oslo Porto Rabat Seville Tunis Utrecht Vilnius Warsaw Xiamen Zagreb Austin Bristol Cardiff Dresden Essen Fresno Geneva Halifax Indore Jaipur")
	who    = strings.Fields("council farmers students drivers hospital museum library bakery airline startup brewery teachers nurses police firefighters court union bank school theatre orchestra club mayor governor researchers engineers volunteers fishermen residents retailer")
	does   = strings.Fields("opens closes plans rejects wins loses buys sells restores demands delays tests bans welcomes reports doubles halves cancels celebrates extends launches repairs questions defends studies moves builds saves warns apologises")
	what   = strings.Fields("bridge budget tram festival contract stadium vaccine garden tunnel harbour satellite painting recipe bicycle lottery railway marathon aquarium parade orchard lighthouse elevator piano telescope calendar playground fountain carpet ferry market archive gallery windmill canal sculpture greenhouse reservoir choir")
	detail = strings.Fields("wooden annual electric disputed historic floating secret regional forgotten modern solar public private northern southern temporary digital expensive unusual ancient")
)

// Headline makes up a headline that has nothing to do with any other but the
// common words of news; n tells them apart.
func Headline(r *rand.Rand) string {
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	switch r.IntN(4) {
	case 0:
		return fmt.Sprintf("%s %s %s %s %s", pick(places), pick(who), pick(does), pick(detail), pick(what))
	case 1:
		return fmt.Sprintf("%s %s: %s %s after %s %s", name(r), name(r), pick(does), pick(what), pick(detail), pick(who))
	case 2:
		return fmt.Sprintf("Why the %s of %s %s its %s %s", pick(who), name(r), pick(does), pick(detail), pick(what))
	}
	return fmt.Sprintf("%d %s in %s as %s %s %s", 2+r.IntN(900), pick(who), pick(places), name(r), pick(does), pick(what))
}

// name makes up a name of two or three syllables.
func name(r *rand.Rand) string {
	const first, second = "bdfghjklmnprstvz", "aeiou"
	var b strings.Builder
	for range 2 + r.IntN(2) {
		b.WriteByte(first[r.IntN(len(first))])
		b.WriteByte(second[r.IntN(len(second))])
	}
	b.WriteByte(first[r.IntN(len(first))])
	s := b.String()
	return strings.ToUpper(s[:1]) + s[1:]
}
