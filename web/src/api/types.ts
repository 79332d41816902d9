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
  languages: { language: string; playlist: string }[];
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

export interface Issue {
  code: string;
  severity: Severity;
  text: string;
}

export interface LegView {
  state: LegState;
  sinceMs?: number | null;
  encoder?: string | null;
  remote?: string | null;
  tls?: boolean | null;
  video?: VideoView | null;
  audio?: AudioView | null;
  sessions: number;
  lastEndReason?: string | null;
  preview: string;
  issues?: Issue[] | null;
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

export interface Switch {
  atMs: number;
  from: Leg | null;
  to: Leg | null;
  trigger: string;
  splice: string;
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
  alignment: 'NONE' | 'ARRIVAL_TIME' | 'SOUND' | 'TIMECODE' | 'IDENTICAL';
  offsetMs?: number | null;
  switches?: Switch[] | null;
  latencyMode?: LatencyMode | null;
  recording?: RecordingView | null;
}

export interface LanguageStatus {
  language: string;
  program: ProgramView;
  legs: { primary: LegView; backup: LegView };
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
