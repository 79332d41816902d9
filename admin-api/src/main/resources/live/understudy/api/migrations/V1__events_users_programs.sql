-- Portable between SQLite and PostgreSQL. Times are milliseconds since 1970 UTC.

CREATE TABLE settings (
  name  VARCHAR(64) NOT NULL PRIMARY KEY,
  value TEXT        NOT NULL
);

CREATE TABLE events (
  id            VARCHAR(32)  NOT NULL PRIMARY KEY,
  title         VARCHAR(200) NOT NULL,
  phase         VARCHAR(16)  NOT NULL CHECK (phase IN ('SCHEDULED', 'LIVE', 'ENDED', 'ON_DEMAND')),
  created_at_ms BIGINT       NOT NULL,
  live_at_ms    BIGINT,
  ended_at_ms   BIGINT,
  backup_only   BOOLEAN      NOT NULL
);

-- stream_key is AES-256-GCM ciphertext; the key that opens it is in a file beside the database.
CREATE TABLE event_languages (
  event_id   VARCHAR(32) NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  language   VARCHAR(16) NOT NULL,
  position   INTEGER     NOT NULL,
  stream_key TEXT        NOT NULL,
  PRIMARY KEY (event_id, language)
);

CREATE TABLE users (
  username      VARCHAR(64) NOT NULL PRIMARY KEY,
  password_hash TEXT        NOT NULL,
  must_change   BOOLEAN     NOT NULL,
  created_at_ms BIGINT      NOT NULL
);

-- token_hash is SHA-256 in hex of a token with 256 random bits.
CREATE TABLE tokens (
  id            VARCHAR(16)  NOT NULL PRIMARY KEY,
  kind          VARCHAR(8)   NOT NULL CHECK (kind IN ('SESSION', 'API')),
  username      VARCHAR(64)  NOT NULL REFERENCES users (username) ON DELETE CASCADE,
  name          VARCHAR(200) NOT NULL,
  token_hash    CHAR(64)     NOT NULL,
  created_at_ms BIGINT       NOT NULL,
  expires_at_ms BIGINT
);

CREATE INDEX tokens_by_user ON tokens (username, kind, created_at_ms);

-- What a program needs to go on after a restart; the media path defines the content of state.
CREATE TABLE program_state (
  event_id VARCHAR(32) NOT NULL,
  language VARCHAR(16) NOT NULL,
  version  INTEGER     NOT NULL,
  state    TEXT        NOT NULL,
  PRIMARY KEY (event_id, language),
  FOREIGN KEY (event_id, language) REFERENCES event_languages (event_id, language) ON DELETE CASCADE
);
