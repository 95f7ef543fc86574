/* This site keeps no copy on devices: the one that an earlier build has left goes, and its pages are read again. */
"use strict";

const left = async () => {
  const ours = `perimetre ${new URL(self.registration.scope).pathname} `;
  for (const name of await caches.keys()) if (name.startsWith(ours)) await caches.delete(name);
  await self.registration.unregister();
  for (const client of await self.clients.matchAll({ type: "window" })) await client.navigate(client.url);
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(left()));
