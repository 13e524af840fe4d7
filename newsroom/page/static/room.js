// What the pages do better with a script than without one: times that stay
// right, keys, an endless feed that keeps its place, and news of what happens.
// It makes no HTML: parts of pages come whole from the server.

const root = document.documentElement.dataset.root || "./";
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

// ---- Times (moment.go has the same rules)

const units = [[60, 1, "s"], [3600, 60, "min"], [172800, 3600, "h"], [Infinity, 86400, "days"]];

function span(seconds) {
  const [, size, name] = units.find(([below]) => seconds < below);
  return `${Math.max(0, Math.floor(seconds / size))} ${name}`;
}

// distance leaves a time that is a week past as the server wrote it: a day.
function distance(seconds) {
  if (seconds < -60) return "in " + span(-seconds);
  if (seconds < 60) return "just now";
  if (seconds < 7 * 86400) return span(seconds) + " ago";
  return "";
}

function tellTimes() {
  const now = Date.now();
  for (const t of $$("time[data-time]")) {
    const seconds = (now - Date.parse(t.dateTime)) / 1000;
    const text = t.dataset.time === "ago" ? distance(seconds) : span(seconds);
    if (text && t.textContent !== text) t.textContent = text;
  }
}

function wallClock() {
  const clock = $("#clock"), zone = document.documentElement.dataset.zone;
  if (!clock || !zone) return;
  let format;
  try {
    format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  } catch {
    return; // a zone this browser does not know: the clock stands as it was sent
  }
  const tick = () => {
    const now = new Date(), part = {};
    for (const p of format.formatToParts(now)) part[p.type] = p.value;
    clock.textContent = `${part.weekday} ${part.day} ${part.month}, ${part.hour}:${part.minute}`;
    clock.dateTime = now.toISOString();
    setTimeout(tick, 60000 - (Date.now() % 60000));
  };
  tick();
}

// ---- What was read and saved: the newsroom keeps it; its buttons work without this

// states shows of groups what the newsroom says of them.
function showStates(groups) {
  for (const g of groups) {
    for (const e of $$(`[data-group="${g.id}"]`)) {
      e.classList.toggle("read", g.read);
      e.classList.toggle("saved", g.saved);
      turn($("button[name=read], button[name=unread]", e), g.read ? "unread" : "read", g.read ? "Mark unread" : "Mark read");
      turn($("button[name=save], button[name=unsave]", e), g.saved ? "unsave" : "save", g.saved ? "Saved" : "Save");
    }
  }
}

function turn(button, name, text) {
  if (!button) return;
  button.name = name;
  button.textContent = text;
}

// statesOf reads them off another page of the newsroom.
const statesOf = page => $$("[data-group]", page).map(e => ({ id: e.dataset.group, read: e.classList.contains("read"), saved: e.classList.contains("saved") }));

