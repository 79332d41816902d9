/** Latency and rewind as the form has them: the minutes are text until they are sent. */
import type { Dvr, DvrMode, LatencyMode } from '../api/types';

export interface Delivery {
  readonly latencyMode: LatencyMode;
  readonly dvrMode: DvrMode;
  readonly minutes: string;
}

export const LATENCY_MODES = ['CLASSIC', 'LOW'] as const satisfies readonly LatencyMode[];
export const DVR_MODES = ['OFF', 'WINDOW', 'EVENT'] as const satisfies readonly DvrMode[];
export const MAX_DVR_MINUTES = 1440;
const USUAL_DVR_MINUTES = '30';

export const newDelivery: Delivery = { latencyMode: 'CLASSIC', dvrMode: 'OFF', minutes: USUAL_DVR_MINUTES };

export function deliveryOf(event: { latencyMode: LatencyMode; dvr: Dvr }): Delivery {
  const minutes = event.dvr.minutes ? String(event.dvr.minutes) : USUAL_DVR_MINUTES;
  return { latencyMode: event.latencyMode, dvrMode: event.dvr.mode, minutes };
}

/** What the API takes; null when the minutes are not a whole number of the allowed ones. */
export function settingsOf(delivery: Delivery): { latencyMode: LatencyMode; dvr: Dvr } | null {
  const { latencyMode, dvrMode } = delivery;
  if (dvrMode !== 'WINDOW') return { latencyMode, dvr: { mode: dvrMode } };
  const text = delivery.minutes.trim();
  const minutes = Number(text);
  if (!/^\d+$/.test(text) || minutes < 1 || minutes > MAX_DVR_MINUTES) return null;
  return { latencyMode, dvr: { mode: 'WINDOW', minutes } };
}
