// Package access keeps who may enter a newsroom: one password, and tokens for
// programs. It knows hashes alone, in a file beside the database that only its
// owner can read; people who are signed in, in another. They are not in the database, because backups of that are
// handed around, and restoring one must not bring back a token that was revoked.
//
//   - keys.go      Keys: the file, read again when it has changed
//   - password.go  argon2id
//   - token.go     tokens and their scopes
//   - sessions.go  Sessions: people who are signed in, from one start of the daemon to the next
//   - file.go      files that their owner alone can read
package access
