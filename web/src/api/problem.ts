import type { Reason } from './types';

/** An answer that is not 2xx, or none at all (`status` 0), as the pages need to tell them apart. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly reasons: readonly Reason[] = [],
    readonly retryAfterS: number | null = null,
  ) {
    super(detail);
    this.name = 'ApiError';
  }
}

/** Nobody answered: no network, refused, timed out, or the server is being restarted. */
export function unreachable(cause: unknown): ApiError {
  return new ApiError(0, 'unreachable', cause instanceof Error ? cause.message : String(cause));
}

/**
 * Reads a problem document (RFC 9457). A proxy between us and the server may answer with anything, so
 * whatever does not look like one still becomes an error with the status.
 */
export async function problemOf(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get('retry-after'));
  const retryAfterS = Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null;
  let body: unknown = null;
  if (/\bjson\b/.test(response.headers.get('content-type') ?? '')) {
    body = await response.json().catch(() => null);
  }
  const fields = isRecord(body) ? body : {};
  const code = text(fields.code) ?? `http-${response.status}`;
  const detail = text(fields.detail) ?? text(fields.title) ?? (response.statusText || code);
  const reasons = Array.isArray(fields.reasons) ? fields.reasons.filter(isReason) : [];
  return new ApiError(response.status, code, detail, reasons, retryAfterS);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function isReason(value: unknown): value is Reason {
  return isRecord(value) && typeof value.code === 'string' && typeof value.text === 'string';
}
