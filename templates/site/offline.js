// Keeps the site for reading without a network: all of it, once, under the version it was made with.
const site = SITE;
const mine = `symconv ${self.registration.scope} `;
const name = mine + site.version;

self.addEventListener("install", (event) => event.waitUntil(caches.open(name).then((kept) => kept.addAll(site.files))));

self.addEventListener("activate", (event) =>
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((one) => one.startsWith(mine) && one !== name).map((one) => caches.delete(one))))
      .then(() => self.clients.claim()),
  ),
);

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const page = event.request.mode === "navigate" && event.request.url.split(/[?#]/)[0].endsWith("/index.html");
  const asked = page ? self.registration.scope : event.request;
  event.respondWith(
    caches
      .open(name)
      .then((kept) => kept.match(asked, { ignoreSearch: true }))
      .then((found) => found ?? fetch(event.request)),
  );
});
