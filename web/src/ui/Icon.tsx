/** Small signs that say by shape what their colour says too. */
const PATHS = {
  ok: 'M3 8.5l3.2 3.2L13 5',
  busy: 'M8 3v5l3 2',
  warning: 'M8 2.5l6 10.5H2zM8 6.5v3M8 11.2v.3',
  problem: 'M4 4l8 8M12 4l-8 8',
  none: 'M4 8h8',
  record: 'M8 5a3 3 0 1 0 .01 0M8 7.5v1',
  info: 'M8 7v5M8 3.6v.4',
  play: 'M5 3l8 5-8 5z',
  sound: 'M2 6v4h2.5L8 13V3L4.5 6zM11 5.5a3.5 3.5 0 0 1 0 5M13 3.5a6.4 6.4 0 0 1 0 9',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
