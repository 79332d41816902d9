-- Portable between SQLite and PostgreSQL. Every switch of a program, appended in the order of its
-- epochs and never changed. Times that end in _ns are on the program's timeline, nanoseconds;
-- _ticks are of the track's timescale. cut_ns is null where nothing made way, slate_until_ns where
-- there was no slate.

CREATE TABLE switches (
  event_id           VARCHAR(32)      NOT NULL,
  language           VARCHAR(16)      NOT NULL,
  epoch              BIGINT           NOT NULL,
  at_ms              BIGINT           NOT NULL,
  from_leg           VARCHAR(8),
  to_leg             VARCHAR(8),
  cause              VARCHAR(16)      NOT NULL,
  fault              VARCHAR(32),
  splice             VARCHAR(16)      NOT NULL,
  detection_ms       BIGINT           NOT NULL,
  program_time_ms    BIGINT           NOT NULL,
  gap_ms             BIGINT           NOT NULL,
  frames_lost        INTEGER          NOT NULL,
  frames_repeated    INTEGER          NOT NULL,
  audio_gap_ms       BIGINT           NOT NULL,
  alignment          VARCHAR(16)      NOT NULL,
  offset_ms          DOUBLE PRECISION,
  confidence         DOUBLE PRECISION NOT NULL,
  inputs             BIGINT           NOT NULL,
  msn                BIGINT           NOT NULL,
  part               INTEGER          NOT NULL,
  session            BIGINT           NOT NULL,
  keyframe_ticks     BIGINT           NOT NULL,
  lead_offset_ticks  BIGINT           NOT NULL,
  audio_offset_ticks BIGINT           NOT NULL,
  reorder_ticks      INTEGER          NOT NULL,
  at_ns              BIGINT           NOT NULL,
  cut_ns             BIGINT,
  gap_ns             BIGINT           NOT NULL,
  overlap_ns         BIGINT           NOT NULL,
  slate_until_ns     BIGINT,
  discontinuity      BOOLEAN          NOT NULL,
  PRIMARY KEY (event_id, language, epoch),
  FOREIGN KEY (event_id, language) REFERENCES event_languages (event_id, language) ON DELETE CASCADE
);
