package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"alsoread/news"
	"alsoread/store"
)

// groupView is what "group show" tells of a group.
type groupView struct {
	group       news.Group
	members     []news.Member
	related     []news.Relation
	corrections []news.Correction
}

// relatedShown is how many related groups are shown.
const relatedShown = 10

func (a *app) showGroup(ctx context.Context, id int64, asJSON bool) error {
	db, err := a.openStore(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer db.Close()
	var v groupView
	if v.group, err = db.Group(ctx, id); err != nil {
		return failed(err)
	}
	if v.members, err = db.Members(ctx, v.group.ID, 0); err != nil {
		return failed(err)
	}
	if v.related, err = db.Related(ctx, v.group.ID, relatedShown); err != nil {
		return failed(err)
	}
	if v.corrections, err = db.Corrections(ctx, v.group.ID); err != nil {
		return failed(err)
	}
	if asJSON {
		return failed(jsonLine(a.stdout, v.line()))
	}
	return failed(a.printGroup(v, id, a.zone()))
}

func (a *app) printGroup(v groupView, asked int64, zone *time.Location) error {
	g := v.group
	fmt.Fprintf(a.stdout, "Group %d: %s\n", g.ID, plain(g.Title))
	if g.ID != asked {
		fmt.Fprintf(a.stdout, "Group %d was joined to it.\n", asked)
	}
	fmt.Fprintf(a.stdout, "%s, %s, %s; broke %s, last joined %s.\n\n", count(g.Publishers, "independent publisher", "independent publishers"),
		count(g.Stories, "story", "stories"), count(g.Copies, "copy", "copies"), clock(g.First, zone), clock(g.Latest, zone))
	if err := a.printTimeline(v, zone); err != nil {
		return err
	}
	fmt.Fprintln(a.stdout, "\nStories")
	for _, m := range v.members {
		a.printMember(m, zone)
	}
	if len(v.related) > 0 {
		fmt.Fprintln(a.stdout, "\nRelated")
		for _, r := range v.related {
			fmt.Fprintf(a.stdout, "  group %d  %s\n      %.2f  %s\n", r.Group.ID, fit(r.Group.Title, columns(a.stdout)-16), r.Score, plain(relationWords(r)))
		}
	}
	if len(v.corrections) > 0 {
		fmt.Fprintln(a.stdout, "\nCorrections")
		for _, c := range v.corrections {
			state := "in force"
			if !c.Undone.IsZero() {
				state = "undone " + clock(c.Undone, zone)
			}
			fmt.Fprintf(a.stdout, "  %s  %s (%s)\n", clock(c.At, zone), tellCorrection(c), state)
		}
	}
	return nil
}

func (a *app) printTimeline(v groupView, zone *time.Location) error {
	rows := [][]string{{"TIME", "AFTER", "PUBLISHER", "STORIES", "COPIES", "TITLE"}}
	for i, m := range news.Timeline(v.members) {
		after := "+" + m.After.Round(time.Minute).String()
		if i == 0 {
			after = "broke it"
		}
		rows = append(rows, []string{clock(m.At, zone), strings.TrimSuffix(after, "0s"), fit(m.Publisher, 28), strconv.Itoa(m.Stories),
			strconv.Itoa(m.Copies), fit(m.Title, columns(a.stdout)-80)})
	}
	return table(a.stdout, rows)
}

func (a *app) printMember(m news.Member, zone *time.Location) {
	kind := ""
	if m.Story.CopyOf != 0 {
		kind = fmt.Sprintf("  copy of %d", m.Story.CopyOf)
	}
	fmt.Fprintf(a.stdout, "  %d  %s  %s%s\n      %s\n", m.Story.ID, clock(m.Story.Sort, zone), fit(m.Story.Publisher, 40), kind, fit(m.Story.Title, columns(a.stdout)-8))
	for _, r := range m.Reasons {
		fmt.Fprintf(a.stdout, "      because: %s\n", plain(reasonWords(r)))
	}
}

// reasonWords says in words what tied a story to another.
func reasonWords(r news.Reason) string {
	switch r.Kind {
	case news.ReasonCorrection:
		return "a person said so"
	case news.ReasonWords:
		return fmt.Sprintf("words of the group (%.2f)%s", r.Score, termWords(r.Terms))
	case news.ReasonCopy:
		return fmt.Sprintf("its text is nearly that of %d", r.Story)
	case news.ReasonLink:
		return fmt.Sprintf("a link ties it to %d (%.2f)%s", r.Story, r.Score, termWords(r.Terms))
	}
	return fmt.Sprintf("like %d (%.2f)%s", r.Story, r.Score, termWords(r.Terms))
}

func termWords(terms []news.Term) string {
	if len(terms) == 0 {
		return ""
	}
	var words []string
	for _, t := range terms {
		words = append(words, fmt.Sprintf("%s %.1f", t.Text, t.Weight))
	}
	return ": " + strings.Join(words, ", ")
}

// relationWords says in words why two groups are related.
func relationWords(r news.Relation) string {
	if r.Reason.Kind == news.ReasonLink {
		label := r.Reason.Label
		if label == "" {
			label = "a link"
		}
		return fmt.Sprintf("%q on the page of %d leads to %d", label, r.Reason.From, r.Reason.To)
	}
	return fmt.Sprintf("%d is somewhat like %d%s", r.Reason.From, r.Reason.To, termWords(r.Reason.Terms))
}
