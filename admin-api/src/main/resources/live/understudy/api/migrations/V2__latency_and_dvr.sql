-- Portable between SQLite and PostgreSQL. dvr_minutes is null unless dvr_mode is WINDOW.

ALTER TABLE events ADD COLUMN latency_mode VARCHAR(16) DEFAULT 'CLASSIC' NOT NULL
  CHECK (latency_mode IN ('CLASSIC', 'LOW'));

ALTER TABLE events ADD COLUMN dvr_mode VARCHAR(16) DEFAULT 'OFF' NOT NULL
  CHECK (dvr_mode IN ('OFF', 'WINDOW', 'EVENT'));

ALTER TABLE events ADD COLUMN dvr_minutes INTEGER
  CHECK (dvr_minutes BETWEEN 1 AND 1440);
