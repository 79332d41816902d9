/** The name, with its mark: one play triangle, and another one standing ready behind it. */
export function Wordmark() {
  return (
    <span class="wordmark">
      <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true" focusable="false">
        <path
          class="wordmark-back"
          d="M13 6.5v19a1.5 1.5 0 0 0 2.3 1.3l14-9.5a1.5 1.5 0 0 0 0-2.6l-14-9.5A1.5 1.5 0 0 0 13 6.5z"
        />
        <path
          class="wordmark-front"
          d="M3 6.5v19a1.5 1.5 0 0 0 2.3 1.3l14-9.5a1.5 1.5 0 0 0 0-2.6l-14-9.5A1.5 1.5 0 0 0 3 6.5z"
        />
      </svg>
      Understudy
    </span>
  );
}
