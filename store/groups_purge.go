package store

// purgeMembers takes stories that are about to be removed out of their groups. A
// copy whose original goes points at the earliest of the other copies, which
// takes its place; a group without stories goes.
func (s *Store) purgeMembers(tx *transaction, list string) error {
	r := newRegrouping(s.lane, tx)
	groups, err := tx.numbers("SELECT DISTINCT group_id FROM members WHERE story_id IN (SELECT value FROM json_each(?))", list)
	if err != nil {
		return err
	}
	for _, g := range groups {
		r.touched[g] = 0
	}
	bereft, err := tx.numbers("SELECT DISTINCT group_id FROM members WHERE copy_of > 0 AND copy_of IN (SELECT value FROM json_each(?))", list)
	if err != nil {
		return err
	}
	for _, g := range bereft {
		r.touched[g] = 0
	}
	for _, statement := range []string{
		keepRead,
		`DELETE FROM group_sources WHERE (source_id, group_id) IN (SELECT x.source_id, m.group_id FROM json_each(?) j
			CROSS JOIN members m ON m.story_id = j.value CROSS JOIN sightings x ON x.story_id = m.story_id)`,
		"DELETE FROM group_languages WHERE (tongue, group_id) IN (SELECT tongue, group_id FROM members WHERE story_id IN (SELECT value FROM json_each(?)))",
		"DELETE FROM members WHERE story_id IN (SELECT value FROM json_each(?))",
		`UPDATE members AS m SET copy_of = iif(m.story_id = heir, 0, heir) FROM (SELECT copy_of AS gone, min(story_id) AS heir FROM members
			WHERE copy_of > 0 AND copy_of IN (SELECT value FROM json_each(?)) GROUP BY copy_of) WHERE m.copy_of > 0 AND m.copy_of = gone`,
		"DELETE FROM profiles WHERE story_id IN (SELECT value FROM json_each(?))",
		"DELETE FROM regroup WHERE story_id IN (SELECT value FROM json_each(?))",
		"DELETE FROM kin WHERE story_id IN (SELECT value FROM json_each(?))",
		"DELETE FROM kin WHERE other_id IN (SELECT value FROM json_each(?))",
	} {
		if _, err := tx.Exec(statement, list); err != nil {
			return err
		}
	}
	_, err = r.recount()
	return err
}
