// Keeps the site for reading without a network: all of it, once, under the version it was made with.
const site = SITE;
const mine = `symconv ${self.registration.scope} `;
const name = mine + site.version;

// Of files that the browser has already, the server only says that they are still the same.
const asked = (file) => new Request(file, { cache: "no-cache" });

self.addEventListener("install", (event) =>
  event.waitUntil(caches.open(name).then((kept) => kept.addAll(site.files.map(asked)))),
);

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
  const wanted = page ? self.registration.scope : event.request;
  event.respondWith(
    caches
      .open(name)
      .then((kept) => kept.match(wanted, { ignoreSearch: true }))
      .then((found) => found ?? fetch(event.request)),
  );
});
