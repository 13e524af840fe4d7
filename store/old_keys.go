package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"modernc.org/sqlite"

	"alsoread/news"
)

// A key once had no place in front (migration 0004). What a database of that
// time knows by a guid alone, and its tombstones, cannot be given one by SQL;
// they wait in old_identities until an item comes whose key ends as they do.

// address_key makes the key of an address, for migrations.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("address_key", 1,
		func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			address, ok := args[0].(string)
			if !ok {
				return nil, errors.New("address_key of what is no text")
			}
			key := linkKey(address)
			if key.IsZero() {
				return nil, nil
			}
			return key[:], nil
		})
}

func hasOldKeys(ctx context.Context, db *sql.DB) (has bool, err error) {
	err = db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM old_identities)").Scan(&has)
	return has, err
}

// adoptOldKeys looks for the keys that were not found among the old ones, and
// makes what it finds identities like the others.
func (b *batch) adoptOldKeys(keys []any, found map[news.Key]int64) error {
	for _, k := range keys {
		key := news.Key(k.([]byte))
		if found[key] != 0 {
			continue
		}
		var story int64
		err := b.tx.QueryRow("DELETE FROM old_identities WHERE hash = ? RETURNING story_id", key.Hash()).Scan(&story)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return err
		}
		if err := b.addIdentity(key, story); err != nil {
			return err
		}
		found[key] = story
	}
	return nil
}
