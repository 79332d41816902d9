-- Portable between SQLite and PostgreSQL. A row says that nobody may publish the leg.

CREATE TABLE leg_blocks (
  event_id VARCHAR(32) NOT NULL,
  language VARCHAR(16) NOT NULL,
  leg      VARCHAR(16) NOT NULL CHECK (leg IN ('PRIMARY', 'BACKUP')),
  PRIMARY KEY (event_id, language, leg),
  FOREIGN KEY (event_id, language) REFERENCES event_languages (event_id, language) ON DELETE CASCADE
);
