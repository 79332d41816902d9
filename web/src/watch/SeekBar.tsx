import { useState } from 'preact/hooks';
import { lang } from '../i18n/i18n';
import { spokenDuration, timeCode } from '../lib/format';
import type { Timeline } from '../player/player';
import { t } from './texts';
import { behindS, isAtLive, LARGE_STEP_S, SMALL_STEP_S } from './timeline';

interface Props {
  timeline: Timeline;
  onSeek(positionS: number): void;
  onLive(): void;
  /** Keys that lead somewhere are handled, and kept from the browser. */
  onKeyDown(event: KeyboardEvent): void;
}

/**
 * The part of the event that viewers can go back to. Its right end is live play, so it stays where it is
 * while the event goes on. The browser's own keys would move it by whole per cents of a day; ours are seconds.
 */
export function SeekBar({ timeline, onSeek, onLive, onKeyDown }: Props) {
  // While it is dragged the thumb obeys the hand; the seek follows when it is let go.
  const [dragged, setDragged] = useState<number | null>(null);
  const lengthS = timeline.endS - timeline.startS;
  const behind = dragged === null ? behindS(timeline) : Math.max(0, lengthS - dragged);
  const atLive = dragged === null ? isAtLive(timeline) : behind < 1;

  function commit(value: number) {
    setDragged(null);
    if (lengthS - value < 1) onLive();
    else onSeek(timeline.startS + value);
  }

  return (
    <>
      <input
        class="seek"
        type="range"
        aria-label={t('seek')}
        aria-valuetext={atLive ? t('live') : t('behindLive', { time: spokenDuration(behind, lang.value) })}
        min={0}
        max={Math.max(1, Math.round(lengthS))}
        step={1}
        value={Math.round(lengthS - behind)}
        onInput={(event) => setDragged(event.currentTarget.valueAsNumber)}
        onChange={(event) => commit(event.currentTarget.valueAsNumber)}
        onKeyDown={onKeyDown}
        title={t('seekKeys', { seconds: SMALL_STEP_S, large: LARGE_STEP_S })}
      />
      <span class="behind" aria-hidden="true">
        {atLive ? '' : `−${timeCode(behind)}`}
      </span>
      <button
        type="button"
        class={atLive ? 'button small to-live at-live' : 'button small to-live'}
        aria-disabled={atLive}
        onClick={() => {
          setDragged(null);
          if (!atLive) onLive();
        }}
      >
        {atLive ? t('live') : t('goToLive')}
      </button>
    </>
  );
}
