import { afterEach, describe, expect, test, vi } from 'vitest';
import { request } from '../src/api/http';
import { ApiError } from '../src/api/problem';
import { StudioApi } from '../src/api/studio';

function answer(status: number, body: string | null, headers: Record<string, string> = {}) {
  const stub = vi.fn<typeof fetch>().mockResolvedValue(new Response(body, { status, headers }));
  vi.stubGlobal('fetch', stub);
  return stub;
}
const failure = (promise: Promise<unknown>): Promise<ApiError> =>
  promise.then(
    () => Promise.reject(new Error('it should have failed')),
    (error: unknown) => error as ApiError,
  );
const problem = { 'content-type': 'application/problem+json' };

afterEach(() => vi.unstubAllGlobals());

describe('request', () => {
  test('a problem document: code, detail and reasons', async () => {
    const reasons = [{ code: 'no-primary', language: 'en', text: 'Not connected.' }];
    answer(409, JSON.stringify({ code: 'not-ready', detail: 'Not yet.', reasons }), problem);
    const error = await failure(request('POST', '/x'));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 409, code: 'not-ready', message: 'Not yet.', reasons });
  });

  test.each<[string, string | null, Record<string, string>]>([
    ['a proxy’s HTML', '<h1>Bad gateway</h1>', { 'content-type': 'text/html' }],
    ['broken JSON', '{"code":', problem],
    ['JSON of another shape', '[1]', problem],
    ['fields of another type', '{"code":1,"detail":{},"reasons":[null,{"code":2}]}', problem],
    ['nothing at all', null, {}],
  ])('%s still becomes an error with the status', async (_name, body, headers) => {
    answer(502, body, headers);
    const error = await failure(request('GET', '/x'));
    expect(error).toMatchObject({ status: 502, code: 'http-502', reasons: [] });
    expect(error.message).not.toBe('');
  });

  test('nobody answers: status 0', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('Failed to fetch')));
    expect(await failure(request('GET', '/x'))).toMatchObject({ status: 0, code: 'unreachable' });
  });

  test('200 that is not JSON is an error, 204 is not', async () => {
    answer(200, '<html>');
    expect(await failure(request('GET', '/x'))).toMatchObject({ code: 'not-json' });
    answer(204, null);
    await expect(request('DELETE', '/x')).resolves.toBeUndefined();
  });

  test('Retry-After is read', async () => {
    answer(429, null, { 'retry-after': '30' });
    expect(await failure(request('POST', '/x'))).toMatchObject({ status: 429, retryAfterS: 30 });
  });

  test('the token goes into the header and never into the address', async () => {
    const stub = answer(200, '{}');
    await request('GET', '/api', { token: 'secret' });
    const [url, init] = stub.mock.calls[0]!;
    expect(url).toBe('/api');
    expect(init?.headers).toMatchObject({ authorization: 'Bearer secret' });
    expect(init?.credentials).toBe('omit');
  });
});

describe('StudioApi', () => {
  test('401 ends the session and still rejects', async () => {
    answer(401, null);
    const ended = vi.fn();
    await failure(new StudioApi(() => 't', ended).events());
    expect(ended).toHaveBeenCalledOnce();
  });

  test('403 for a wrong current password does not', async () => {
    answer(403, null);
    const ended = vi.fn();
    await failure(new StudioApi(() => 't', ended).changePassword('a', 'b'));
    expect(ended).not.toHaveBeenCalled();
  });

  test.each([
    [true, '{"backupOnly":true}'],
    [false, '{}'],
  ])('go live, backup only %s', async (backupOnly, body) => {
    const stub = answer(200, '{}');
    await new StudioApi(() => 't', vi.fn()).goLive('a/b', backupOnly);
    const [url, init] = stub.mock.calls[0]!;
    expect(url).toBe('/api/v1/events/a%2Fb/go-live');
    expect(init?.body).toBe(body);
  });
});
