/**
 * Captions inside the video (CEA-608/708). hls.js and Safari make a text track of them when the first one
 * arrives; whether it is shown is the viewer's choice, kept for the next visit.
 */
import { useEffect, useState } from 'preact/hooks';
import { recall, remember } from '../lib/storage';

const STORAGE_KEY = 'understudy.captions';

interface Captions {
  /** The event has some. */
  readonly available: boolean;
  readonly shown: boolean;
  toggle(): void;
}

export function useCaptions(video: () => HTMLVideoElement | null): Captions {
  const [available, setAvailable] = useState(false);
  const [shown, setShown] = useState(() => recall(STORAGE_KEY) === 'on');

  useEffect(() => {
    // Missing where there are no text tracks at all (some set-top browsers).
    const tracks = video()?.textTracks as TextTrackList | undefined;
    if (!tracks?.addEventListener) return;
    const listening = new AbortController();
    const { signal } = listening;
    const look = () => {
      setAvailable(captionTracks(tracks).length > 0);
      showCaptions(tracks, recall(STORAGE_KEY) === 'on');
    };
    tracks.addEventListener('addtrack', look, { signal });
    tracks.addEventListener('removetrack', look, { signal });
    // The browser's own menu can change it as well.
    tracks.addEventListener('change', () => setShown(areShown(tracks)), { signal });
    look();
    return () => listening.abort();
  }, []);

  return {
    available,
    shown,
    toggle() {
      const tracks = video()?.textTracks;
      if (!tracks) return;
      const next = !areShown(tracks);
      remember(STORAGE_KEY, next ? 'on' : 'off');
      showCaptions(tracks, next);
      setShown(next);
    },
  };
}

export function captionTracks(tracks: TextTrackList): TextTrack[] {
  return Array.from(tracks).filter((track) => track.kind === 'captions' || track.kind === 'subtitles');
}

function areShown(tracks: TextTrackList): boolean {
  return captionTracks(tracks).some((track) => track.mode === 'showing');
}

/** Shows the first one or none: two at once would lie over each other. */
export function showCaptions(tracks: TextTrackList, show: boolean): void {
  captionTracks(tracks).forEach((track, index) => {
    const mode = show && index === 0 ? 'showing' : 'hidden';
    if (track.mode !== mode) track.mode = mode;
  });
}
