package coverage

import "strings"

// senses are meanings that several headline words share; opposite senses differ
// in the sign.
type senses []int16

// buildSenses tells which meanings a word of English headlines may have. The words
// are those of headline writers, who need short ones; maintained by hand, and
// stemmed as the headlines are.
func buildSenses(stem func(string) string) map[string]senses {
	out := map[string]senses{}
	for i, line := range strings.Split(strings.TrimSpace(headlinese), "\n") {
		same, opposite, _ := strings.Cut(line, "|")
		for _, w := range strings.Fields(same) {
			out[stem(w)] = append(out[stem(w)], int16(i+1))
		}
		for _, w := range strings.Fields(opposite) {
			out[stem(w)] = append(out[stem(w)], int16(-i-1))
		}
	}
	return out
}

// like says whether two words share a meaning (1), mean opposite things (-1),
// or neither (0).
func (a senses) like(b senses) int {
	for _, x := range a {
		for _, y := range b {
			switch x {
			case y:
				return 1
			case -y:
				return -1
			}
		}
	}
	return 0
}

const headlinese = `
kill slay murder shoot massacre execute gun | survive rescue save
dead die death fatal perish killed toll fatality | alive survive injured
injure hurt wound | unhurt
arrest hold detain capture nab seize custody catch | free release escape flee
jail prison imprison sentence | free release acquit
release free freed | jail detain arrest hold
abduct kidnap seize hostage snatch
charge accuse indict | clear acquit
guilty convict | acquit innocent clear
probe investigation inquiry investigate enquiry review examine
back support endorse approve favour favor | oppose reject condemn block slam
approve pass ratify adopt clear | reject veto block
reject deny dismiss refuse rebuff spurn decline snub | accept approve agree admit
accept agree admit concede acknowledge | deny reject
praise hail laud applaud welcome | condemn slam criticise criticize
condemn slam criticise criticize blast denounce decry lambast outrage rap | praise hail welcome
attack strike assault raid hit airstrike offensive
blast explosion bomb bombing explode detonate
clash fight battle fighting violence combat
protest demonstration rally demonstrate unrest march demonstrator protester riot
rise gain climb jump surge soar rally advance up higher increase grow hike edge rebound | fall drop decline slip slide plunge down lower decrease tumble dip sink loss cut
fall drop decline slip slide plunge down lower decrease tumble dip sink loss shed retreat | rise gain climb jump surge soar up higher
open start begin launch kick commence underway resume | close end finish stop halt conclude
close end finish shut halt stop conclude suspend cease | open start begin launch reopen resume
win clinch triumph victory beat defeat champion title | lose loss
lose loss defeat | win victory
beat defeat down edge rout top thrash | lose
sue lawsuit suit
quit resign leave exit retire depart oust | join return stay appoint
oust topple overthrow remove sack fire depose dismiss | appoint name
appoint name pick choose nominate select elect | sack fire oust
vow pledge promise commit swear
urge call press appeal ask plead demand beg
warn caution alert threat threaten
say tell claim state announce declare report reveal
plan set aim plot intend prepare ready mull consider eye
talk meeting negotiation summit meet discuss negotiate
deal agreement pact accord treaty bailout rescue
row dispute spat feud
ban bar prohibit forbid outlaw block | allow permit lift
allow permit let | ban bar block
delay postpone defer stall
cut reduce slash trim lower | raise hike boost increase
raise hike boost increase lift expand | cut reduce slash trim
buy acquire purchase takeover | sell
sell sale offload divest | buy acquire
visit tour travel trip arrive
crash collision collide plunge wreck smash derail
fire blaze burn inferno ablaze
storm hurricane cyclone typhoon
flood flooding deluge
quake earthquake tremor
police cop officer
court judge justice tribunal
soldier troop army military force
rebel militant insurgent fighter guerrilla gunman
leader chief head boss president
premier pm prime
mp lawmaker legislator parliament
chief head boss ceo director
company firm
child kid boy girl teen teenager youth
poll election vote ballot
job employment jobless unemployment
record high peak
low bottom
share stock equity market
weapon arm gun
drone uav aircraft
plane jet airliner aircraft
ship vessel boat ferry
car vehicle auto
money fund cash aid
rescue save bailout
leak spill
find discover found recover locate | lose missing
missing lost vanish disappear | found
seek want look hunt search
big huge major massive giant
new fresh
historic landmark
house home
town city village
doctor medic physician
nuclear atomic
spying espionage surveillance spy
wed marry marriage wedding
gay homosexual
pope pontiff
king queen royal prince princess
suspect accused
allege accuse claim
hike rise
scrap drop ditch axe abandon cancel
show display unveil reveal
threat danger risk
flee escape run
return back
confirm affirm
order command
gunfire shooting
crackdown clampdown
`

// englishSenses is read-only.
var englishSenses = buildSenses(func(w string) string { return stem(w, "en") })
