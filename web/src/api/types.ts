/** What the HTTP API says and takes; times are milliseconds since 1970 (UTC). */
export type Phase = 'SCHEDULED' | 'LIVE' | 'ENDED' | 'ON_DEMAND';
export type Leg = 'PRIMARY' | 'BACKUP';
export type LegState = 'OFFLINE' | 'CONNECTING' | 'RECEIVING' | 'STALLED';
export type ProgramState = 'OFF' | 'WAITING' | 'ON_AIR' | 'INTERRUPTED' | 'ENDED';
export type Severity = 'INFO' | 'WARNING' | 'ERROR';

export type LatencyMode = 'CLASSIC' | 'LOW';
export type DvrMode = 'OFF' | 'WINDOW' | 'EVENT';
export type RecordingState = 'OFF' | 'RECORDING' | 'LAGGING' | 'STOPPED';

/** `minutes` goes with `WINDOW` alone. */
export interface Dvr {
  mode: DvrMode;
  minutes?: number | null;
}

export interface PublicEvent {
  id: string;
  title: string;
  phase: Phase;
  latencyMode: LatencyMode;
  dvr: Dvr;
  languages: PublicLanguage[];
}

export interface PublicLanguage {
  language: string;
  playlist: string;
  interruption?: Interruption | null;
}

/** A time without any encoder; without `toMs` it lasts. The playlist's dates tell which pictures that were. */
export interface Interruption {
  fromMs: number;
  toMs?: number | null;
}

export interface StudioEvent {
  id: string;
  title: string;
  phase: Phase;
  languages: string[];
  latencyMode: LatencyMode;
  dvr: Dvr;
  createdAtMs: number;
  liveAtMs?: number | null;
  endedAtMs?: number | null;
  backupOnly: boolean;
  watchUrl: string;
}

export interface IngestLanguage {
  language: string;
  streamKey: string;
  primary: { url: string };
  backup: { url: string };
}

/** The server's own certificate authority, which encoders have to trust. */
export interface IngestAuthority {
  crtUrl: string;
  pemUrl: string;
  /** `AB:CD:…` */
  sha256: string;
  expiresAtMs: number;
}

export interface Ingest {
  languages: IngestLanguage[];
  /** Absent where the certificate is one that everybody trusts. */
  authority?: IngestAuthority | null;
}

export interface Issue {
  code: string;
  severity: Severity;
  text: string;
  measured?: number | null;
  expected?: number | null;
  /** Of the two figures: `ms`, `s`, `fps` and such. */
  unit?: string | null;
  sinceMs?: number | null;
}

export interface LegView {
  state: LegState;
  sinceMs?: number | null;
  encoder?: string | null;
  remote?: string | null;
  tls?: boolean | null;
  video?: VideoView | null;
  audio?: AudioView | null;
  /** What the encoder sends besides; none of it is served. */
  otherTracks?: OtherTrack[] | null;
  sessions: number;
  lastEndReason?: string | null;
  /** An operator keeps encoders out. */
  blocked?: boolean | null;
  preview: string;
  issues?: Issue[] | null;
}

export interface OtherTrack {
  kind: 'VIDEO' | 'AUDIO' | 'TEXT';
  /** 0 for text. */
  id: number;
  /** Four letters, such as `avc1`; for text the name of the messages. */
  codec: string;
}

export interface VideoView {
  codec: string;
  width: number;
  height: number;
  frameRate?: number | null;
  kbps?: number | null;
  keyframeIntervalMs?: number | null;
}

export interface AudioView {
  codec: string;
  sampleRate?: number | null;
  channels?: number | null;
  kbps?: number | null;
}

/** The pages have words for the values they know of each of these, and show others as they are. */
export type Alignment = 'NONE' | 'ARRIVAL_TIME' | 'TIMECODE' | 'SOUND' | 'IDENTICAL';
export type SwitchOutcome = 'DONE' | 'PENDING' | 'ALREADY';

/** One change of what is on air; costs are what viewers lost at the joint. */
export interface Switch {
  epoch?: number | null;
  atMs: number;
  from: Leg | null;
  to: Leg | null;
  trigger: string;
  /** What was wrong with the leg that was left, where quality was the trigger. */
  fault?: string | null;
  splice: string;
  detectionMs?: number | null;
  gapMs?: number | null;
  framesLost?: number | null;
  framesRepeated?: number | null;
  audioGapMs?: number | null;
  alignment?: string | null;
  offsetMs?: number | null;
  text: string;
}

export interface RecordingView {
  state: RecordingState;
  /** Stable code, such as `disk-full`. */
  reason?: string | null;
  bytes: number;
  sinceMs: number;
}

export interface ProgramView {
  state: ProgramState;
  onAir: Leg | null;
  mediaSequence?: number | null;
  targetDurationS?: number | null;
  alignment: Alignment;
  /** How far the backup's pictures are behind the primary's. */
  offsetMs?: number | null;
  /** 0 to 1. */
  alignmentConfidence?: number | null;
  driftPpm?: number | null;
  /** Viewers get the last picture because no encoder delivers. */
  slate?: boolean | null;
  /** Only an encoder that is dead is left without an operator. */
  held?: boolean | null;
  /** What an operator wants on air, while its next keyframe is waited for. */
  switchingTo?: Leg | null;
  switches?: Switch[] | null;
  latencyMode?: LatencyMode | null;
  recording?: RecordingView | null;
}

/** One thing in which the two encoders differ; values as the server writes them. */
export interface LegMismatch {
  /** Stable, such as `size-differs`. */
  code: string;
  severity: Severity;
  primary: string;
  backup: string;
  text: string;
}

export interface LanguageStatus {
  language: string;
  program: ProgramView;
  legs: { primary: LegView; backup: LegView };
  /** Empty unless both are connected. */
  mismatches?: LegMismatch[] | null;
}

export interface Status {
  eventId: string;
  phase: Phase;
  nowMs: number;
  liveAtMs?: number | null;
  languages: LanguageStatus[];
}

export interface Reason {
  code: string;
  language?: string | null;
  text: string;
}
