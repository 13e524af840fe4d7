package labelled

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A second maker of headlines, which no number of the engine was chosen on: real
// places, and a larger vocabulary than that of Headline, drawn as news draws it, a
// few words often and most seldom.
var (
	realPlaces = strings.Fields("London Paris Berlin Madrid Rome Delhi Mumbai Beijing Tokyo Seoul Moscow Kyiv Cairo Nairobi Texas Florida California Ontario Sydney Brazil " +
		"Chile Peru Mexico Kenya Ghana Egypt Turkey Greece Poland Norway Finland Austria Hungary Romania Serbia Croatia Portugal Ireland Scotland Wales Yorkshire Kent Ohio " +
		"Michigan Georgia Arizona Nevada Utah Oregon Alaska Quebec Alberta Queensland Tasmania Auckland Jakarta Manila Hanoi Bangkok Dhaka Karachi Lahore Kabul Tehran " +
		"Baghdad Amman Beirut Riyadh Doha Dubai Muscat Tripoli Algiers Accra Abuja Kampala Harare Lusaka Bogota Caracas Havana Kingston")
	actors = strings.Fields("police government court council minister president mayor hospital union bank teachers doctors nurses farmers students residents firm airline " +
		"retailer startup scientists researchers campaigners lawyers judge jury coach striker goalkeeper singer actor author director chef pilot driver cyclist swimmer " +
		"regulator watchdog charity museum university school church navy army coastguard firefighters paramedics miners fishermen builders landlords tenants commuters " +
		"shareholders investors founder billionaire widow teenager pensioner grandmother couple twins family brothers gardener plumber baker butcher vet senator governor " +
		"ambassador spokesman commissioner detective prosecutor archaeologist astronomer botanist historian sculptor")
	acts = strings.Fields("says wins loses opens closes plans rejects backs warns sues buys sells cuts raises bans allows blocks delays cancels launches unveils reveals denies " +
		"admits praises slams urges orders seeks finds hides steals returns saves rescues kills injures arrests charges jails frees hires fires names replaces quits joins leaves " +
		"builds repairs restores demolishes paints plants harvests cooks sinks floods burns melts breaks fixes tests copies leaks hacks doubles halves triples beats faces fears " +
		"welcomes mourns honours snubs mocks thanks forgives visits tours skips misses celebrates recalls withdraws extends shortens moves swaps auctions donates inherits")
	things = strings.Fields("budget deal election vote tax law bill strike protest crash fire flood storm quake murder robbery trial verdict appeal inquiry report study vaccine " +
		"drug virus cancer diet pension wage rent mortgage loan debt profit merger stake shares oil gas solar wind battery chip phone app satellite rocket probe telescope " +
		"bridge tunnel road railway tram bus ferry port airport runway stadium arena pitch trophy medal record title final derby transfer contract album song film festival " +
		"novel painting statue opera ballet recipe restaurant brewery vineyard orchard garden park forest river lake beach island glacier volcano dinosaur fossil whale shark " +
		"dolphin seal otter beaver wolf bear fox badger owl eagle parrot penguin bee butterfly spider snake tortoise horse donkey pony sheep goat cow pig cat kitten puppy " +
		"castle palace abbey cathedral mosque temple tomb shipwreck treasure coin sword crown violin piano guitar bicycle scooter lorry van tractor crane drone balloon kite " +
		"lottery casino bingo chess marathon regatta rodeo circus carnival parade wedding funeral birthday reunion picnic sauna sofa carpet wardrobe ladder kettle toaster " +
		"umbrella lamp mirror clock calendar map postcard stamp diary password passport visa licence fine curfew lockdown blackout drought heatwave fog hail snow frost")
	manners = strings.Fields("new old big small rare local national global public private secret historic record first last early late cheap costly giant tiny lost stolen hidden " +
		"broken empty crowded deadly harmless toxic frozen wooden golden plastic electric digital ancient modern abandoned haunted disputed popular unpopular famous forgotten " +
		"northern southern eastern western coastal rural urban remote nuclear medical legal illegal royal military civil annual weekly daily temporary permanent")
)

// WiderHeadline makes up a headline of the larger vocabulary.
func WiderHeadline(r *rand.Rand) string {
	pick := func(list []string) string { // the first of a list more often
		x := r.Float64()
		return list[int(x*x*float64(len(list)))]
	}
	who := name(r)
	switch r.IntN(6) {
	case 0:
		return fmt.Sprintf("%s %s %s %s %s", pick(realPlaces), pick(actors), pick(acts), pick(manners), pick(things))
	case 1:
		return fmt.Sprintf("%s %s, %s %s after %s %s", pick(realPlaces), pick(actors), who, pick(acts), pick(manners), pick(things))
	case 2:
		return fmt.Sprintf("%s: %s %s %s over %s", who, pick(actors), pick(acts), pick(things), pick(things))
	case 3:
		return fmt.Sprintf("%d %s in %s %s %s", 2+r.IntN(60), pick(actors), pick(realPlaces), pick(things), pick(things))
	case 4:
		return fmt.Sprintf("How %s %s %s the %s %s of %s", who, pick(actors), pick(acts), pick(manners), pick(things), pick(realPlaces))
	}
	return fmt.Sprintf("%s %s %s %s as %s %s", pick(manners), pick(things), pick(acts), pick(realPlaces), pick(things), pick(acts))
}
