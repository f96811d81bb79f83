// The script of the search page; no other page has one. It asks the index that Pagefind made, when a reader types.
// Without it the page is an A to Z. Nothing is written as HTML: text goes in as text.

const FILTERS = [["topic", "Topic"], ["story", "Story"], ["publisher", "Publisher"], ["language", "Language"]];
const SHOWN = 20;
const REACH = 120; // letters beside a marked word
const NONE = "No article has these words.";
const PAUSE = 150; // milliseconds after the last key

const place = document.getElementById("find");
const base = new URL("../", location.href);
let engine = null;
let narrowing = [];
let asked = 0;

function make(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

async function load() {
  if (!engine) {
    engine = await import(new URL("search/index/pagefind.js", base).href);
    await engine.options({ baseUrl: base.pathname, excerptLength: 32 });
    await engine.init();
    narrowing = await (await fetch(new URL("search/index/filters.json", base))).json();
  }
  return engine;
}

// Text between marks; of a long one the ends that touch a mark. Pagefind counts words, and a text in Chinese has few.
function near(text, at, last) {
  if (text.length <= 2 * REACH) return text;
  return [at > 0 && text.slice(0, REACH), at < last && text.slice(-REACH)].filter(Boolean).join(" … ");
}

// Pagefind marks words with <mark> in escaped HTML; here it becomes text and elements again.
function marked(excerpt) {
  const plain = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&");
  const parts = excerpt.split(/<mark>|<\/mark>/).map(plain);
  return parts.map((part, at) => (at % 2 ? make("mark", {}, part) : near(part, at, parts.length - 1)));
}

// Those of the results that every chosen filter leaves.
function narrowed(results) {
  const chosen = [...place.querySelectorAll("select")].filter((select) => select.value !== "");
  const left = chosen.map((select) => new Set(narrowing[select.value].pages));
  return results.filter((result) => left.every((pages) => pages.has(result.id)));
}

function named(row) {
  if (row.filter !== "language") return row.text || row.name;
  try {
    return new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(row.name);
  } catch {
    return row.name;
  }
}

async function search() {
  const turn = ++asked;
  const words = place.querySelector("input").value.trim();
  const status = place.querySelector("[aria-live]");
  const list = place.querySelector("ol");
  document.getElementById("letters").hidden = words !== "";
  if (!words) {
    status.textContent = "";
    list.replaceChildren();
    return;
  }
  let found;
  let pages;
  try {
    found = narrowed((await (await load()).search(words)).results);
    pages = await Promise.all(found.slice(0, SHOWN).map((result) => result.data()));
  } catch {
    status.textContent = "The index could not be loaded. The A to Z below works without it.";
    document.getElementById("letters").hidden = false;
    return;
  }
  if (turn !== asked) return; // the reader has typed on
  const count = found.length;
  status.textContent = count === 0 ? NONE : `${count} ${count === 1 ? "article" : "articles"}${count > SHOWN ? `, the first ${SHOWN} shown` : ""}.`;
  document.getElementById("letters").hidden = count > 0;
  list.replaceChildren(...pages.map((page) => make("li", {},
    make("a", { href: new URL(page.raw_url.replace(/^\//, ""), base).href }, page.meta.title || page.raw_url),
    make("p", {}, "… ", ...marked(page.excerpt), " …"),
  )));
  if (count === 0) suggest(words, status, turn).catch(() => {});
}

// No article has these words: which names are near them.
async function suggest(words, status, turn) {
  const { nearest } = await import("./nearest.js");
  const links = (await nearest(words, base)).map(([name, href]) => make("a", { href, class: "said" }, name));
  if (turn !== asked || links.length === 0) return;
  const parts = links.flatMap((link, at) => [at ? ", " : "", link]);
  status.replaceChildren(NONE, links.length === 1 ? " The nearest name: " : " The nearest names: ", ...parts, ".");
}

async function fill() {
  await load();
  for (const [name, label] of FILTERS) {
    const values = narrowing.map((row, at) => [row, at]).filter(([row]) => row.filter === name);
    if (values.length < 2) continue;
    const select = make("select", { id: `by-${name}`, name }, make("option", { value: "" }, "all"));
    for (const [row, at] of values) select.append(make("option", { value: at }, `${named(row)} (${row.pages.length})`));
    select.addEventListener("change", search);
    place.querySelector(".filters").append(make("p", {}, make("label", { for: `by-${name}` }, label), select));
  }
  place.querySelector("details").hidden = place.querySelectorAll("select").length === 0;
}

if (place) {
  let timer = 0;
  const input = make("input", { type: "search", id: "words", autocomplete: "off", spellcheck: "false" });
  const details = make("details", {}, make("summary", {}, "Narrow down"), make("div", { class: "filters" }));
  details.hidden = true;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  input.addEventListener("input", () => fill().catch(() => {}), { once: true });
  place.append(
    make("label", { for: "words" }, "Words to look for"),
    input,
    details,
    make("p", { class: "note", "aria-live": "polite", role: "status" }),
    make("ol", { class: "found" }),
  );
  place.hidden = false;
  const given = new URLSearchParams(location.search).get("q");
  if (given) {
    input.value = given;
    fill().catch(() => {});
    search();
  }
}
