/* Keep a copy of the site on this device, and answer from it: one build at a time, never two.

   `offline.js`, at the top of the site, says which build this is: each file and what its bytes hash to, what comes first.
   A file is kept only where its bytes are those of this build. Whatever the copy holds is read from it; what it lacks is
   fetched, and where the site has changed meanwhile the reader is led to the new build instead of a page of it. */
"use strict";

const { version, first, rest, pages } = self.perimetreSite;
const scope = new URL(self.registration.scope);
// One cache a build and a place: two editions may stand on one host.
const OURS = `perimetre ${scope.pathname} `;
const NAME = OURS + version;
const AT_ONCE = 4;
const hashes = new Map([first, rest].flatMap(Object.values).flat());
const brands = Object.keys(first).filter((brand) => brand);

class Changed extends Error {}

/* An address may write a sign in two ways, as it is or as what stands for it: the lists have one. */
const written = (path) => {
  try {
    return path.split("/").map((part) => encodeURIComponent(decodeURIComponent(part))).join("/");
  } catch {
    // No file of ours is called so.
    return path;
  }
};
/* Return the path of an address of the site as the lists write it; undefined for another's. */
const pathOf = (address) => {
  const { origin, pathname } = new URL(address);
  if (origin !== scope.origin || !pathname.startsWith(scope.pathname)) return undefined;
  return written(pathname.slice(scope.pathname.length)).replace(/(^|\/)index\.html$/, "$1");
};
const addressOf = (path) => new URL(path, scope).href;
const brandOf = (address) => brands.find((brand) => pathOf(address)?.startsWith(`${brand}/`));
const windows = () => self.clients.matchAll({ includeUncontrolled: true, type: "window" });
const paths = (lists, wanted) => wanted.flatMap((brand) => lists[brand] ?? []).map(([path]) => path);

const isOfThisBuild = async (path, bytes) => {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 8);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") === hashes.get(path);
};

/* Fetch a file of this build; throws where there is no network, where it is refused, or where it is another build's. */
const fetched = async (path) => {
  const response = await fetch(addressOf(path), { cache: "no-cache", credentials: "same-origin" });
  if (!response.ok || response.redirected) throw new Error(`${path}: ${response.status}`);
  const bytes = await response.arrayBuffer();
  if (!(await isOfThisBuild(path, bytes))) throw new Changed(path);
  const headers = new Headers(response.headers);
  // Of the bytes as they came.
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response(bytes, { headers });
};

/* Return a file that an earlier build's copy holds, where it has not changed since. */
const unchanged = async (path, earlier) => {
  for (const name of earlier) {
    const response = await caches.match(addressOf(path), { cacheName: name });
    if (response && (await isOfThisBuild(path, await response.clone().arrayBuffer()))) return response;
  }
  return undefined;
};

const earlierCopies = async () => (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== NAME);

/* Keep files, several at once; what is there already stays. Throws at the first that cannot be had. */
const keep = async (wanted) => {
  const cache = await caches.open(NAME);
  const there = new Set((await cache.keys()).map(({ url }) => pathOf(url)));
  const earlier = await earlierCopies();
  const left = wanted.filter((path) => !there.has(path));
  const work = async () => {
    for (let path = left.shift(); path !== undefined; path = left.shift()) {
      try {
        await cache.put(addressOf(path), (await unchanged(path, earlier)) ?? (await fetched(path)));
      } catch (error) {
        left.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
};

/* What a reader is told of a copy that is not whole. */
const stateAfter = (error) => (error.name === "QuotaExceededError" ? "full" : "partial");
const tell = async (state) => {
  for (const client of await windows()) client.postMessage({ state });
};

/* Before this build takes over: what serves in an emergency, of the brands that this device reads. */
const begin = async () => {
  const reads = new Set((await windows()).map(({ url }) => brandOf(url)));
  for (const brand of brands) if (await caches.match(addressOf(`${brand}/`))) reads.add(brand);
  const wanted = ["", ...brands.filter((brand) => reads.has(brand))];
  const updates = (await earlierCopies()).length > 0;
  try {
    await keep(paths(first, wanted));
  } catch (error) {
    await caches.delete(NAME);
    await tell(stateAfter(error));
    throw error;
  }
  // The earlier copy goes when this one takes over: all that it held is here first, if there is room.
  if (updates) await keep(paths(rest, [...wanted.slice(1), ""])).catch((error) => tell(stateAfter(error)));
};

const takeOver = async () => {
  const earlier = await earlierCopies();
  await Promise.all(earlier.map((name) => caches.delete(name)));
  // A first copy answers at once; a later one, for what is opened after it.
  await self.clients.claim();
};

/* Take over where nobody else reads the build before this one; else say so to whoever asked. */
const takeOverAlone = async (reader) => {
  if ((await windows()).length < 2) await self.skipWaiting();
  else reader.postMessage({ shared: true });
};

const completing = new Map();
const complete = (brand) => {
  const wanted = brands.includes(brand) ? [brand, ""] : [""];
  if (!completing.has(brand)) {
    const work = keep([...paths(first, wanted), ...paths(rest, wanted)])
      .then(() => "whole", stateAfter)
      .finally(() => completing.delete(brand));
    completing.set(brand, work);
  }
  return completing.get(brand);
};

const shown = (name) =>
  new Response(pages[name].replaceAll("{site}", scope.pathname), {
    status: 503,
    headers: { "Content-Type": "text/html; charset=utf-8" },
  });

const answer = async (event, path) => {
  const { request } = event;
  const kept = await caches.match(addressOf(path), { cacheName: NAME });
  if (kept) return kept;
  try {
    const response = await fetched(path);
    const copy = response.clone();
    event.waitUntil(caches.open(NAME).then((cache) => cache.put(addressOf(path), copy)).catch(() => {}));
    return response;
  } catch (error) {
    if (request.mode !== "navigate") return Response.error();
    if (error instanceof Changed) return shown("changed");
    // Whoever has to sign in first is let through.
    return fetch(request).catch(() => shown("absent"));
  }
};

/* The pages that this build gave, by what the browser calls whoever asked. */
const given = new Set();
const knowsWhom = "resultingClientId" in FetchEvent.prototype;

self.addEventListener("install", (event) => event.waitUntil(begin()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = request.method === "GET" ? pathOf(request.url) : undefined;
  if (path === undefined) return;
  if (request.mode === "navigate") given.add(event.resultingClientId);
  if (hashes.has(path)) event.respondWith(answer(event, path));
  else if (request.mode === "navigate" && hashes.has(`${path}/`)) {
    event.respondWith(Response.redirect(addressOf(`${path}/`)));
  } else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => shown("absent")));
});
self.addEventListener("message", (event) => {
  const { take, brand } = event.data ?? {};
  if (take === "now") self.skipWaiting();
  if (take === "alone") event.waitUntil(takeOverAlone(event.source));
  if (brand === undefined) return;
  if (knowsWhom && !given.has(event.source.id)) event.source.postMessage({ earlier: true });
  event.waitUntil(complete(brand).then((state) => event.source.postMessage({ state })));
});
