// The names nearest to words that no article has. Loaded when a search finds nothing; it reads the pages of names that the
// A to Z leads to, those of the letters that the words begin with and the front with the most named.

const LEAST = 0.6; // likeness of two words, from 0 to 1
const MOST = 5; // names said
const WORDS = 4; // of what was typed that are compared one by one
const LONG = 40; // letters of a word that are compared

const read = new Map(); // address: its names, so that no page is fetched twice

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim().slice(0, LONG);
}

function wordsOf(text) {
  return text.split(/[\s-]+/).map(plain).filter(Boolean);
}

// How alike two words are: one less the share of letters that must be changed, put in or taken out.
function likeness(one, other) {
  const longer = Math.max(one.length, other.length);
  if (Math.abs(one.length - other.length) > (1 - LEAST) * longer) return 0;
  let row = [...Array(other.length + 1).keys()];
  for (let at = 0; at < one.length; at++) {
    const next = [at + 1];
    for (let to = 0; to < other.length; to++) {
      next.push(Math.min(next[to] + 1, row[to + 1] + 1, row[to] + (one[at] === other[to] ? 0 : 1)));
    }
    row = next;
  }
  return 1 - row[other.length] / longer;
}

// How near a name is to what was typed: as wholes, or the best of their words.
function nearness(typed, name) {
  const inside = wordsOf(name);
  const pairs = wordsOf(typed).slice(0, WORDS).flatMap((word) => inside.map((other) => likeness(word, other)));
  return Math.max(likeness(plain(typed), plain(name)), 0, ...pairs);
}

async function names(address) {
  if (!read.has(address)) {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
    const links = [...page.querySelectorAll("main .name a")];
    read.set(address, links.map((link) => [link.textContent, new URL(link.getAttribute("href"), address).href]));
  }
  return read.get(address);
}

// Name and address of those nearest to what was typed, the nearest first; none where nothing is near.
export async function nearest(typed, base) {
  const letters = new Set(wordsOf(typed).map((word) => word[0].toUpperCase()));
  const ways = [...document.querySelectorAll('.letters-list a[href*="entities/in/"]')];
  const asked = ways.filter((way) => letters.has(way.textContent)).slice(0, WORDS).map((way) => way.href);
  const found = new Map();
  for (const address of [new URL("entities/", base).href, ...asked]) {
    for (const [name, href] of await names(address)) found.set(href, [nearness(typed, name), name, href]);
  }
  const ranked = [...found.values()].filter(([near]) => near >= LEAST);
  ranked.sort(([near, name], [other, next]) => other - near || (name < next ? -1 : 1));
  return ranked.slice(0, MOST).map(([, name, href]) => [name, href]);
}