async function sendMarks(values) {
  const answer = await fetch($("#reading").action, { method: "POST", body: new URLSearchParams(values), headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(answer.status);
  showStates((await answer.json()).groups);
}

function marks() {
  const form = $("#reading");
  if (!form || form.elements.of) return; // a story's page is loaded anew
  document.addEventListener("submit", e => {
    if (e.target.id !== "reading" || !e.submitter) return;
    const { name, value } = e.submitter;
    e.preventDefault();
    sendMarks([...new FormData(e.target), [name, value]]).catch(() => { location.reload(); });
  });
  takeOver();
}

// takeOver hands over, once, what this browser kept before the newsroom did.
function takeOver() {
  const key = "alsoread.read";
  try {
    const read = JSON.parse(localStorage.getItem(key) || "[]").filter(id => /^[0-9]{1,15}$/.test(id));
    const done = () => localStorage.removeItem(key);
    if (read.length) sendMarks(read.slice(-2000).map(id => ["read", id])).then(done).catch(() => {});
    else done();
  } catch { /* a browser that keeps nothing has nothing to hand over */ }
}

function press(names) {
  const entry = currentEntry(), opening = $(".opening");
  ((entry && $(names, entry)) || (opening && $(names, opening)))?.click();
}

function readThrough() {
  const place = currentEntry()?.dataset.place, button = $("#through");
  if (!place || !button) return;
  const seen = button.value.split(".")[2];
  sendMarks([...new FormData($("#reading")), ["through", `${place}.${seen}`]]).catch(() => {});
}

// ---- Keys

let touched = false; // the reader has begun to read: nothing may move any more

const entries = () => $$(".entry").filter(e => e.offsetParent !== null);

function currentEntry() {
  return $(".entry.current") || document.activeElement?.closest?.(".entry");
}

function select(entry) {
  for (const e of $$(".entry.current")) e.classList.remove("current");
  entry.classList.add("current");
  entry.focus({ preventScroll: true });
  entry.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = entries(), at = all.indexOf(currentEntry());
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
  if (next) select(next);
  if (step > 0 && all.length - all.indexOf(next) < 4) loadOlder();
}

const follow = link => link && link.click();

const keys = {
  j: () => move(1),
  k: () => move(-1),
  o: () => follow(currentEntry()?.querySelector("a.open")),
  v: () => follow((currentEntry() || document).querySelector("a.source")),
  m: () => press("button[name=read], button[name=unread]"),
  M: readThrough,
  s: () => press("button[name=save], button[name=unsave]"),
  n: () => $("#arrivals:not([hidden])")?.click(),
  u: () => location.assign(root),
  "/": () => $("#q")?.select(),
  "?": () => $("#help")?.showModal(),
};

document.addEventListener("keydown", e => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
  if (e.target.closest("input, select, textarea, [contenteditable]")) {
    if (e.key === "Escape") e.target.blur();
    return;
  }
  if ($("#help[open]") || !Object.hasOwn(keys, e.key)) return;
  e.preventDefault();
  touched = true;
  keys[e.key]();
});

// ---- The feed without an end

async function fetchPage(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

let loading = null;
const loaded = []; // addresses of the parts below the first

function loadOlder() {
  const older = $("#older");
  if (!older || loading) return loading;
  const address = older.href;
  older.textContent = "Older…";
  loading = fetchPage(address).then(page => {
    append(page);
    loaded.push(address);
    remember();
  }).catch(() => {
    older.textContent = "Older"; // it stays a link
  }).finally(() => { loading = null; });
  return loading;
}

function append(page) {
  const feed = $("#feed"), known = new Set($$(".entry", feed).map(e => e.id));
  for (const e of $$("#feed .entry", page)) if (!known.has(e.id)) feed.append(document.adoptNode(e));
  const next = $("#older", page), older = $("#older");
  if (next) {
    older.href = next.href;
    older.textContent = "Older";
  } else {
    older.remove();
  }
  const through = $("#through"), further = $("#through", page);
  if (through && further) through.value = further.value;
  showStates(statesOf(page));
  tellTimes();
}

// remember keeps with this page of the history which parts were there and how
// far the reader was.
function remember() {
  history.replaceState({ ...history.state, loaded, at: scrollY }, "");
}

async function returnToPlace() {
  const was = history.state;
  if (!was?.loaded?.length) return;
  history.scrollRestoration = "manual";
  for (const address of was.loaded) {
    if ($("#older")?.href !== address) $("#older")?.setAttribute("href", address);
    await loadOlder();
  }
  scrollTo(0, was.at);
}

function endless() {
  const older = $("#older");
  if (!older) return;
  older.addEventListener("click", e => {
    if (e.button || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    loadOlder();
  });
  addEventListener("pagehide", remember);
  returnToPlace().finally(() => {
    new IntersectionObserver(seen => {
      if (touched && seen.some(s => s.isIntersecting)) loadOlder();
    }, { rootMargin: "800px" }).observe(older);
  });
}

// ---- What happens meanwhile

const arrived = new Set(); // groups that are new since the page was made
let filling = false;       // the page was opened before there was anything to read
let source = null, refreshing = null, again = false;

// parts of the front page that change by themselves; the feed is not among them
const parts = ["#headlines", "#trends", "#exclusives"];

function refresh() {
  if (refreshing) {
    again = true;
    return;
  }
  refreshing = fetchPage(location.href).then(page => {
    for (const part of filling ? [...parts, "#feed", ".paging", "#filter"] : parts) replacePart(part, page);
    if (filling) announce();
    else showStates(statesOf(page));
  }).catch(() => {}).finally(() => setTimeout(() => {
    refreshing = null;
    if (again) { again = false; refresh(); }
  }, 1000));
}

function replacePart(selector, page) {
  const old = $(selector), fresh = $(selector, page);
  if (!old || !fresh || old.innerHTML === fresh.innerHTML) return;
  if (old.contains(document.activeElement)) return;
  old.replaceWith(document.adoptNode(fresh));
}

function announce() {
  const button = $("#arrivals");
  if (!button) return;
  for (const id of arrived) if (document.getElementById("g" + id)) arrived.delete(id);
  button.hidden = arrived.size === 0;
  button.textContent = arrived.size === 1 ? "1 new event" : `${arrived.size} new events`;
}

async function showArrivals() {
  const page = await fetchPage($("#filter")?.action && location.search.includes("before=") ? root : location.href);
  for (const part of [...parts, "#feed", ".paging"]) {
    const fresh = $(part, page);
    if (fresh) $(part)?.replaceWith(document.adoptNode(fresh));
  }
  arrived.clear();
  loaded.length = 0;
  remember();
  announce();
  scrollTo(0, 0);
  const first = $(".entry");
  if (first) select(first);
  endless();
}

function groupHappened(group) {
  const known = document.getElementById("g" + group.id);
  if (known) showStates([group]);
  else arrived.add(String(group.id));
  if (!filling) announce();
  refresh();
}

function progressHappened(p) {
  const running = Boolean(p.begun) && !p.ended;
  const scan = $("#scan");
  scan?.toggleAttribute("data-running", running);
  const text = $("#scan-text");
  if (!running) {
    // What was found is grouped after the scan, and groups go on changing as the
    // pages of their stories are read: the last look is taken when all that is over.
    for (const wait of [2000, 8000, 16000]) setTimeout(refresh, wait);
    setTimeout(() => { filling = false; }, 17000);
  }
  if (text) text.textContent = running ? `scanning ${p.done}/${p.total}, ${p.new} new` : "watching";
}

const maxScanned = 12;

function scanHappened(s) {
  const list = $("#scanned");
  if (!list) return;
  for (const li of list.children) if (li.firstElementChild?.textContent === s.source) { li.remove(); break; }
  const li = document.createElement("li"), name = document.createElement("bdi"), says = document.createElement("span");
  name.textContent = s.source;
  says.textContent = s.error ? (s.cause || "failed") : s.new ? `${s.new} new` : s.status === "ok" ? "nothing new" : s.status;
  if (s.error) says.title = s.error;
  li.className = s.error ? "bad" : s.new ? "fresh" : "";
  li.append(name, " ", says);
  list.prepend(li);
  while (list.children.length > maxScanned) list.lastElementChild.remove();
}

const told = handle => e => {
  let content;
  try { content = JSON.parse(e.data); } catch { return; }
  handle(content);
};

function listen() {
  const address = document.body.dataset.live;
  if (!address || source) return;
  source = new EventSource(address);
  source.addEventListener("progress", told(progressHappened));
  source.addEventListener("scan", told(scanHappened));
  source.addEventListener("reading", told(s => showStates(s.groups)));
  if ($("#feed") && $("#arrivals")) {
    source.addEventListener("group", told(groupHappened));
    source.addEventListener("trends", refresh);
    source.addEventListener("reset", refresh);
  }
}

// catchUp shows what was read and saved while the browser had put the page aside.
function catchUp() {
  if (!$("#reading")) return;
  for (const address of [location.href, ...loaded]) fetchPage(address).then(page => showStates(statesOf(page))).catch(() => {});
}

function live() {
  if (!document.body.dataset.live) return;
  filling = Boolean($("#feed")) && !$("#feed .entry") && !$("#filter [aria-current]:not([href$='./'])");
  $("#arrivals")?.addEventListener("click", showArrivals);
  for (const sign of ["pointerdown", "wheel", "touchmove"]) {
    addEventListener(sign, () => { touched = true; }, { passive: true });
  }
  addEventListener("scroll", () => { if (scrollY > 40) touched = true; }, { passive: true });
  setInterval(() => { if (touched) filling = false; }, 500);
  listen();
  // An open connection would keep the page out of the browser's memory of pages.
  addEventListener("pagehide", () => { source?.close(); source = null; });
  addEventListener("pageshow", e => { if (e.persisted) { catchUp(); listen(); } });
}

// ---- Filters show at once

function filters() {
  const form = $("#filter");
  form?.addEventListener("change", () => form.requestSubmit());
  form?.addEventListener("submit", () => {
    for (const s of $$("select, input", form)) if (!s.value) s.disabled = true; // a short address
  });
}

// A picture that cannot be had leaves no hole.
function withoutPicture(img) {
  img.closest(".entry")?.classList.remove("pictured");
  img.closest("figure")?.remove();
}
// One of a text is described instead.
function described(img) {
  const says = document.createElement("span");
  says.className = "picture";
  says.textContent = img.alt;
  if (img.alt) img.replaceWith(says);
  else img.remove();
}
document.addEventListener("error", e => {
  if (e.target.matches?.(".text img")) described(e.target);
  else if (e.target.matches?.("figure img")) withoutPicture(e.target);
}, true);
for (const img of $$("figure img")) if (img.complete && !img.naturalWidth && img.loading !== "lazy") withoutPicture(img);

tellTimes();
setInterval(tellTimes, 20000);
addEventListener("pageshow", tellTimes);
wallClock();
marks();
endless();
filters();
live();
document.documentElement.dataset.ready = "";
